//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a `ModelProto` message of SentencePiece says, before it is checked for sense.
struct SentencePieceFile {
  /// One entry of the vocabulary.
  struct Piece {
    var text: ArraySlice<UInt8> = []
    var score: Float = 0
    var type = SentencePieceModel.PieceType.normal
    /// Where the entry begins in the file.
    var offset: Int
  }

  /// The training options that matter for use.
  struct Trainer {
    var modelType: UInt64 = 1
    var treatsSpaceAsSuffix = false
    var fallsBackToBytes = false
    var unknownSurface: [UInt8] = Array(" \u{2047} ".utf8)
    var beginningPiece = "<s>"
    var endPiece = "</s>"
  }

  /// How text is prepared.
  struct Normalizer {
    var characterMap: ArraySlice<UInt8> = []
    var addsDummyPrefix = true
    var removesExtraSpaces = true
    var escapesSpaces = true
  }

  var pieces: [Piece] = []
  var trainer: Trainer?
  var normalizer: Normalizer?
  var hasDenormalizer = false

  /// Reads the message; fields that do not concern the use of the model are passed over.
  init(parsing bytes: [UInt8]) throws(ProtobufReader.Failure) {
    var reader = ProtobufReader(bytes)
    while let field = try reader.next() {
      guard (1...5).contains(field.number), field.number != 4 else { continue }
      guard case .bytes(let content) = field.value else {
        throw .init(problem: "field \(field.number) is no message", offset: field.offset)
      }
      let message = ProtobufReader(content, of: bytes)
      switch field.number {
      case 1: pieces.append(try Self.piece(message, offset: field.offset))
      case 2: trainer = try Self.trainer(message)
      case 3: normalizer = try Self.normalizer(message)
      default: hasDenormalizer = try !Self.normalizer(message).characterMap.isEmpty
      }
    }
  }

  private static func piece(
    _ message: ProtobufReader,
    offset: Int
  ) throws(ProtobufReader.Failure) -> Piece {
    var reader = message
    var piece = Piece(offset: offset)
    while let field = try reader.next() {
      switch (field.number, field.value) {
      case (1, .bytes(let text)): piece.text = text
      case (2, .fixed32(let bits)): piece.score = Float(bitPattern: bits)
      case (3, .integer(let value)):
        guard let type = SentencePieceModel.PieceType(rawValue: value) else {
          throw .init(problem: "a piece has the unknown type \(value)", offset: field.offset)
        }
        piece.type = type
      case (1...3, _): throw wrongType(field.number, field.offset)
      default: break
      }
    }
    return piece
  }

  private static func trainer(
    _ message: ProtobufReader
  ) throws(ProtobufReader.Failure) -> Trainer {
    var reader = message
    var trainer = Trainer()
    while let field = try reader.next() {
      switch (field.number, field.value) {
      case (3, .integer(let value)): trainer.modelType = value
      case (24, .integer(let value)): trainer.treatsSpaceAsSuffix = value != 0
      case (35, .integer(let value)): trainer.fallsBackToBytes = value != 0
      case (44, .bytes(let text)): trainer.unknownSurface = Array(text)
      case (46, .bytes(let text)): trainer.beginningPiece = String(decoding: text, as: UTF8.self)
      case (47, .bytes(let text)): trainer.endPiece = String(decoding: text, as: UTF8.self)
      case (3, _), (24, _), (35, _), (44, _), (46, _), (47, _):
        throw wrongType(field.number, field.offset)
      default: break
      }
    }
    return trainer
  }

  private static func normalizer(
    _ message: ProtobufReader
  ) throws(ProtobufReader.Failure) -> Normalizer {
    var reader = message
    var normalizer = Normalizer()
    while let field = try reader.next() {
      switch (field.number, field.value) {
      case (2, .bytes(let map)): normalizer.characterMap = map
      case (3, .integer(let value)): normalizer.addsDummyPrefix = value != 0
      case (4, .integer(let value)): normalizer.removesExtraSpaces = value != 0
      case (5, .integer(let value)): normalizer.escapesSpaces = value != 0
      case (2...5, _): throw wrongType(field.number, field.offset)
      default: break
      }
    }
    return normalizer
  }

  private static func wrongType(_ number: Int, _ offset: Int) -> ProtobufReader.Failure {
    .init(problem: "field \(number) has the wrong wire type", offset: offset)
  }
}
