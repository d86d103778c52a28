//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Turns ids into text as they come, and never gives out a part of a character.
///
/// The texts that `append(_:)` and `finish()` return, joined, are what `Tokenizer.decode` makes of
/// all the ids at once, up to the text that was decoded before the stream began.
public struct TextStream: Sendable {
  private let tokenizer: Tokenizer
  private let skipsSpecialTokens: Bool
  /// Bytes that may be the beginning of a character.
  private var pending: [UInt8] = []
  /// The text of a `tokenizer.json` without byte-level pieces.
  private var pieceStream: PieceDecoder.Stream?
  /// SentencePiece: whether a leading space mark is still the dummy prefix.
  private var isAtBeginning = true
  /// SentencePiece: whether a dummy prefix was removed.
  private var removedPrefix = false
  private var hasText = false

  /// Begins a text.
  ///
  /// - Parameters:
  ///   - tokenizer: The tokenizer that the ids belong to.
  ///   - promptIDs: Ids before the first one appended. Their text is not given out, but the text
  ///     after them continues it: it keeps the space between two words. Empty for a text that
  ///     stands alone.
  ///   - skippingSpecialTokens: Whether special tokens are left out.
  public init(
    tokenizer: Tokenizer,
    after promptIDs: [Int] = [],
    skippingSpecialTokens: Bool = false
  ) {
    self.tokenizer = tokenizer
    skipsSpecialTokens = skippingSpecialTokens
    if case .document(let document) = tokenizer.model,
      case .pieces(let decoder) = document.decoding
    {
      pieceStream = PieceDecoder.Stream(decoder)
    }
    var ignored: [UInt8] = []
    for id in promptIDs { append(id, to: &ignored) }
  }

  /// The text that an id completes; empty while it only begins a character.
  ///
  /// - Parameter id: Any number; one without a piece is nothing.
  /// - Returns: Whole characters only.
  public mutating func append(_ id: Int) -> String {
    var bytes: [UInt8] = []
    append(id, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What is left at the end: U+FFFD for a character that was not completed, else nothing.
  ///
  /// - Parameter isCut: Whether the ids were cut off at some place, so that a character that is not
  ///   complete says nothing about them and is left out.
  /// - Returns: Whole characters.
  public mutating func finish(isCut: Bool = false) -> String {
    var bytes: [UInt8] = []
    if isCut { dropIncompleteCharacter() }
    finish(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension TextStream {
  /// As U+FFFD, the replacement character.
  private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

  /// Appends the bytes that an id completes.
  ///
  /// They end with a whole character or with bytes that begin none.
  mutating func append(_ id: Int, to output: inout [UInt8]) {
    guard tokenizer.pieces.contains(id) else { return }
    if skipsSpecialTokens && tokenizer.isSpecial(id) { return }
    switch tokenizer.model {
    case .document(let document):
      let piece = document.addedTokens.normalizedContents[id]?[...] ?? tokenizer.pieces[id]
      guard pieceStream == nil else {
        pieceStream?.append(piece, to: &output)
        return
      }
      ByteLevelAlphabet.append(bytesOf: piece, to: &pending)
      let incomplete = UTF8Text.incompleteByteCount(atEndOf: pending)
      output.append(contentsOf: pending.dropLast(incomplete))
      pending.removeFirst(pending.count - incomplete)
    case .sentencePiece(let model):
      let start = output.count
      append(id, of: model, to: &output)
      if output.count > start { hasText = true }
    }
  }

  private mutating func dropIncompleteCharacter() {
    pending.removeLast(UTF8Text.incompleteByteCount(atEndOf: pending))
    pieceStream?.dropIncompleteCharacter()
  }

  mutating func finish(to output: inout [UInt8]) {
    switch tokenizer.model {
    case .document:
      output.append(contentsOf: pending)
      pieceStream?.finish(to: &output)
    case .sentencePiece: for _ in pending { output.append(contentsOf: Self.replacement) }
    }
    pending = []
  }

  private mutating func append(
    _ id: Int,
    of model: SentencePieceModel,
    to output: inout [UInt8]
  ) {
    if id < model.types.count, let byte = model.byte(of: id) {
      pending.append(byte)
      appendWholeCharacters(to: &output)
      return
    }
    if !pending.isEmpty {
      finish(to: &output)
      hasText = true
    }
    if removedPrefix || hasText { isAtBeginning = false }
    removedPrefix = false
    var piece = tokenizer.pieces[id]
    guard id < model.types.count else {
      output.append(contentsOf: piece)
      return
    }
    switch model.types[id] {
    case .control: return
    case .unknown: output.append(contentsOf: model.unknownSurface)
    case .normal, .userDefined, .unused, .byte:
      if isAtBeginning && (model.normalizer.addsDummyPrefix || model.normalizer.removesExtraSpaces),
        piece.starts(with: SentencePieceModel.spaceMark)
      {
        piece = piece.dropFirst(SentencePieceModel.spaceMark.count)
        // Where extra spaces are removed, all of them at the beginning go, not only the first.
        removedPrefix = !model.normalizer.removesExtraSpaces
      }
      SentencePieceModel.append(piece, withSpacesTo: &output)
    }
  }

  /// Moves characters from `pending` to `output`, a byte that begins none as U+FFFD.
  ///
  /// SentencePiece replaces every such byte on its own, where `String` makes one replacement of
  /// those that belong together.
  private mutating func appendWholeCharacters(to output: inout [UInt8]) {
    var position = 0
    loop: while position < pending.count {
      switch UTF8Text.beginning(of: pending[position...]) {
      case .incomplete: break loop
      case .invalid:
        output.append(contentsOf: Self.replacement)
        position += 1
      case .character(let byteCount):
        output.append(contentsOf: pending[position..<position + byteCount])
        position += byteCount
      }
    }
    pending.removeFirst(position)
  }
}

extension SentencePieceModel {
  /// Appends a piece, its space marks as spaces.
  static func append(
    _ piece: ArraySlice<UInt8>,
    withSpacesTo output: inout [UInt8]
  ) {
    var rest = piece
    while let first = rest.first {
      let isMark = first == spaceMark[0] && rest.starts(with: spaceMark)
      output.append(isMark ? UInt8(ascii: " ") : first)
      rest = rest.dropFirst(isMark ? spaceMark.count : 1)
    }
  }
}
