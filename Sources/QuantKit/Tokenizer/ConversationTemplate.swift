//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A model's chat template with what `apply_chat_template` of `transformers` gives to it.
struct ConversationTemplate: Sendable {
  private let template: ChatTemplate
  private let path: String
  /// `bos_token` and the like with their text.
  private let specialTokens: [String: String]
  /// SentencePiece: whether every part between two special tokens begins with a dummy prefix, rather
  /// than the first alone.
  private let prefixesEveryPart: Bool

  /// Nil when the files have no template.
  ///
  /// - Throws: `TokenizerError`: `.unknownChatFormat` for a template that cannot be read, `.malformed`
  ///   for a damaged file.
  init?(files: TokenizerFiles, tokenizer: Tokenizer) throws(TokenizerError) {
    guard let text = try Self.text(files) else { return nil }
    path = files.path
    do throws(TemplateError) {
      template = try ChatTemplate(text)
    } catch {
      throw .template(error, path: files.path, messagesPath: files.path)
    }
    let configuration = try TokenizerConfiguration(files: files)
    prefixesEveryPart = configuration.isLegacy ?? false
    var tokens = configuration.namedTokens
    if case .sentencePiece(let model) = tokenizer.model {
      for (name, id) in [("bos_token", model.beginningID), ("eos_token", model.endID)]
      where tokens[name] == nil {
        tokens[name] = id.flatMap(tokenizer.piece(of:))
      }
    }
    specialTokens = tokens
  }

  /// The text of the template: a file of its own goes first; of several with names, `default`
  /// counts.
  private static func text(_ files: TokenizerFiles) throws(TokenizerError) -> String? {
    if let bytes = files["chat_template.jinja"] { return String(decoding: bytes, as: UTF8.self) }
    guard let json = try files.json("tokenizer_config.json") else { return nil }
    let path = files.location(of: "tokenizer_config.json")
    let object = try ConfigurationObject(json, path: path)
    guard object["chat_template"]?.elements != nil else {
      return try object.string("chat_template")
    }
    for template in try object.objects("chat_template") ?? []
    where try template.string("name") == "default" {
      return try template.string("template")
    }
    return nil
  }

  /// The text of a conversation and of the beginning of the answer.
  func prompt(
    for messages: [ChatMessage],
    options: ChatOptions,
    messagesPath: String
  ) throws(TokenizerError) -> String {
    if options.isThinking != nil, !template.uses(Self.thinking) {
      throw .thinkingUnknown(path: path)
    }
    do throws(TemplateError) {
      return try render(messages, options: options, addsGenerationPrompt: true)
    } catch {
      throw .template(error, path: path, messagesPath: messagesPath)
    }
  }

  /// The ids of a text that the template made: special tokens in it count, and none are put around it.
  func encode(_ text: String, tokenizer: Tokenizer) -> [Int] {
    tokenizer.encodeMatchingSpecialTokens(text, prefixingEveryPart: prefixesEveryPart)
  }

  /// The first special token behind an answer, found by looking at one; nil when there is none or the
  /// template refuses the conversation.
  func endOfAnswer(tokenizer: Tokenizer) -> Int? {
    let answer = "8f1c2d"
    let messages = [
      ChatMessage(role: "user", content: "?"), ChatMessage(role: "assistant", content: answer),
    ]
    guard
      let text = try? render(messages, options: ChatOptions(), addsGenerationPrompt: false),
      let range = TemplateText.ranges(of: answer, in: text).last
    else { return nil }
    let rest = String(decoding: Array(text.utf8)[range.upperBound...], as: UTF8.self)
    return encode(rest, tokenizer: tokenizer).first(where: tokenizer.isSpecial)
  }

  private static let thinking = "enable_thinking"

  private func render(
    _ messages: [ChatMessage],
    options: ChatOptions,
    addsGenerationPrompt: Bool
  ) throws(TemplateError) -> String {
    var variables = specialTokens.mapValues { TemplateValue.string($0) }
    variables["messages"] = .list(
      messages.map {
        .dictionary([
          .init(key: "role", value: .string($0.role)),
          .init(key: "content", value: .string($0.content)),
        ])
      }
    )
    variables["tools"] = TemplateValue.none
    variables["documents"] = TemplateValue.none
    variables["add_generation_prompt"] = .bool(addsGenerationPrompt)
    variables[Self.thinking] = options.isThinking.map { .bool($0) }
    return try template.render(variables, date: options.date)
  }
}

extension TokenizerError {
  fileprivate static func template(
    _ error: TemplateError,
    path: String,
    messagesPath: String
  ) -> TokenizerError {
    switch error.kind {
    case .unknown:
      .unknownChatFormat(
        path: path,
        reason: "line \(error.line) of its chat template: \(error.problem)"
      )
    case .raised:
      .invalidMessages(
        path: messagesPath,
        problem: "the chat template says: \(error.problem)"
      )
    }
  }
}
