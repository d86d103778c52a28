//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The BPE model of a `tokenizer.json`: its vocabulary and its merges.
///
/// Immutable; a class, since a value of this many arrays is dear to pass around in inner loops.
final class BytePairModel: Sendable {
  /// What a word is taken apart into before its parts are merged.
  enum Alphabet: Sendable {
    /// Its bytes; the piece of each, or `PairMerger.noID` where the vocabulary has none and they
    /// are left out.
    case bytes([UInt32])  // [256]
    /// Its characters; the pieces of the bytes of those that are not in the vocabulary, if it has
    /// such pieces.
    case characters(byteIDs: [UInt32])  // [256] or []
  }

  /// The pieces as the file writes them; added tokens included.
  let pieces: PieceTable
  let alphabet: Alphabet
  /// Stands for characters that have no piece; `PairMerger.noID` where those are left out.
  let unknownID: UInt32
  /// Whether one unknown piece stands for a run of such characters.
  let fusesUnknown: Bool
  /// The rank of each pair of pieces that merges.
  let ranks: PairTable
  /// What the pair of a rank becomes.
  let mergedIDs: [UInt32]  // per rank
  /// Whether a word that is a piece as a whole is not merged from its parts.
  let ignoresMerges: Bool
  /// Whether a word can be merged in parts, cut in front of space marks, with the same result.
  ///
  /// See `SentencePieceModel.mergesWordByWord`.
  let mergesPartByPart: Bool

  /// Reads the `model` of a `tokenizer.json`.
  ///
  /// - Parameters:
  ///   - description: The object under `model`.
  ///   - addedTokens: The tokens beside it, which get their place in the vocabulary.
  ///   - isByteLevel: Whether pieces are written in the characters of `ByteLevelAlphabet`.
  /// - Throws: `TokenizerError`: `.malformed` or `.unsupported`.
  init(
    parsing description: ConfigurationObject,
    addedTokens: [AddedToken],
    isByteLevel: Bool
  ) throws(TokenizerError) {
    try Self.checkSupport(of: description)
    let pieces = try Self.pieces(description, addedTokens: addedTokens)
    self.pieces = pieces
    unknownID = try Self.unknownID(description, pieces)
    fusesUnknown = try description.bool("fuse_unk") ?? false
    let fallsBack = try description.bool("byte_fallback") ?? false
    if isByteLevel {
      let unknownID = unknownID
      alphabet = .bytes(
        ByteLevelAlphabet.characters.map { character in
          pieces.id(of: character, in: character.indices).map { UInt32($0) } ?? unknownID
        }
      )
    } else {
      let byteIDs = (UInt8.min...UInt8.max).map { byte in
        pieces.id(of: SentencePieceModel.byteName(byte)).map { UInt32($0) } ?? PairMerger.noID
      }
      alphabet = .characters(byteIDs: fallsBack ? byteIDs : [])
    }
    let (ranks, mergedIDs) = try Self.merges(description, pieces: pieces)
    self.ranks = ranks
    self.mergedIDs = mergedIDs
    ignoresMerges = try description.bool("ignore_merges") ?? false
    let mark = SentencePieceModel.spaceMark
    mergesPartByPart =
      !isByteLevel && !ignoresMerges && pieces.id(of: mark, in: mark.indices) != nil
      && mergedIDs.allSatisfy { !SentencePieceModel.spansWords(Array(pieces[Int($0)])) }
  }
}

extension BytePairModel {
  /// Words on their way to ids.
  struct Encoding: MergeRules {
    let model: BytePairModel
    var ids: [Int] = []
    private var merger = PairMerger()
    private var cache: WordCache

    init(model: BytePairModel, textByteCount: Int) {
      self.model = model
      ids.reserveCapacity(textByteCount / 3)
      cache = WordCache(textByteCount: textByteCount)
    }

    func merge(_ left: PairMerger.Symbol, _ right: PairMerger.Symbol) -> PairMerger.Merge? {
      guard let rank = model.ranks[left.id, right.id] else { return nil }
      return PairMerger.Merge(rank: rank, id: model.mergedIDs[Int(rank)])
    }

    mutating func append(_ symbol: PairMerger.Symbol) { ids.append(Int(symbol.id)) }

    /// Encodes a word, which stands alone: nothing around it is looked at.
    mutating func encode(_ text: [UInt8], _ word: Range<Int>) {
      guard model.mergesPartByPart else { return encode(part: word, of: text) }
      var start = word.lowerBound
      var isAfterMark = true
      var position = start
      while position < word.upperBound {
        let isMark =
          SentencePieceModel.isSpaceMark(in: text, at: position) && position + 3 <= word.upperBound
        if isMark && !isAfterMark {
          encode(part: start..<position, of: text)
          start = position
        }
        isAfterMark = isMark
        position += isMark ? SentencePieceModel.spaceMark.count : 1
      }
      encode(part: start..<word.upperBound, of: text)
    }

    private mutating func encode(part word: Range<Int>, of text: [UInt8]) {
      if cache.append(idsOf: word, of: text, to: &ids) { return }
      let start = ids.count
      if let id = model.wholePiece(text, word) {
        ids.append(id)
      } else {
        model.appendSymbols(of: text, word, to: &merger)
        var merger = PairMerger()
        swap(&merger, &self.merger)
        merger.mergeAll(using: &self)
        swap(&merger, &self.merger)
      }
      cache.insert(ids[start...], for: word, of: text)
    }
  }

  /// The piece that a word is as a whole, where that goes before merging.
  private func wholePiece(_ text: [UInt8], _ word: Range<Int>) -> Int? {
    guard ignoresMerges, word.count <= pieces.longestByteCount else { return nil }
    guard case .bytes = alphabet else { return pieces.id(of: text, in: word) }
    let piece = text[word].flatMap { ByteLevelAlphabet.characters[Int($0)] }
    return pieces.id(of: piece, in: piece.indices)
  }

  private func appendSymbols(of text: [UInt8], _ word: Range<Int>, to merger: inout PairMerger) {
    switch alphabet {
    case .bytes(let byteIDs):
      for position in word {
        let id = byteIDs[Int(text[position])]
        if id != PairMerger.noID {
          merger.append(.init(id: id, start: position, end: position + 1))
        }
      }
    case .characters(let byteIDs):
      appendCharacters(of: text, word, byteIDs: byteIDs, to: &merger)
    }
  }

  private func appendCharacters(
    of text: [UInt8],
    _ word: Range<Int>,
    byteIDs: [UInt32],
    to merger: inout PairMerger
  ) {
    // An unknown piece waits for the next character of the vocabulary, as in the original; the
    // pieces of bytes overtake it.
    var unknown: Range<Int>?
    var position = word.lowerBound
    while position < word.upperBound {
      let end = UTF8Text.characterEnd(in: text, from: position)
      let character = position..<end
      position = end
      if let id = pieces.id(of: text, in: character) {
        appendUnknown(&unknown, to: &merger)
        merger.append(.init(id: UInt32(id), start: character.lowerBound, end: end))
      } else if !byteIDs.isEmpty,
        text[character].allSatisfy({ byteIDs[Int($0)] != PairMerger.noID })
      {
        for place in character {
          merger.append(.init(id: byteIDs[Int(text[place])], start: place, end: place + 1))
        }
      } else {
        if !fusesUnknown { appendUnknown(&unknown, to: &merger) }
        unknown = (unknown?.lowerBound ?? character.lowerBound)..<end
      }
    }
    appendUnknown(&unknown, to: &merger)
  }

  private func appendUnknown(_ range: inout Range<Int>?, to merger: inout PairMerger) {
    if let range, unknownID != PairMerger.noID {
      merger.append(.init(id: unknownID, start: range.lowerBound, end: range.upperBound))
    }
    range = nil
  }
}
