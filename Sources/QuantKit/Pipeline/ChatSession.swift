//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A conversation with a chat model.
///
/// The keys and values of what was said stay in a cache: for the next answer only the tokens behind the
/// longest common beginning of the old and the new prompt go through the model. Answers are the same as
/// without that. For one thread at a time; several conversations can share a `RunSession`.
public final class ChatSession {
  /// What was said so far, a system message first if there is one.
  public private(set) var messages: [ChatMessage] = []
  /// Limits and sampling of the next answers; a change of `contextLength` has no effect.
  public var settings: GenerationSettings
  /// How many tokens prompt and answer may have together.
  public let contextLength: Int
  /// How many tokens of it the KV cache holds.
  public var contextTokenCount: Int { sequence.cache.count }

  /// The most tokens of an answer where neither the person nor the model says a number.
  public static let defaultMaximumTokenCount = 1024

  private let session: RunSession
  private let tokenizer: Tokenizer
  private let format: ChatFormat
  private let options: ChatOptions
  private let configuration: GenerationConfiguration
  private var sequence: CachedSequence
  /// How often the last message of the user was answered anew.
  private var repetitionCount: UInt64 = 0

  /// Begins an empty conversation.
  ///
  /// - Parameters:
  ///   - session: The loaded model.
  ///   - system: The text of a system message, which tells the model how to answer.
  ///   - options: What the chat template is told besides the messages.
  ///   - settings: Limits and sampling. Its `contextLength` bounds the memory of the cache, which grows as
  ///     the conversation does.
  /// - Throws: `TokenizerError` when the model has no tokenizer or no chat format that is known here,
  ///   `FileError` and `ContainerError` when its files cannot be read.
  public init(
    _ session: RunSession,
    system: String? = nil,
    options: ChatOptions = ChatOptions(),
    settings: GenerationSettings = GenerationSettings()
  ) throws {
    let files = try session.source.tokenizerFiles()
    self.session = session
    self.options = options
    self.settings = settings
    tokenizer = try Tokenizer(files: files)
    format = try ChatFormat(files: files, tokenizer: tokenizer)
    configuration = try session.generationConfiguration()
    contextLength = settings.contextLength ?? session.model.configuration.contextLength
    sequence = CachedSequence(model: session.model, capacity: contextLength)
    self.system = system
  }

  // MARK: The conversation

  /// The text of the system message; nil for none.
  public var system: String? {
    get { messages.first.flatMap { $0.role == "system" ? $0.content : nil } }
    set {
      if system != nil { messages.removeFirst() }
      if let newValue { messages.insert(ChatMessage(role: "system", content: newValue), at: 0) }
    }
  }

  /// Forgets everything but the system message.
  public func clear() { messages.removeLast(messages.count - (system == nil ? 0 : 1)) }

  /// Puts another conversation in place of this one.
  ///
  /// - Parameter messages: The messages, a system message first if there is one.
  public func replaceMessages(with messages: [ChatMessage]) { self.messages = messages }

  /// Takes back the last message of the user and what was answered.
  ///
  /// - Returns: The text of the message; nil when there is none, then nothing changes.
  @discardableResult
  public func undo() -> String? {
    guard let index = messages.lastIndex(where: { $0.role == "user" }) else { return nil }
    defer { messages.removeSubrange(index...) }
    return messages[index].content
  }

  /// Whether tokens are drawn at random, so that the same message can get another answer.
  ///
  /// - Throws: `SessionError` for settings of the model that make no sense.
  public func isSampling() throws -> Bool {
    try settings.samplingOptions(configuration: configuration).isSampling
  }

  // MARK: Answers

  /// Says something to the model and receives its answer.
  ///
  /// The message and the answer then belong to the conversation. What was received of an answer until it
  /// was interrupted counts as the answer; a message to which nothing was said before an interrupt is
  /// taken back. When something is thrown, the conversation is what it was.
  ///
  /// - Parameters:
  ///   - text: What the user says.
  ///   - cancellation: Looked at before every token.
  ///   - receive: Takes the answer piece by piece, whole characters.
  /// - Returns: The answer and what it cost.
  /// - Throws: `TokenizerError` when the chat format refuses the conversation, `SessionError`
  ///   `.promptTooLong` when the context does not hold the message, `ModelError`, and what `receive`
  ///   throws.
  public func send(
    _ text: String,
    cancellation: Cancellation = Cancellation(),
    receive: (_ text: String) throws -> Void
  ) throws -> ChatReply {
    repetitionCount = 0
    return try answer(
      messages + [ChatMessage(role: "user", content: text)],
      cancellation: cancellation,
      receive: receive
    )
  }

  /// Answers the last message of the user, anew if it was answered before.
  ///
  /// With a seed the draws differ from those of the answer before. An answer that was interrupted before
  /// its first word leaves the one before in place.
  ///
  /// - Parameters:
  ///   - cancellation: Looked at before every token.
  ///   - receive: Takes the answer piece by piece, whole characters.
  /// - Returns: The answer and what it cost; nil when the user has said nothing yet.
  /// - Throws: As `send` does.
  public func regenerate(
    cancellation: Cancellation = Cancellation(),
    receive: (_ text: String) throws -> Void
  ) throws -> ChatReply? {
    guard let index = messages.lastIndex(where: { $0.role == "user" }) else { return nil }
    repetitionCount += index == messages.indices.last ? 0 : 1
    return try answer(
      Array(messages[...index]),
      cancellation: cancellation,
      receive: receive
    )
  }

  private func answer(
    _ conversation: [ChatMessage],
    cancellation: Cancellation,
    receive: (_ text: String) throws -> Void
  ) throws -> ChatReply {
    let configuredLimit = try configuration.count("max_new_tokens")
    let limit =
      settings.maximumTokenCount ?? configuredLimit ?? Self.defaultMaximumTokenCount
    // A limit near the context asks for a long answer, not for one without its question.
    let room = min(limit, max(contextLength / 2, 1))
    let isFilesLimit = settings.maximumTokenCount == nil && configuredLimit != nil
    let prompt = try ChatPrompt(
      conversation,
      format: format,
      tokenizer: tokenizer,
      options: options,
      contextLength: contextLength,
      room: isFilesLimit && format.cutsHistory ? nil : room
    )
    guard prompt.tokens.count <= contextLength else {
      throw SessionError.promptTooLong(
        path: session.source.path,
        tokenCount: prompt.tokens.count,
        context: contextLength
      )
    }
    let reusedCount = sequence.keepCommonBeginning(with: prompt.tokens)
    let cache = sequence.cache
    var text = ""
    let outcome = try continuation(limit: limit).run(
      after: prompt.tokens,
      textBefore: [],
      cache: cache,
      cancellation: cancellation
    ) { piece in
      text += piece
      try receive(piece)
    }
    sequence.record(prompt.tokens + outcome.tokens)
    if outcome.stopReason != .cancelled || !text.isEmpty {
      messages = conversation + [ChatMessage(role: "assistant", content: text)]
    }
    return ChatReply(
      text: text,
      stopReason: outcome.stopReason,
      isHistoryCut: prompt.isCut,
      promptTokenCount: prompt.tokens.count,
      reusedTokenCount: reusedCount,
      prefilledTokenCount: min(cache.count, prompt.tokens.count) - reusedCount,
      prefillDuration: outcome.prefillDuration,
      generatedTokenCount: outcome.tokens.count,
      decodeStepCount: outcome.decodeStepCount,
      decodeDuration: outcome.decodeDuration
    )
  }

  private func continuation(limit: Int) -> Continuation {
    var settings = settings
    settings.seed = settings.seed.map { $0 &+ repetitionCount }
    return Continuation(
      model: session.model,
      tokenizer: tokenizer,
      configuration: configuration,
      settings: settings,
      stopTokens: Set(format.stopIDs),
      limit: limit
    )
  }
}
