//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A request with everything that decides its tokens.
struct EncodedRequest: Sendable {
  /// The tokens to continue, at least one.
  let prompt: [Int]
  /// Tokens whose text the new text continues; empty for an answer.
  let textBefore: [Int]
  /// The ids at which the text ends.
  let stopTokens: Set<Int>
  let stopStrings: [String]
  /// The most tokens to generate.
  let limit: Int
  let sampling: SamplingOptions
  let seed: UInt64
  let logProbabilityCount: Int?
  let tokenizer: Tokenizer
}

/// Turns requests into tokens, on any thread.
struct RequestEncoder: Sendable {
  private let tokenizer: Tokenizer
  /// Why there is none, for a model that is no chat model.
  private let format: Result<ChatFormat, TokenizerError>
  private let configuration: GenerationConfiguration
  private let contextLength: Int
  private let path: String

  /// Reads what a model says about its tokens.
  ///
  /// - Parameters:
  ///   - session: The model.
  ///   - contextLength: The most tokens of a prompt and its completion.
  /// - Throws: What reading the model's files throws.
  init(_ session: RunSession, contextLength: Int) throws {
    let files = try session.source.tokenizerFiles()
    let tokenizer = try Tokenizer(files: files)
    self.tokenizer = tokenizer
    format = Result { () throws(TokenizerError) in
      try ChatFormat(files: files, tokenizer: tokenizer)
    }
    configuration = try session.generationConfiguration()
    self.contextLength = contextLength
    path = session.source.path
  }

  /// Encodes a request.
  ///
  /// - Parameter request: The request.
  /// - Returns: Its tokens and settings.
  /// - Throws: `TokenizerError` when the chat format refuses the conversation, `SessionError` for a
  ///   prompt without tokens or one that leaves no room, and for settings of the model that make no sense.
  func encode(_ request: CompletionRequest) throws -> EncodedRequest {
    let settings = request.settings
    let configuredLimit = try configuration.count("max_new_tokens")
    let limit =
      settings.maximumTokenCount ?? configuredLimit ?? ChatSession.defaultMaximumTokenCount
    let (prompt, stopTokens) = try encode(request, limit: limit)
    guard !prompt.isEmpty else { throw SessionError.emptyPrompt(path: path) }
    // A token of the completion needs no place in the cache until the next one is asked for.
    guard prompt.count <= contextLength else {
      throw SessionError.promptTooLong(
        path: path,
        tokenCount: prompt.count,
        context: contextLength
      )
    }
    let isAnswer = if case .chat = request.prompt { true } else { false }
    return EncodedRequest(
      prompt: prompt,
      textBefore: isAnswer ? [] : prompt,
      stopTokens: Set(stopTokens),
      stopStrings: try settings.stopStrings ?? configuration.stopStrings() ?? [],
      limit: limit,
      sampling: try settings.samplingOptions(configuration: configuration),
      seed: settings.seed ?? UInt64.random(in: 0...UInt64.max),
      logProbabilityCount: request.logProbabilityCount,
      tokenizer: tokenizer
    )
  }

  private func encode(
    _ request: CompletionRequest,
    limit: Int
  ) throws -> (prompt: [Int], stopTokens: [Int]) {
    switch request.prompt {
    case .text(let text):
      let tokens = tokenizer.encode(text, matchingSpecialTokens: false)
      return (tokenizer.beginningIDs + tokens, tokenizer.endIDs)
    case .raw(let text):
      return (tokenizer.encodeMatchingSpecialTokens(text), tokenizer.endIDs)
    case .chat(let messages, let options):
      let format = try format.get()
      let prompt = try ChatPrompt(
        messages,
        format: format,
        tokenizer: tokenizer,
        options: options,
        contextLength: request.cutsHistory ? contextLength : .max,
        // A limit near the context asks for a long answer, not for one without its question.
        room: request.cutsHistory ? min(limit, max(contextLength / 2, 1)) : 0
      )
      return (prompt.tokens, format.stopIDs)
    }
  }
}
