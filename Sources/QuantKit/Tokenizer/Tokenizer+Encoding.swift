//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension Tokenizer {
  /// The ids of a text.
  ///
  /// - Parameters:
  ///   - text: Any text, also empty.
  ///   - addingSpecialTokens: Whether the begin and end ids of the configuration are put around it.
  ///   - matchingSpecialTokens: Whether special tokens written out in the text, such as
  ///     `<|im_end|>`, become their ids. False takes them as plain text; added tokens that are not
  ///     special are matched all the same, since they are vocabulary like any other. SentencePiece,
  ///     as its library, never matches control pieces such as `<s>` and always matches user-defined
  ///     ones.
  /// - Returns: The ids, each below `vocabularySize`.
  /// - Complexity: O(bytes), but O(bytes × log bytes) for the longest stretch that the tokenizer
  ///   does not cut into words.
  public func encode(
    _ text: String,
    addingSpecialTokens: Bool = false,
    matchingSpecialTokens: Bool = true
  ) -> [Int] {
    let ids =
      switch model {
      case .sentencePiece(let model): model.encode(Array(text.utf8))
      case .document(let document):
        document.encode(Array(text.utf8), matchingSpecial: matchingSpecialTokens)
      }
    return addingSpecialTokens ? beginningIDs + ids + endingIDs : ids
  }

  /// The ids of a text in which special tokens are looked for with either kind of model.
  ///
  /// The text between them is encoded part by part, as the Python wrapper around SentencePiece
  /// does.
  ///
  /// - Parameters:
  ///   - text: Any text.
  ///   - prefixingEveryPart: Whether SentencePiece's dummy prefix goes before every part, as for texts
  ///     that stand alone, or only before one at the very beginning.
  /// - Returns: The ids.
  func encodeMatchingSpecialTokens(_ text: String, prefixingEveryPart: Bool = true) -> [Int] {
    guard case .sentencePiece(let model) = model else { return encode(text) }
    let bytes = Array(text.utf8)
    var ids: [Int] = []
    for part in addedTokens.split(bytes, matchingSpecial: true) {
      switch part {
      case .token(let id): ids.append(id)
      case .text(let range):
        let isPrefixed = prefixingEveryPart || range.lowerBound == 0
        ids.append(contentsOf: model.encode(Array(bytes[range]), isPrefixed: isPrefixed))
      }
    }
    return ids
  }
}
