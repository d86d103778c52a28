//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension PieceTable {
  /// The pieces of a `tokenizer.json` and the tokens that stand beside them.
  ///
  /// An added token may be among the pieces too, but then under the same id.
  ///
  /// - Throws: `TokenizerError.malformed` for an id or a piece that comes twice, and for ids out of
  ///   proportion.
  init(
    _ entries: [(id: Int, piece: String)],
    addedTokens: [AddedToken],
    path: String
  ) throws(TokenizerError) {
    let count = entries.count + addedTokens.count
    let highest = max(entries.lazy.map(\.id).max() ?? -1, addedTokens.lazy.map(\.id).max() ?? -1)
    guard Self.accepts(count: highest + 1, pieceCount: count) else {
      throw .idOutOfProportion(path: path, id: highest, count: count)
    }
    self.init(count: highest + 1)
    for entry in entries {
      try insert(entry.piece, at: entry.id, path: path)
    }
    for token in addedTokens where id(of: token.content) != token.id {
      try insert(token.content, at: token.id, path: path)
    }
  }

  private mutating func insert(
    _ piece: String,
    at id: Int,
    path: String
  ) throws(TokenizerError) {
    guard !piece.isEmpty else { return }
    guard !contains(id) else { throw .duplicateID(path: path, id: id, piece: piece) }
    guard insert(Array(piece.utf8), at: id) else {
      throw .malformed(path: path, problem: "'\(piece)' has two ids")
    }
  }
}
