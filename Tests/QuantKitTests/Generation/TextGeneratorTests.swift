//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct TextGeneratorTests {
  private func outcome(
    after prompt: [Int],
    cache: (LanguageModel) -> KeyValueCache,
    cancellation: Cancellation
  ) throws -> (TextGenerator.Outcome, KeyValueCache) {
    let model = try GoldenModel(name: "llama-tiny").load(.stored)
    let cache = cache(model)
    let outcome = try TextGenerator(model: model, stopTokens: []).generate(
      after: prompt,
      limit: 1,
      sampler: Sampler(options: .greedy, seed: 0, prompt: prompt),
      cache: cache,
      cancellation: cancellation
    ) { _ in true }
    return (outcome, cache)
  }

  @Test func cancellingEndsALongPrompt() throws {
    let cancellation = Cancellation()
    cancellation.cancel()
    let (outcome, cache) = try outcome(
      after: [Int](repeating: 1, count: 3 * LanguageModel.batchLimit),
      cache: { $0.makeCache(capacity: 1000) },
      cancellation: cancellation
    )
    #expect(outcome.stopReason == .cancelled)
    #expect(outcome.tokens.isEmpty && cache.count == 0)
  }

  @Test func longPromptsGoInBatchesAndGiveTheSameToken() throws {
    // The second rotates by the length of the prompt, which no batch has.
    let models = [
      try GoldenModel(name: "llama-tiny").load(.stored),
      try ModelVariant.named("rope-dynamic").load(),
    ]
    for model in models {
      for length in 1...8 {
        let prompt = (0..<LanguageModel.batchLimit + length).map { $0 * 7 % 30 + 3 }
        let cache = model.makeCache(capacity: prompt.count)
        let outcome = try TextGenerator(model: model, stopTokens: []).generate(
          after: prompt,
          limit: 1,
          sampler: Sampler(options: .greedy, seed: 0, prompt: prompt),
          cache: cache
        ) { _ in true }
        let logits = try model.forward(
          prompt,
          cache: model.makeCache(capacity: prompt.count),
          logits: .last
        )
        #expect(outcome.tokens == [Sampler.largest(logits)])
        #expect(cache.count == prompt.count)
      }
    }
  }
}
