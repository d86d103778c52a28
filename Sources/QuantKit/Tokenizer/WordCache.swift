//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The ids of words that came before, since most words of a text are among them.
struct WordCache {
  /// The longest word that is kept, in bytes.
  private static let byteLimit = 48
  /// The most words that are kept; later ones are not.
  private static let countLimit = 1 << 15
  /// Shorter texts do not repeat themselves enough.
  private static let textByteLimit = 1 << 11

  private var words: PieceTable
  private var ends: [UInt32] = []  // per word, into `ids`
  private var ids: [UInt32] = []

  /// A cache for one text, which keeps nothing if that is short.
  init(textByteCount: Int) {
    words = PieceTable(count: textByteCount < Self.textByteLimit ? 0 : Self.countLimit)
  }

  /// Appends the ids of a word if they are known.
  func append(idsOf word: Range<Int>, of text: [UInt8], to output: inout [Int]) -> Bool {
    guard let index = words.id(of: text, in: word) else { return false }
    for place in (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index]) {
      output.append(Int(ids[place]))
    }
    return true
  }

  /// Keeps the ids of a word that is not known yet.
  mutating func insert(_ newIDs: ArraySlice<Int>, for word: Range<Int>, of text: [UInt8]) {
    guard ends.count < words.count, word.count <= Self.byteLimit,
      words.insert(Array(text[word]), at: ends.count)
    else { return }
    ids.append(contentsOf: newIDs.lazy.map { UInt32($0) })
    ends.append(UInt32(ids.count))
  }
}
