//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A SentencePiece model of the BPE or the unigram kind: its vocabulary and how it treats text.
///
/// Immutable; a class, since a value of this many arrays is dear to pass around in inner loops.
final class SentencePieceModel: Sendable {
  /// What a piece stands for; the values are those of the file.
  enum PieceType: UInt64, Sendable {
    /// Text that merging may form.
    case normal = 1
    /// Stands for text that no piece covers.
    case unknown = 2
    /// Never made from text and invisible when decoded, such as `<s>`.
    case control = 3
    /// Matched in the text before anything else, and never merged.
    case userDefined = 4
    /// Merging passes through it, but the result is taken apart again.
    case unused = 5
    /// One byte of a character that no piece covers.
    case byte = 6
  }

  /// How pieces are found in a text.
  enum Algorithm: Sendable {
    /// Lower ranks merge first: the order of the scores in the file, reversed.
    case merging(ranks: [UInt32])  // per id
    case unigram(UnigramModel)
  }

  /// The mark that stands for a space inside pieces, U+2581.
  static let spaceMark: [UInt8] = [0xE2, 0x96, 0x81]

  let pieces: PieceTable
  let types: [PieceType]  // per id
  let algorithm: Algorithm
  let unknownID: Int
  /// What an unknown piece is decoded to.
  let unknownSurface: [UInt8]
  /// The pieces of the 256 bytes when the model falls back to bytes, otherwise empty.
  let byteIDs: [Int]
  let normalizer: SentencePieceNormalizer
  let userDefinedPieces: ByteTrie
  /// The id of the piece that ends a text, if the vocabulary has it.
  let endID: Int?
  /// The id of the piece that begins a text, if the vocabulary has it.
  let beginningID: Int?
  /// Whether a text can be merged word by word with the same result as in one go.
  ///
  /// It can when no piece spans the border of two words, since merges on either side of a border
  /// that none crosses do not depend on each other. Then long texts cost no more per byte than
  /// short ones.
  let mergesWordByWord: Bool

  /// Reads a `tokenizer.model` file.
  ///
  /// - Parameters:
  ///   - bytes: The content, a `ModelProto` message.
  ///   - path: The file, for messages.
  /// - Throws: `TokenizerError`: `.malformed` for a damaged file, `.unsupported` for a sound one
  ///   that asks for what is not implemented.
  init(parsing bytes: [UInt8], path: String) throws(TokenizerError) {
    let file: SentencePieceFile
    do throws(ProtobufReader.Failure) {
      file = try SentencePieceFile(parsing: bytes)
    } catch {
      throw .malformed(path: path, byteOffset: error.offset, problem: error.problem)
    }
    guard let trainer = file.trainer else {
      throw .malformed(path: path, problem: "it has no trainer_spec; it may have been cut off")
    }
    guard let normalizer = file.normalizer else {
      throw .malformed(path: path, problem: "it has no normalizer_spec; it may have been cut off")
    }
    try Self.checkSupport(of: file, trainer: trainer, path: path)

    let table = try Self.table(of: file.pieces, path: path)
    let types = file.pieces.map(\.type)
    let unknownIDs = types.indices.filter { types[$0] == .unknown }
    guard unknownIDs.count == 1, let unknownID = unknownIDs.first else {
      throw .malformed(
        path: path,
        problem: "\(unknownIDs.count) pieces are marked unknown, exactly one is expected"
      )
    }
    byteIDs = try Self.byteIDs(types: types, isNeeded: trainer.fallsBackToBytes, table, path)
    let userDefined = try Self.userDefinedPieces(table, types: types, path: path)
    mergesWordByWord = types.indices.allSatisfy { id in
      switch types[id] {
      case .normal, .userDefined: !Self.spansWords(Array(table[id]))
      case .unused: false
      case .unknown, .control, .byte: true
      }
    }
    pieces = table
    self.types = types
    algorithm =
      trainer.modelType == 1
      ? .unigram(try Self.unigram(of: file.pieces, unknownID: unknownID, path: path))
      : .merging(ranks: file.pieces.map { Self.rank(ofScore: $0.score) })
    self.unknownID = unknownID
    unknownSurface = trainer.unknownSurface
    userDefinedPieces = userDefined
    beginningID = Self.controlID(trainer.beginningPiece, table, types)
    endID = Self.controlID(trainer.endPiece, table, types)
    self.normalizer = SentencePieceNormalizer(
      characterMap: normalizer.characterMap.isEmpty
        ? nil : try CharacterMap(parsing: normalizer.characterMap, path: path),
      userDefinedPieces: userDefined,
      addsDummyPrefix: normalizer.addsDummyPrefix,
      removesExtraSpaces: normalizer.removesExtraSpaces,
      escapesSpaces: normalizer.escapesSpaces
    )
  }

  /// The value of a byte piece.
  func byte(of id: Int) -> UInt8? {
    guard types[id] == .byte else { return nil }
    return UInt8(String(decoding: pieces[id].dropFirst(3).dropLast(), as: UTF8.self), radix: 16)
  }
}

extension SentencePieceModel {
  /// Whether a space mark begins at a place in a text.
  static func isSpaceMark(in text: [UInt8], at position: Int) -> Bool {
    text[position] == spaceMark[0] && position + 2 < text.count
      && text[position + 1] == spaceMark[1] && text[position + 2] == spaceMark[2]
  }

  /// Whether a piece has a space mark right after something else.
  static func spansWords(_ piece: [UInt8]) -> Bool {
    var previousIsMark = true
    var position = 0
    while position < piece.count {
      let isMark = isSpaceMark(in: piece, at: position)
      if isMark && !previousIsMark { return true }
      previousIsMark = isMark
      position += isMark ? spaceMark.count : 1
    }
    return false
  }
}
