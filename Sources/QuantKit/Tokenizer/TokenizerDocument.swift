//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a `tokenizer.json` describes.
///
/// The file is a pipeline of named components. Any that is not known here, and any option of a
/// known one that would change the ids, is refused by name.
final class TokenizerDocument: Sendable {
  /// What makes ids of a word.
  enum Model: Sendable {
    case bytePair(BytePairModel)
    case unigram(UnigramVocabulary)
  }

  /// What makes text of pieces.
  enum Decoding: Sendable {
    /// The pieces are bytes, written in the characters of `ByteLevelAlphabet`.
    case byteLevel
    case pieces(PieceDecoder)
  }

  let normalizer: TextNormalizer
  let preTokenizer: PreTokenizer
  let model: Model
  let decoding: Decoding
  let addedTokens: AddedTokens
  /// What the post-processor puts before and after a text.
  let prefixIDs: [Int]
  let suffixIDs: [Int]

  /// The pieces of all ids.
  var pieces: PieceTable {
    switch model {
    case .bytePair(let model): model.pieces
    case .unigram(let model): model.pieces
    }
  }

  init(parsing json: JSON, path: String) throws(TokenizerError) {
    let document = try ConfigurationObject(json, path: path)
    let normalizer = try TextNormalizer(parsing: document)
    self.normalizer = normalizer
    let added = try Self.addedTokens(document)
    let isByteLevel: Bool
    (preTokenizer, isByteLevel) = try Self.preTokenizer(document)
    let description = try document.required(try document.object("model"), "model")
    // The first files of this kind do not name the type of their model.
    switch try description.string("type") ?? "BPE" {
    case "BPE":
      model = .bytePair(
        try BytePairModel(parsing: description, addedTokens: added, isByteLevel: isByteLevel)
      )
    case "Unigram" where !isByteLevel:
      model = .unigram(try UnigramVocabulary(parsing: description, addedTokens: added))
    case let type:
      let detail = isByteLevel ? " with byte-level pieces" : ""
      throw .unsupported(path: path, component: "model '\(type)'\(detail)")
    }
    // Before any text goes through it.
    try Self.checkGrowth(of: "normalizer", normalizer.growth, path: path)
    addedTokens = try AddedTokens(added, path: path, normalize: normalizer.normalize)
    decoding = try Decoding(parsing: document)
    try Self.checkGrowth(
      of: "normalizer and pre_tokenizer",
      normalizer.growth.multiplied(by: preTokenizer.growth),
      path: path
    )
    try Self.checkGrowth(of: "decoder", decoding.growth, path: path)
    (prefixIDs, suffixIDs) = try PromptTemplate.ids(document)
    try checkTemplate(path: path)
  }

  /// Checks that the post-processor adds no ids but those of pieces.
  private func checkTemplate(path: String) throws(TokenizerError) {
    guard let id = (prefixIDs + suffixIDs).first(where: { !pieces.contains($0) }) else { return }
    throw .malformed(
      path: path,
      problem: "its post_processor adds the id \(id), which no piece has"
    )
  }

  private static func addedTokens(
    _ document: ConfigurationObject
  ) throws(TokenizerError) -> [AddedToken] {
    var tokens: [AddedToken] = []
    for description in try document.objects("added_tokens") ?? [] {
      let content = try description.required(try description.string("content"), "content")
      tokens.append(
        AddedToken(
          id: try description.required(try description.id("id"), "id"),
          content: content,
          isSingleWord: try description.bool("single_word") ?? false,
          stripsLeft: try description.bool("lstrip") ?? false,
          stripsRight: try description.bool("rstrip") ?? false,
          isNormalized: try description.bool("normalized") ?? true,
          isSpecial: try description.bool("special") ?? false
        )
      )
    }
    return tokens
  }
}

extension TokenizerDocument {
  /// The ids of a text.
  ///
  /// - Parameters:
  ///   - text: Valid UTF-8.
  ///   - matchingSpecial: Whether special tokens in the text become their ids.
  /// - Returns: The ids, without those of the post-processor.
  func encode(_ text: [UInt8], matchingSpecial: Bool) -> [Int] {
    switch model {
    case .bytePair(let model):
      var encoding = BytePairModel.Encoding(model: model, textByteCount: text.count)
      encode(text, matchingSpecial: matchingSpecial) { part in
        switch part {
        case .token(let id): encoding.ids.append(id)
        case .word(let text, let word): encoding.encode(text, word)
        }
      }
      return encoding.ids
    case .unigram(let vocabulary):
      var encoding = UnigramVocabulary.Encoding(vocabulary: vocabulary, textByteCount: text.count)
      encode(text, matchingSpecial: matchingSpecial) { part in
        switch part {
        case .token(let id): encoding.ids.append(id)
        case .word(let text, let word): encoding.encode(text, word)
        }
      }
      return encoding.ids
    }
  }

  /// What a text is cut into.
  private enum Part {
    case token(id: Int)
    case word(text: [UInt8], Range<Int>)
  }

  private func encode(_ text: [UInt8], matchingSpecial: Bool, _ receive: (Part) -> Void) {
    for part in addedTokens.split(text, matchingSpecial: matchingSpecial) {
      switch part {
      case .token(let id): receive(.token(id: id))
      case .text(let range):
        let isFirst = range.lowerBound == 0
        let normalized = normalizer.normalize(
          range.count < text.count ? Array(text[range]) : text
        )
        for part in addedTokens.splitNormalized(normalized, matchingSpecial: matchingSpecial) {
          switch part {
          case .token(let id): receive(.token(id: id))
          case .text(let range):
            preTokenizer.forEachWord(
              of: normalized,
              in: range,
              isFirst: isFirst && range.lowerBound == 0
            ) { receive(.word(text: $0, $1)) }
          }
        }
      }
    }
  }
}
