//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Continues a prompt token by token.
struct TextGenerator {
  /// What came of a generation.
  struct Outcome: Sendable {
    /// The tokens after the prompt, without an end token.
    var tokens: [Int] = []
    /// Why it ended.
    var stopReason = StopReason.tokenLimit
    /// How long the prompt took.
    var prefillDuration = Duration.zero
    /// How long the tokens after the first took, which the prompt's logits gave.
    var decodeDuration = Duration.zero
    /// The number of forward passes of a single token.
    var decodeStepCount = 0
  }

  let model: LanguageModel
  let stopTokens: Set<Int>

  /// Feeds the prompt to the cache and generates until something ends it.
  ///
  /// - Parameters:
  ///   - prompt: At least one token.
  ///   - limit: The most tokens to generate.
  ///   - sampler: Chooses the tokens.
  ///   - cache: Where the keys and values go; what it holds already is the text before the prompt.
  ///   - cancellation: Looked at before every batch of the prompt and before every token.
  ///   - receive: Takes each token as it is chosen and says whether to go on.
  /// - Returns: The tokens and the times.
  /// - Throws: What the model and `receive` throw.
  func generate(
    after prompt: [Int],
    limit: Int,
    sampler: consuming Sampler,
    cache: KeyValueCache,
    cancellation: Cancellation? = nil,
    receive: (_ token: Int) throws -> Bool
  ) throws -> Outcome {
    var outcome = Outcome()
    let clock = ContinuousClock()
    let prefillStart = clock.now
    var logits: [Float] = []
    let sequenceLength = cache.count + prompt.count
    for start in stride(from: 0, to: prompt.count, by: LanguageModel.batchLimit) {
      if cancellation?.isCancelled == true {
        outcome.stopReason = .cancelled
        return outcome
      }
      let end = min(start + LanguageModel.batchLimit, prompt.count)
      logits = try model.forward(
        Array(prompt[start..<end]),
        cache: cache,
        logits: end == prompt.count ? .last : .none,
        sequenceLength: sequenceLength
      )
    }
    outcome.prefillDuration = clock.now - prefillStart

    let decodeStart = clock.now
    while outcome.tokens.count < limit {
      if cancellation?.isCancelled == true {
        outcome.stopReason = .cancelled
        break
      }
      let token = sampler.next(logits: logits)
      if stopTokens.contains(token) {
        outcome.stopReason = .endToken
        break
      }
      outcome.tokens.append(token)
      guard try receive(token) else {
        outcome.stopReason = .stopString
        break
      }
      guard outcome.tokens.count < limit else { break }
      guard cache.count < cache.capacity else {
        outcome.stopReason = .contextLimit
        break
      }
      logits = try model.forward([token], cache: cache, logits: .last)
      outcome.decodeStepCount += 1
    }
    outcome.decodeDuration = clock.now - decodeStart
    return outcome
  }
}
