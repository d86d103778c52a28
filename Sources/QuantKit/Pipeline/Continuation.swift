//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The way from the tokens of a prompt to text, with all that decides what comes out.
struct Continuation {
  let model: LanguageModel
  let tokenizer: Tokenizer
  /// What the model says about generating.
  let configuration: GenerationConfiguration
  /// What the person says about it.
  let settings: GenerationSettings
  /// The ids at which the text ends.
  let stopTokens: Set<Int>
  /// The most tokens to generate.
  let limit: Int

  /// Generates until something ends it.
  ///
  /// - Parameters:
  ///   - prompt: All tokens before the text, more than the cache holds.
  ///   - textBefore: Tokens whose text the new text continues; empty for one that stands alone.
  ///   - cache: Holds the first tokens of the prompt, or none; the others are fed to it.
  ///   - cancellation: Looked at before every batch of the prompt and before every token.
  ///   - receive: Takes the text piece by piece, whole characters. One that a limit or an interrupt
  ///     cuts in two is left out.
  /// - Returns: The tokens and the times.
  /// - Throws: `SessionError` for settings of the model that make no sense, `ModelError`, and what
  ///   `receive` throws.
  func run(
    after prompt: [Int],
    textBefore: [Int],
    cache: KeyValueCache,
    cancellation: Cancellation,
    receive: (_ text: String) throws -> Void
  ) throws -> TextGenerator.Outcome {
    var stream = TextStream(
      tokenizer: tokenizer,
      after: textBefore,
      skippingSpecialTokens: true
    )
    var filter = StopFilter(try settings.stopStrings ?? configuration.stopStrings() ?? [])
    let outcome = try TextGenerator(model: model, stopTokens: stopTokens).generate(
      after: Array(prompt.dropFirst(cache.count)),
      limit: limit,
      sampler: Sampler(
        options: try settings.samplingOptions(configuration: configuration),
        seed: settings.seed ?? UInt64.random(in: 0...UInt64.max),
        prompt: prompt
      ),
      cache: cache,
      cancellation: cancellation
    ) { token in
      let text = filter.append(stream.append(token))
      if !text.isEmpty { try receive(text) }
      return !filter.isStopped
    }
    if !filter.isStopped {
      let rest = filter.append(stream.finish(isCut: outcome.stopReason.isCut)) + filter.finish()
      if !rest.isEmpty { try receive(rest) }
    }
    return outcome
  }
}
