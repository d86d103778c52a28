//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A unigram language model over pieces: of all ways to make a text of pieces it takes the one with
/// the highest sum of scores.
struct UnigramModel: Sendable {
  /// A piece that may be made from text.
  struct Piece: Sendable {
    let id: Int
    let bytes: [UInt8]
    let score: Double
    /// Whether it is chosen over other ways to make its text, whatever its score.
    var isUserDefined = false
  }

  /// Which of the two libraries the sums are those of.
  enum Precision: Sendable {
    /// SentencePiece: every sum is rounded to 32 bits.
    case single
    /// The `tokenizers` library.
    case double
  }

  /// How much less than any piece a character scores that no piece covers.
  private static let unknownPenalty = 10.0

  private let trie: ByteTrie  // values index `pieces`
  private let pieces: [(id: UInt32, score: Double, isUserDefined: Bool)]
  private let unknownID: UInt32
  private let unknownScore: Double
  private let precision: Precision

  /// Prepares the search.
  ///
  /// - Parameters:
  ///   - pieces: The pieces, none of which is empty.
  ///   - unknownID: Stands for a character that no piece covers.
  ///   - lowestScore: The lowest score of a piece.
  ///   - precision: How sums are rounded.
  init(_ pieces: [Piece], unknownID: Int, lowestScore: Double, precision: Precision) {
    trie = ByteTrie(pieces.enumerated().map { ($0.element.bytes, $0.offset) })
    self.pieces = pieces.map { (UInt32($0.id), $0.score, $0.isUserDefined) }
    self.unknownID = UInt32(unknownID)
    self.precision = precision
    unknownScore = Self.rounded(lowestScore - Self.unknownPenalty, precision)
  }

  private static func rounded(_ score: Double, _ precision: Precision) -> Double {
    precision == .single ? Double(Float(score)) : score
  }

  /// The best way that is known to make the text up to a place.
  private struct Path {
    var score = 0.0
    /// Where its last piece begins; -1 where there is no way yet.
    var start = -1
    var id: UInt32 = 0
  }

  /// Calls `body` with the pieces of a part of a text in order.
  ///
  /// - Parameters:
  ///   - text: Valid UTF-8.
  ///   - range: The part.
  ///   - body: Takes the id and the place of each piece; the unknown id for each character that no
  ///     piece covers.
  /// - Complexity: O(bytes × bytes of the longest piece).
  func forEachPiece(
    of text: [UInt8],
    in range: Range<Int>,
    _ body: (_ id: UInt32, _ range: Range<Int>) -> Void
  ) {
    var paths = [Path](repeating: Path(), count: range.count + 1)
    var position = range.lowerBound
    while position < range.upperBound {
      let scoreSoFar = paths[position - range.lowerBound].score
      let characterEnd = UTF8Text.characterEnd(in: text, from: position)
      var coversCharacter = false
      trie.forEachMatch(in: text, from: position, to: range.upperBound) { index, end in
        let piece = pieces[index]
        let sum = piece.score + scoreSoFar
        // The comparison of user-defined pieces comes before rounding there.
        let score = piece.isUserDefined ? sum : Self.rounded(sum, precision)
        offer(score, piece.id, from: position, &paths[end - range.lowerBound])
        if end == characterEnd { coversCharacter = true }
      }
      if !coversCharacter {
        let score = Self.rounded(unknownScore + scoreSoFar, precision)
        offer(score, unknownID, from: position, &paths[characterEnd - range.lowerBound])
      }
      position = characterEnd
    }
    var ends: [Int] = []
    var end = range.upperBound
    while end > range.lowerBound {
      ends.append(end)
      end = paths[end - range.lowerBound].start
    }
    for end in ends.reversed() {
      let path = paths[end - range.lowerBound]
      body(path.id, path.start..<end)
    }
  }

  private func offer(_ score: Double, _ id: UInt32, from start: Int, _ path: inout Path) {
    guard path.start < 0 || score > path.score else { return }
    path = Path(score: Self.rounded(score, precision), start: start, id: id)
  }
}
