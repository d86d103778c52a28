//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What SentencePiece does to a text before it splits it into pieces.
struct SentencePieceNormalizer: Sendable {
  private static let space = UInt8(ascii: " ")

  let characterMap: CharacterMap?
  /// Pieces that pass through unchanged.
  let userDefinedPieces: ByteTrie
  /// Whether a space is put in front.
  let addsDummyPrefix: Bool
  /// Whether spaces at both ends go, and runs of spaces become one.
  let removesExtraSpaces: Bool
  /// Whether spaces become `SentencePieceModel.spaceMark`.
  let escapesSpaces: Bool

  /// The text as it is split into pieces.
  ///
  /// - Parameters:
  ///   - text: Valid UTF-8.
  ///   - isPrefixed: Whether the dummy prefix goes before it, where there is one.
  /// - Returns: Valid UTF-8.
  /// - Complexity: O(bytes).
  func normalize(_ text: [UInt8], isPrefixed: Bool = true) -> [UInt8] {
    var position = 0
    if removesExtraSpaces {
      while position < text.count, let end = endOfSpace(in: text, from: position) { position = end }
    }
    guard position < text.count else { return [] }

    let mark = escapesSpaces ? SentencePieceModel.spaceMark : [Self.space]
    var output: [UInt8] = []
    output.reserveCapacity(text.count + text.count / 2 + mark.count)
    if addsDummyPrefix && isPrefixed { output.append(contentsOf: mark) }
    var skipsSpaces = removesExtraSpaces
    while position < text.count {
      var (replacement, end) = next(in: text, from: position)
      if skipsSpaces { replacement = replacement.drop { $0 == Self.space } }
      if let last = replacement.last {
        for byte in replacement {
          if byte == Self.space { output.append(contentsOf: mark) } else { output.append(byte) }
        }
        skipsSpaces = removesExtraSpaces && last == Self.space
      }
      position = end
    }
    if removesExtraSpaces {
      while output.count >= mark.count, output.suffix(mark.count).elementsEqual(mark) {
        output.removeLast(mark.count)
      }
    }
    return output
  }

  /// Where the text that becomes a single space ends, when such a text begins at `start`.
  private func endOfSpace(in text: [UInt8], from start: Int) -> Int? {
    let (replacement, end) = next(in: text, from: start)
    return replacement.elementsEqual(CollectionOfOne(Self.space)) ? end : nil
  }

  /// What the text at `start` becomes, and where that text ends.
  private func next(in text: [UInt8], from start: Int) -> (ArraySlice<UInt8>, end: Int) {
    if let match = userDefinedPieces.longestMatch(in: text, from: start, to: text.count) {
      return (text[start..<match.end], match.end)
    }
    if let match = characterMap?.longestMatch(in: text, from: start) {
      return (match.replacement, match.end)
    }
    let end = UTF8Text.characterEnd(in: text, from: start)
    return (text[start..<end], end)
  }
}
