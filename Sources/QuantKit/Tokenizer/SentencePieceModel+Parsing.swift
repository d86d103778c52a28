//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension SentencePieceModel {
  /// The longest piece that is accepted, in bytes; the SentencePiece trainer stops at 16
  /// characters.
  static let pieceByteLimit = 1 << 12

  /// The most bytes that all user-defined pieces may have together.
  static let userDefinedByteLimit = 1 << 20

  static func checkSupport(
    of file: SentencePieceFile,
    trainer: SentencePieceFile.Trainer,
    path: String
  ) throws(TokenizerError) {
    let kinds: [UInt64: String] = [3: "word", 4: "character"]
    guard (1...2).contains(trainer.modelType) else {
      let kind = kinds[trainer.modelType] ?? "\(trainer.modelType)"
      throw .unsupported(path: path, component: "SentencePiece model type '\(kind)'")
    }
    guard !trainer.treatsSpaceAsSuffix else {
      throw .unsupported(path: path, component: "SentencePiece option treat_whitespace_as_suffix")
    }
    guard !file.hasDenormalizer else {
      throw .unsupported(path: path, component: "SentencePiece denormalizer")
    }
  }

  static func table(
    of pieces: [SentencePieceFile.Piece],
    path: String
  ) throws(TokenizerError) -> PieceTable {
    guard pieces.count <= PieceTable.countLimit else {
      throw .tooMuch(
        path: path,
        "number of pieces",
        found: pieces.count,
        limit: PieceTable.countLimit
      )
    }
    var table = PieceTable(count: pieces.count)
    for (id, piece) in pieces.enumerated() {
      guard (1...pieceByteLimit).contains(piece.text.count) else {
        throw .malformed(
          path: path,
          byteOffset: piece.offset,
          problem: "piece \(id) has \(piece.text.count) bytes, 1 to \(pieceByteLimit) are accepted"
        )
      }
      guard String(validating: piece.text, as: UTF8.self) != nil else {
        throw .malformed(
          path: path,
          byteOffset: piece.offset,
          problem: "piece \(id) is not valid UTF-8"
        )
      }
      guard piece.score.isFinite else {
        throw .malformed(
          path: path,
          byteOffset: piece.offset,
          problem: "the score of piece \(id) is no number"
        )
      }
      guard table.insert(Array(piece.text), at: id) else {
        throw .malformed(
          path: path,
          byteOffset: piece.offset,
          problem: "piece \(id) is listed twice"
        )
      }
    }
    return table
  }

  static func userDefinedPieces(
    _ table: PieceTable,
    types: [PieceType],
    path: String
  ) throws(TokenizerError) -> ByteTrie {
    let ids = types.indices.filter { types[$0] == .userDefined }
    try checkSize(
      ids.reduce(0) { $0 + table[$1].count },
      "all user-defined pieces",
      limit: userDefinedByteLimit,
      path
    )
    return ByteTrie(ids.map { (Array(table[$0]), $0) })
  }

  static func unigram(
    of pieces: [SentencePieceFile.Piece],
    unknownID: Int,
    path: String
  ) throws(TokenizerError) -> UnigramModel {
    try checkSize(
      pieces.reduce(0) { $0 + $1.text.count },
      "all pieces",
      limit: ByteTrie.byteLimit,
      path
    )
    let normalScores = pieces.filter { $0.type == .normal }.map(\.score)
    // The original's search for the highest score begins at the smallest positive number.
    let highest = max(normalScores.max() ?? 0, Float.leastNormalMagnitude)
    var entries: [UnigramModel.Piece] = []
    for (id, piece) in pieces.enumerated() {
      switch piece.type {
      case .normal:
        entries.append(.init(id: id, bytes: Array(piece.text), score: Double(piece.score)))
      case .userDefined:
        let score = Double(Float(piece.text.count) * highest) - 0.1
        entries.append(
          .init(id: id, bytes: Array(piece.text), score: score, isUserDefined: true)
        )
      case .unknown, .control, .unused, .byte: break
      }
    }
    return UnigramModel(
      entries,
      unknownID: unknownID,
      lowestScore: Double(normalScores.min() ?? .greatestFiniteMagnitude),
      precision: .single
    )
  }

  private static func checkSize(
    _ byteCount: Int,
    _ what: String,
    limit: Int,
    _ path: String
  ) throws(TokenizerError) {
    guard byteCount <= limit else {
      throw .tooMuch(path: path, "bytes of \(what)", found: byteCount, limit: limit)
    }
  }

  static func byteIDs(
    types: [PieceType],
    isNeeded: Bool,
    _ table: PieceTable,
    _ path: String
  ) throws(TokenizerError) -> [Int] {
    var ids: [Int] = []
    for byte in 0..<256 {
      let name = byteName(UInt8(byte))
      if let id = table.id(of: name), types[id] == .byte { ids.append(id) }
    }
    guard ids.count == types.count(where: { $0 == .byte }) else {
      throw .malformed(path: path, problem: "a byte piece is not named '<0x00>' to '<0xFF>'")
    }
    guard ids.count == (isNeeded ? 256 : 0) else {
      throw .malformed(
        path: path,
        problem: "it has \(ids.count) byte pieces, \(isNeeded ? 256 : 0) are expected"
      )
    }
    return ids
  }

  static func byteName(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "<0x" + (digits.count == 1 ? "0" : "") + digits + ">"
  }

  static func controlID(
    _ piece: String,
    _ table: PieceTable,
    _ types: [PieceType]
  ) -> Int? {
    table.id(of: piece).flatMap { types[$0] == .control ? $0 : nil }
  }

  /// A number that is lower the higher the score is, and equal for equal scores.
  static func rank(ofScore score: Float) -> UInt32 {
    let bits = (score + 0).bitPattern  // + 0 turns -0 into 0, which it equals
    let ascending = bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
    return ~ascending
  }
}
