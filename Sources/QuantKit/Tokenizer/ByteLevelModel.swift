//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The byte-level BPE model of a `tokenizer.json`: its vocabulary, its merges and how text is
/// prepared.
///
/// Immutable; a class, since a value of this many arrays is dear to pass around in inner loops.
final class ByteLevelModel: Sendable {
  /// The pieces as the file writes them, in the characters of `ByteLevelAlphabet`; added tokens
  /// included.
  let pieces: PieceTable
  /// The piece of each byte, or `PairMerger.noID` where the vocabulary has none: such bytes are
  /// left out.
  let byteIDs: [UInt32]  // [256]
  /// The rank of each pair of pieces that merges.
  let ranks: PairTable
  /// What the pair of a rank becomes.
  let mergedIDs: [UInt32]  // per rank
  /// Whether a word that is a piece as a whole is not merged from its parts.
  let ignoresMerges: Bool
  /// Whether text is composed canonically (NFC) first.
  let composes: Bool
  let preTokenizer: PreTokenizer

  /// Reads the `model` of a `tokenizer.json`.
  ///
  /// - Parameters:
  ///   - description: The object under `model`.
  ///   - addedTokens: The tokens beside it, which get their place in the vocabulary.
  ///   - composes: Whether text is composed canonically first.
  ///   - preTokenizer: How text is cut into words.
  /// - Throws: `TokenizerError`: `.malformed` or `.unsupported`.
  init(
    parsing description: ConfigurationObject,
    addedTokens: [AddedToken],
    composes: Bool,
    preTokenizer: PreTokenizer
  ) throws(TokenizerError) {
    try Self.checkSupport(of: description)
    pieces = try Self.pieces(description, addedTokens: addedTokens)
    let unknown = try description.string("unk_token") ?? ""
    let unknownID = pieces.id(of: unknown).map { UInt32($0) } ?? PairMerger.noID
    byteIDs = ByteLevelAlphabet.characters.map { [pieces] character in
      pieces.id(of: character, in: character.indices).map { UInt32($0) } ?? unknownID
    }
    (ranks, mergedIDs) = try Self.merges(description, pieces: pieces)
    ignoresMerges = try description.bool("ignore_merges") ?? false
    self.composes = composes
    self.preTokenizer = preTokenizer
  }
}

extension ByteLevelModel {
  /// A text on its way to ids.
  struct Encoding: MergeRules {
    let model: ByteLevelModel
    var ids: [Int] = []

    func merge(_ left: PairMerger.Symbol, _ right: PairMerger.Symbol) -> PairMerger.Merge? {
      guard let rank = model.ranks[left.id, right.id] else { return nil }
      return PairMerger.Merge(rank: rank, id: model.mergedIDs[Int(rank)])
    }

    mutating func append(_ symbol: PairMerger.Symbol) { ids.append(Int(symbol.id)) }
  }

  /// Encodes a part of a text that holds no added tokens.
  ///
  /// - Parameters:
  ///   - text: Valid UTF-8, already normalized.
  ///   - range: The part, which stands alone; nothing around it is looked at.
  ///   - merger: Reused from part to part; empty.
  ///   - encoding: Where the ids go.
  func encode(
    _ text: [UInt8],
    in range: Range<Int>,
    using merger: inout PairMerger,
    to encoding: inout Encoding
  ) {
    preTokenizer.forEachWord(of: text, in: range) { text, word in
      if ignoresMerges, let id = wholeWord(text, word) {
        encoding.ids.append(id)
        return
      }
      for position in word {
        let id = byteIDs[Int(text[position])]
        if id != PairMerger.noID {
          merger.append(.init(id: id, start: position, end: position + 1))
        }
      }
      merger.mergeAll(using: &encoding)
    }
  }

  private func wholeWord(_ text: [UInt8], _ word: Range<Int>) -> Int? {
    guard word.count <= pieces.longestByteCount else { return nil }
    let piece = text[word].flatMap { ByteLevelAlphabet.characters[Int($0)] }
    return pieces.id(of: piece, in: piece.indices)
  }
}
