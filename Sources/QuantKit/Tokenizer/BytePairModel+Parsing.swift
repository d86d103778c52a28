//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension BytePairModel {
  static func checkSupport(of description: ConfigurationObject) throws(TokenizerError) {
    // The first files of this kind do not name the type of their model.
    let type = try description.string("type") ?? "BPE"
    guard type == "BPE" else {
      throw .unsupported(path: description.path, component: "model '\(type)'")
    }
    for key in ["continuing_subword_prefix", "end_of_word_suffix"] {
      guard try description.string(key) ?? "" == "" else {
        throw .unsupported(path: description.path, component: "model option '\(key)'")
      }
    }
    guard description["dropout"]?.double ?? 0 == 0 else {
      throw .unsupported(path: description.path, component: "model option 'dropout'")
    }
  }

  static func unknownID(
    _ description: ConfigurationObject,
    _ pieces: PieceTable
  ) throws(TokenizerError) -> UInt32 {
    guard let piece = try description.string("unk_token"), !piece.isEmpty else {
      return PairMerger.noID
    }
    guard let id = pieces.id(of: piece) else {
      throw .malformed(
        path: description.path,
        problem: "'\(description.prefix)unk_token' is '\(piece)', which is no piece"
      )
    }
    return UInt32(id)
  }

  static func pieces(
    _ description: ConfigurationObject,
    addedTokens: [AddedToken]
  ) throws(TokenizerError) -> PieceTable {
    let vocabulary = try description.required(try description.object("vocab"), "vocab")
    var entries: [(id: Int, piece: String)] = []
    entries.reserveCapacity(vocabulary.members.count)
    for member in vocabulary.members {
      entries.append((try vocabulary.id(member.value, key: member.key), member.key))
    }
    return try PieceTable(entries, addedTokens: addedTokens, path: description.path)
  }

  /// Merges are pairs of pieces, or in older files both in one string with a space between them.
  static func merges(
    _ description: ConfigurationObject,
    pieces: PieceTable
  ) throws(TokenizerError) -> (ranks: PairTable, mergedIDs: [UInt32]) {
    let merges = try description.required(try description.elements("merges"), "merges")
    guard merges.count <= PieceTable.countLimit else {
      throw .tooMuch(
        path: description.path,
        "number of merges",
        found: merges.count,
        limit: PieceTable.countLimit
      )
    }
    var ranks = PairTable(capacity: merges.count)
    var mergedIDs: [UInt32] = []
    mergedIDs.reserveCapacity(merges.count)
    for (rank, merge) in merges.enumerated() {
      guard let (text, middle) = joined(merge) else {
        throw .malformed(
          path: description.path,
          problem: "'\(description.prefix)merges[\(rank)]' is no pair of pieces"
        )
      }
      guard let left = pieces.id(of: text, in: 0..<middle),
        let right = pieces.id(of: text, in: middle..<text.count),
        let both = pieces.id(of: text, in: text.indices)
      else {
        throw .malformed(
          path: description.path,
          problem: "'\(description.prefix)merges[\(rank)]' is not made of pieces of the vocabulary"
        )
      }
      ranks.set(UInt32(rank), for: UInt32(left), UInt32(right))
      mergedIDs.append(UInt32(both))
    }
    return (ranks, mergedIDs)
  }

  /// Both parts of a merge without anything between them, and where the second begins.
  private static func joined(_ merge: JSON) -> (text: [UInt8], middle: Int)? {
    if let text = merge.string {
      var bytes = Array(text.utf8)
      guard let space = bytes.firstIndex(of: UInt8(ascii: " ")) else { return nil }
      bytes.remove(at: space)
      return bytes.contains(UInt8(ascii: " ")) ? nil : (bytes, space)
    }
    guard let parts = merge.elements, parts.count == 2, let left = parts[0].string,
      let right = parts[1].string
    else { return nil }
    return (Array(left.utf8) + Array(right.utf8), left.utf8.count)
  }
}
