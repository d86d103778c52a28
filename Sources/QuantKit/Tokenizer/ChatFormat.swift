//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How a conversation becomes the ids that a chat model was trained on.
///
/// A chat template in `chat_template.jinja` or `tokenizer_config.json` is run; without one, Baichuan's
/// format is known by the model's architecture or the role ids in `generation_config.json`. Anything
/// else is refused, because a prompt that is almost right makes a model worse without a sign.
public struct ChatFormat: Sendable {
  private enum Kind: Sendable {
    case baichuan(BaichuanChat)
    case template(ConversationTemplate)
  }

  private let kind: Kind
  private let path: String

  /// The ids at which an answer ends: those of the model, and the one that the template puts behind an
  /// answer.
  public let stopIDs: [Int]

  /// Finds the chat format of a model.
  ///
  /// - Parameters:
  ///   - files: The files of the checkpoint.
  ///   - tokenizer: The tokenizer made from them.
  /// - Throws: `TokenizerError`: `.unknownChatFormat` when the files describe none or a template that
  ///   cannot be read, `.malformed` for a damaged file.
  public init(files: TokenizerFiles, tokenizer: Tokenizer) throws(TokenizerError) {
    path = files.path
    if let template = try ConversationTemplate(files: files, tokenizer: tokenizer) {
      kind = .template(template)
      let endID = template.endOfAnswer(tokenizer: tokenizer)
      stopIDs = tokenizer.endIDs + (endID.map { tokenizer.endIDs.contains($0) ? [] : [$0] } ?? [])
    } else if let baichuan = try BaichuanChat(
      files: files,
      vocabularySize: tokenizer.vocabularySize
    ) {
      kind = .baichuan(baichuan)
      stopIDs = tokenizer.endIDs
    } else {
      throw .unknownChatFormat(path: files.path, reason: "there is no chat template")
    }
  }

  /// Whether `encode` leaves out what the context does not hold.
  var cutsHistory: Bool { if case .baichuan = kind { true } else { false } }

  /// The prompt for the next answer of the assistant.
  ///
  /// - Parameters:
  ///   - messages: The conversation so far, its system message first if it has one. The last
  ///     message is usually the user's; Baichuan continues an assistant's message that comes last.
  ///   - tokenizer: The tokenizer that the format was made with.
  ///   - options: What the template is told besides.
  ///   - contextLength: How many ids the model can hold; nil for what the files say. Baichuan
  ///     leaves out the oldest messages, and then cuts from the left, so that prompt and answer
  ///     fit; templates never cut.
  ///   - maximumNewTokens: How many ids the answer may have; 0 for what `generation_config.json`
  ///     says.
  ///   - messagesPath: The file that the conversation comes from, for messages.
  /// - Returns: The ids, with everything that marks the roles.
  /// - Throws: `TokenizerError`: `.invalidMessages` when there is no message, the template refuses
  ///   them or Baichuan's system message is not the first; `.unsupported` for an option that the
  ///   format does not have; `.unknownChatFormat` when the template needs what is not known here.
  public func encode(
    _ messages: [ChatMessage],
    tokenizer: Tokenizer,
    options: ChatOptions = ChatOptions(),
    contextLength: Int? = nil,
    maximumNewTokens: Int = 0,
    messagesPath: String? = nil
  ) throws(TokenizerError) -> [Int] {
    let messagesPath = messagesPath ?? path
    guard !messages.isEmpty else {
      throw .invalidMessages(path: messagesPath, problem: "it has no messages")
    }
    switch kind {
    case .template(let template):
      let text = try template.prompt(for: messages, options: options, messagesPath: messagesPath)
      return template.encode(text, tokenizer: tokenizer)
    case .baichuan(let format):
      if options.isThinking != nil { throw .thinkingUnknown(path: path) }
      if let index = messages.indices.dropFirst().first(where: { messages[$0].role == "system" }) {
        throw .invalidMessages(
          path: messagesPath,
          problem: "message \(index + 1) is a system message, only the first may be one"
        )
      }
      return format.encode(
        messages,
        tokenizer: tokenizer,
        contextLength: contextLength,
        maximumNewTokens: maximumNewTokens
      )
    }
  }
}
