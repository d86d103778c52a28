//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct SamplerTests {
  private func choice(
    _ logits: [Float],
    _ options: SamplingOptions = .greedy,
    prompt: [Int] = []
  ) -> Int {
    var sampler = Sampler(options: options, seed: 0, prompt: prompt)
    return sampler.next(logits: logits)
  }

  @Test func greedyTakesTheFirstOfEqualMaxima() {
    #expect(choice([1, 3, 3, 2]) == 1)
    #expect(choice([-2, -1]) == 1)
  }

  @Test func penaltyMovesTheGreedyChoice() {
    let options = SamplingOptions(repetitionPenalty: 2)
    #expect(choice([3, 2], options, prompt: [0, 0]) == 1)
    #expect(choice([-1, -1.5], options, prompt: [0]) == 1)
  }

  @Test func choicesArePenalizedNextTime() {
    var sampler = Sampler(options: SamplingOptions(repetitionPenalty: 2), seed: 0, prompt: [])
    #expect((0..<3).map { _ in sampler.next(logits: [3, 2, 1.75]) } == [0, 1, 2])
  }

  /// OpenAI's definition: the logit minus count · frequency, minus presence where the count is not 0.
  @Test func frequencyAndPresenceCountTheReplyOnly() {
    let options = SamplingOptions(frequencyPenalty: 0.5, presencePenalty: 0.25)
    var history = TokenHistory(prompt: [0, 0, 1])
    for token in [1, 1, 2, 9] { history.append(token) }
    var scores: [Float] = [4, 4, 4, 4]
    history.penalize(&scores, options: options)
    #expect(scores == [4, 2.75, 3.25, 4])
  }

  @Test func repetitionPenaltyComesFirst() {
    let options = SamplingOptions(
      repetitionPenalty: 2,
      frequencyPenalty: 1,
      presencePenalty: 1
    )
    var history = TokenHistory(prompt: [])
    history.append(0)
    var scores: [Float] = [3, 1]
    history.penalize(&scores, options: options)
    #expect(scores == [-0.5, 1])
  }

  @Test func negativePenaltiesFavourRepetition() {
    var sampler = Sampler(
      options: SamplingOptions(frequencyPenalty: -1),
      seed: 0,
      prompt: [1]
    )
    #expect(sampler.next(logits: [1, 0.5]) == 0)
    #expect(sampler.next(logits: [0, 0.5]) == 0)
  }
}
