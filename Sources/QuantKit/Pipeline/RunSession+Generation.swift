//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a generation starts from.
public enum Prompt: Sendable {
  /// A text to continue, after the begin token where the tokenizer's configuration asks for one.
  ///
  /// Special tokens written out in it are text.
  case text(String)
  /// A text that holds every token itself: special tokens written out in it count, and nothing is put
  /// before it. With a `tokenizer.model` those count that a file beside it names.
  case raw(String)
  /// Messages to answer, in the model's chat format.
  case chat([ChatMessage], options: ChatOptions = ChatOptions())
}

/// What a generation cost.
public struct GenerationStatistics: Sendable {
  /// Reading the weights.
  public let loadDuration: Duration
  /// The number of tokens of the prompt.
  public let promptTokenCount: Int
  /// The prompt's forward passes.
  public let prefillDuration: Duration
  /// The number of tokens generated.
  public let generatedTokenCount: Int
  /// The number of forward passes of one token.
  public let decodeStepCount: Int
  /// Those forward passes, with sampling and output.
  public let decodeDuration: Duration
  /// What ended the generation, in words.
  public let stopReason: String
  /// How codes and activations were multiplied.
  public let arithmetic: Arithmetic
  /// How keys and values were stored.
  public let keyValueFormat: KeyValueFormat
  /// The kernels used.
  public let instructionSet: InstructionSet
  /// The number of threads.
  public let threadCount: Int
  /// The size of the weights in memory.
  public let weightByteCount: Int
  /// The largest resident size of the process.
  public let peakMemoryByteCount: Int
}

extension RunSession {
  /// Generates text after a prompt.
  ///
  /// - Parameters:
  ///   - prompt: What to continue or answer.
  ///   - settings: Limits and sampling.
  ///   - cancellation: Looked at before every token; what was generated until then counts.
  ///   - receive: Takes the text piece by piece, each a whole number of characters' bytes.
  /// - Returns: What it cost.
  /// - Throws: `TokenizerError`, `SessionError`, `FileError`, and what `receive` throws.
  public func generate(
    _ prompt: Prompt,
    settings: GenerationSettings = GenerationSettings(),
    cancellation: Cancellation = Cancellation(),
    receive: (_ text: String) throws -> Void
  ) throws -> GenerationStatistics {
    let files = try source.tokenizerFiles()
    let tokenizer = try Tokenizer(files: files)
    let generationConfiguration = try generationConfiguration()
    let (tokens, chatStopTokens) = try encode(
      prompt,
      files: files,
      tokenizer: tokenizer,
      settings: settings
    )
    let limit =
      try settings.maximumTokenCount ?? generationConfiguration.count("max_new_tokens")
      ?? GenerationSettings.defaultMaximumTokenCount
    let capacity = try cacheCapacity(
      promptLength: tokens.count,
      limit: limit,
      settings: settings
    )
    let continuation = Continuation(
      model: model,
      tokenizer: tokenizer,
      configuration: generationConfiguration,
      settings: settings,
      stopTokens: Set(tokenizer.endIDs).union(chatStopTokens),
      limit: limit
    )
    // A continuation keeps the space between it and the prompt; an answer stands alone.
    let textBefore = if case .chat = prompt { [Int]() } else { tokens }
    let outcome = try continuation.run(
      after: tokens,
      textBefore: textBefore,
      cache: model.makeCache(capacity: capacity),
      cancellation: cancellation,
      receive: receive
    )
    return statistics(of: outcome, promptTokenCount: tokens.count)
  }

  /// What the model's generation_config.json asks for that is left out, one sentence each.
  ///
  /// - Parameter settings: Where these are greedy, nothing of it counts.
  /// - Returns: Sentences for a person; often none.
  /// - Throws: What reading the file throws.
  public func generationNotes(settings: GenerationSettings) throws -> [String] {
    settings.isGreedy ? [] : try generationConfiguration().notes
  }

  /// The model's generation_config.json.
  func generationConfiguration() throws -> GenerationConfiguration {
    let name = GenerationConfiguration.fileName
    let path = Path.join(source.path, name)
    guard let bytes = try source.sideFile(named: name) else {
      return GenerationConfiguration([:], path: path)
    }
    do {
      return GenerationConfiguration(try JSON(parsing: bytes), path: path)
    } catch {
      throw TokenizerError.malformed(path: path, error)
    }
  }

  private func encode(
    _ prompt: Prompt,
    files: TokenizerFiles,
    tokenizer: Tokenizer,
    settings: GenerationSettings
  ) throws -> (tokens: [Int], stopTokens: [Int]) {
    switch prompt {
    case .text(let text):
      let tokens = tokenizer.beginningIDs + tokenizer.encode(text, matchingSpecialTokens: false)
      guard !tokens.isEmpty else { throw SessionError.emptyPrompt(path: source.path) }
      return (tokens, [])
    case .raw(let text):
      let tokens = tokenizer.encodeMatchingSpecialTokens(text)
      guard !tokens.isEmpty else { throw SessionError.emptyPrompt(path: source.path) }
      return (tokens, [])
    case .chat(let messages, let options):
      let format = try ChatFormat(files: files, tokenizer: tokenizer)
      // A limit near the context asks for a long answer, not for one without its question.
      let context = settings.contextLength ?? model.configuration.contextLength
      let tokens = try format.encode(
        messages,
        tokenizer: tokenizer,
        options: options,
        contextLength: settings.contextLength,
        maximumNewTokens: min(settings.maximumTokenCount ?? 0, max(context / 2, 1))
      )
      return (tokens, format.stopIDs)
    }
  }

  /// How many tokens the KV cache gets: the prompt and the reply, cut at the context asked for.
  private func cacheCapacity(
    promptLength: Int,
    limit: Int,
    settings: GenerationSettings
  ) throws -> Int {
    let context = settings.contextLength ?? model.configuration.contextLength
    guard promptLength <= context else {
      throw SessionError.promptTooLong(
        path: source.path,
        tokenCount: promptLength,
        context: context
      )
    }
    return promptLength + min(limit, context - promptLength)
  }

  private func statistics(
    of outcome: TextGenerator.Outcome,
    promptTokenCount: Int
  ) -> GenerationStatistics {
    GenerationStatistics(
      loadDuration: loadDuration,
      promptTokenCount: promptTokenCount,
      prefillDuration: outcome.prefillDuration,
      generatedTokenCount: outcome.tokens.count,
      decodeStepCount: outcome.decodeStepCount,
      decodeDuration: outcome.decodeDuration,
      stopReason: outcome.stopReason.text,
      arithmetic: arithmetic,
      keyValueFormat: keyValueFormat,
      instructionSet: instructionSet,
      threadCount: pool.threadCount,
      weightByteCount: model.weightByteCount,
      peakMemoryByteCount: ProcessUsage.peakResidentByteCount
    )
  }
}
