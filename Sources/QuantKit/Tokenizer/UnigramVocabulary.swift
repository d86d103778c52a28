//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The unigram model of a `tokenizer.json`.
final class UnigramVocabulary: Sendable {
  /// All pieces, added tokens included.
  let pieces: PieceTable
  private let model: UnigramModel
  private let modelPieceCount: Int
  private let unknownID: Int
  /// The pieces of the 256 bytes, -1 where there is none; empty without fallback to bytes.
  private let byteIDs: [Int]

  /// Reads the `model` of a `tokenizer.json`.
  ///
  /// - Throws: `TokenizerError`: `.malformed` or `.unsupported`.
  init(
    parsing description: ConfigurationObject,
    addedTokens: [AddedToken]
  ) throws(TokenizerError) {
    let vocabulary = try description.required(try description.elements("vocab"), "vocab")
    let entries = try Self.entries(vocabulary, of: description)
    let pieces = try PieceTable(
      entries.enumerated().map { ($0.offset, $0.element.piece) },
      addedTokens: addedTokens,
      path: description.path
    )
    let unknownID = try description.required(try description.id("unk_id"), "unk_id")
    guard unknownID < entries.count else {
      throw .malformed(
        path: description.path,
        problem: "'\(description.prefix)unk_id' is \(unknownID), there are \(entries.count) pieces"
      )
    }
    var modelPieces: [UnigramModel.Piece] = []
    modelPieces.reserveCapacity(entries.count)
    var byteCount = 0
    for (id, entry) in entries.enumerated() where !entry.piece.isEmpty {
      byteCount += entry.piece.utf8.count
      modelPieces.append(.init(id: id, bytes: Array(entry.piece.utf8), score: entry.score))
    }
    guard byteCount <= ByteTrie.byteLimit else {
      throw .tooMuch(
        path: description.path,
        "bytes of all pieces",
        found: byteCount,
        limit: ByteTrie.byteLimit
      )
    }
    self.pieces = pieces
    self.unknownID = unknownID
    modelPieceCount = entries.count
    model = UnigramModel(
      modelPieces,
      unknownID: unknownID,
      lowestScore: entries.lazy.map(\.score).min() ?? 0,
      precision: .double
    )
    let fallsBack = try description.bool("byte_fallback") ?? false
    byteIDs =
      fallsBack
      ? (UInt8.min...UInt8.max).map { pieces.id(of: SentencePieceModel.byteName($0)) ?? -1 } : []
  }

  private static func entries(
    _ vocabulary: [JSON],
    of description: ConfigurationObject
  ) throws(TokenizerError) -> [(piece: String, score: Double)] {
    var entries: [(piece: String, score: Double)] = []
    entries.reserveCapacity(vocabulary.count)
    for (id, entry) in vocabulary.enumerated() {
      guard let parts = entry.elements, parts.count == 2, let piece = parts[0].string,
        let score = parts[1].double
      else {
        throw .malformed(
          path: description.path,
          problem: "'\(description.prefix)vocab[\(id)]' is no pair of a piece and its score"
        )
      }
      guard piece.utf8.count <= SentencePieceModel.pieceByteLimit else {
        throw .tooMuch(
          path: description.path,
          "bytes of '\(description.prefix)vocab[\(id)]'",
          found: piece.utf8.count,
          limit: SentencePieceModel.pieceByteLimit
        )
      }
      entries.append((piece, score))
    }
    return entries
  }
}

extension UnigramVocabulary {
  /// Words on their way to ids.
  struct Encoding {
    let vocabulary: UnigramVocabulary
    var ids: [Int] = []
    private var cache: WordCache

    init(vocabulary: UnigramVocabulary, textByteCount: Int) {
      self.vocabulary = vocabulary
      cache = WordCache(textByteCount: textByteCount)
    }

    /// Encodes a word, which stands alone: nothing around it is looked at.
    mutating func encode(_ text: [UInt8], _ word: Range<Int>) {
      if cache.append(idsOf: word, of: text, to: &ids) { return }
      let start = ids.count
      vocabulary.encode(text, word, to: &ids)
      cache.insert(ids[start...], for: word, of: text)
    }
  }

  private func encode(_ text: [UInt8], _ word: Range<Int>, to ids: inout [Int]) {
    var unknown: Range<Int>?
    model.forEachPiece(of: text, in: word) { id, range in
      guard Int(id) != unknownID else {
        unknown = (unknown?.lowerBound ?? range.lowerBound)..<range.upperBound
        return
      }
      appendUnknown(&unknown, of: text, to: &ids)
      ids.append(Int(id))
    }
    appendUnknown(&unknown, of: text, to: &ids)
  }

  /// A run of unknown characters is one unknown piece, unless it is spelled in bytes.
  private func appendUnknown(_ range: inout Range<Int>?, of text: [UInt8], to ids: inout [Int]) {
    guard let run = range else { return }
    range = nil
    if let id = pieces.id(of: text, in: run), id < modelPieceCount {
      ids.append(id)
    } else if !byteIDs.isEmpty, text[run].allSatisfy({ byteIDs[Int($0)] >= 0 }) {
      for byte in text[run] { ids.append(byteIDs[Int(byte)]) }
    } else {
      ids.append(unknownID)
    }
  }
}
