//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension Tokenizer {
  /// The bytes that a token stands for in the middle of a text: a character, a part of one, or several.
  ///
  /// - Parameter id: Any number; one without a piece stands for nothing.
  /// - Returns: The bytes; of a special token those that it is written with.
  func bytes(of id: Int) -> [UInt8] {
    guard pieces.contains(id) else { return [] }
    switch model {
    case .sentencePiece(let model):
      return model.bytes(of: id) ?? Array(pieces[id])
    case .document(let document):
      let piece = document.addedTokens.normalizedContents[id]?[...] ?? pieces[id]
      if case .pieces(let decoder) = document.decoding { return decoder.bytes(of: piece) }
      var bytes: [UInt8] = []
      ByteLevelAlphabet.append(bytesOf: piece, to: &bytes)
      return bytes
    }
  }
}

extension SentencePieceModel {
  /// The bytes of a piece of the model; nil for tokens added to it and those that only control it.
  fileprivate func bytes(of id: Int) -> [UInt8]? {
    guard id < types.count, types[id] != .control else { return nil }
    if let byte = byte(of: id) { return [byte] }
    if types[id] == .unknown { return unknownSurface }
    var bytes: [UInt8] = []
    Self.append(pieces[id], withSpacesTo: &bytes)
    return bytes
  }
}

extension PieceDecoder {
  /// The bytes of a piece that is not the first.
  fileprivate func bytes(of piece: ArraySlice<UInt8>) -> [UInt8] {
    let piece = Self.apply(steps, to: Array(piece), isFirst: false)
    if joinsBytes, let byte = Self.byte(of: piece) { return [byte] }
    return Self.apply(laterSteps, to: piece, isFirst: false)
  }
}
