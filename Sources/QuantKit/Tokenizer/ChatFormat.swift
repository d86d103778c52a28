//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How a conversation becomes the ids that a chat model was trained on.
///
/// The format is found in the files: Baichuan's by the model's architecture or the role ids in
/// `generation_config.json`, ChatML by its template in `tokenizer_config.json` or
/// `chat_template.jinja`. Templates are not run; one that is not recognized as a whole is refused,
/// because a prompt that is almost right makes a model worse without a sign.
public struct ChatFormat: Sendable {
  private enum Kind: Sendable {
    case baichuan(BaichuanChat)
    case chatML(ChatMLTemplate)
  }

  private let kind: Kind
  private let path: String

  /// The name of the format, for people: `Baichuan` or `ChatML`.
  public let name: String

  /// The ids at which an answer ends.
  public let stopIDs: [Int]

  /// Finds the chat format of a model.
  ///
  /// - Parameters:
  ///   - files: The files of the checkpoint.
  ///   - tokenizer: The tokenizer made from them.
  /// - Throws: `TokenizerError`: `.unknownChatFormat` when the files describe no known one,
  ///   `.malformed` for a damaged file.
  public init(files: TokenizerFiles, tokenizer: Tokenizer) throws(TokenizerError) {
    path = files.path
    if let baichuan = try BaichuanChat(files: files, vocabularySize: tokenizer.vocabularySize) {
      kind = .baichuan(baichuan)
      name = "Baichuan"
      stopIDs = tokenizer.endIDs
      return
    }
    guard let template = try Self.template(files) else {
      throw .unknownChatFormat(path: files.path, reason: "there is no chat template")
    }
    guard let chatML = ChatMLTemplate(template) else {
      throw .unknownChatFormat(path: files.path, reason: "its chat template is not known")
    }
    // The wrapper around SentencePiece puts spaces between special tokens in ways that depend on
    // its version.
    guard case .document = tokenizer.model, let endID = tokenizer.id(of: ChatMLTemplate.end) else {
      throw .unknownChatFormat(
        path: files.path,
        reason: "its chat template needs a tokenizer.json with '\(ChatMLTemplate.end)'"
      )
    }
    kind = .chatML(chatML)
    name = "ChatML"
    stopIDs = tokenizer.endIDs.contains(endID) ? tokenizer.endIDs : tokenizer.endIDs + [endID]
  }

  /// The prompt for the next answer of the assistant.
  ///
  /// - Parameters:
  ///   - messages: The conversation so far, its system message first if it has one. The last
  ///     message is usually the user's; Baichuan continues an assistant's message that comes last.
  ///   - tokenizer: The tokenizer that the format was made with.
  ///   - contextLength: How many ids the model can hold; nil for what the files say. Baichuan
  ///     leaves out the oldest messages, and then cuts from the left, so that prompt and answer
  ///     fit; ChatML never cuts.
  ///   - maximumNewTokens: How many ids the answer may have; 0 for what `generation_config.json`
  ///     says.
  ///   - messagesPath: The file that the conversation comes from, for messages.
  /// - Returns: The ids, with everything that marks the roles.
  /// - Throws: `TokenizerError.invalidMessages` when there is no message, or Baichuan's system
  ///   message is not the first.
  public func encode(
    _ messages: [ChatMessage],
    tokenizer: Tokenizer,
    contextLength: Int? = nil,
    maximumNewTokens: Int = 0,
    messagesPath: String? = nil
  ) throws(TokenizerError) -> [Int] {
    guard !messages.isEmpty else {
      throw .invalidMessages(path: messagesPath ?? path, problem: "it has no messages")
    }
    switch kind {
    case .chatML(let template):
      return tokenizer.encode(template.prompt(for: messages))
    case .baichuan(let format):
      if let index = messages.indices.dropFirst().first(where: { messages[$0].role == "system" }) {
        throw .invalidMessages(
          path: messagesPath ?? path,
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

  /// The text of the chat template: a file of its own goes first; of several with names, `default`
  /// counts.
  private static func template(_ files: TokenizerFiles) throws(TokenizerError) -> String? {
    if let bytes = files["chat_template.jinja"] {
      // The template engine drops one line break at the end of a file.
      return String(decoding: bytes.last == 0x0A ? bytes.dropLast() : bytes[...], as: UTF8.self)
    }
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
}
