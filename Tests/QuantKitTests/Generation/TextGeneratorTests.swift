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
    let prompt = (0..<LanguageModel.batchLimit + 7).map { $0 % 50 + 3 }
    let (outcome, cache) = try outcome(
      after: prompt,
      cache: { $0.makeCache(capacity: prompt.count) },
      cancellation: Cancellation()
    )
    let model = try GoldenModel(name: "llama-tiny").load(.stored)
    let logits = try model.forward(
      prompt,
      cache: model.makeCache(capacity: prompt.count),
      logits: .last
    )
    #expect(outcome.tokens == [Sampler.largest(logits)])
    #expect(cache.count == prompt.count)
  }
}
