//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension Tokenizer {
  /// The text of some ids.
  ///
  /// - Parameters:
  ///   - ids: Any numbers; those without a piece, such as the padding of a model's embedding, are
  ///     nothing.
  ///   - skippingSpecialTokens: Whether special tokens are left out. SentencePiece leaves control
  ///     pieces out in any case.
  /// - Returns: The text; U+FFFD stands where the pieces are no valid UTF-8.
  public func decode(_ ids: [Int], skippingSpecialTokens: Bool = false) -> String {
    var stream = TextStream(tokenizer: self, skippingSpecialTokens: skippingSpecialTokens)
    var bytes: [UInt8] = []
    for id in ids { stream.append(id, to: &bytes) }
    stream.finish(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
