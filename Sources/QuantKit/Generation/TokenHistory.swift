//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The tokens so far, kept as the penalties need them.
struct TokenHistory {
  /// Every token of prompt and reply, once.
  private var tokens: Set<Int>
  /// How often each token was generated; the prompt does not count.
  private var counts: [Int: Int] = [:]

  init(prompt: [Int]) { tokens = Set(prompt) }

  mutating func append(_ token: Int) {
    tokens.insert(token)
    counts[token, default: 0] += 1
  }

  /// Changes the scores of tokens that occurred: first s / r where s > 0 and s · r elsewhere for every
  /// token of the text so far, as Hugging Face has it, then s - n · f - p for every token generated n
  /// times, as OpenAI has it.
  ///
  /// - Complexity: O(different tokens so far).
  func penalize(_ scores: inout [Float], options: SamplingOptions) {
    let repetition = options.repetitionPenalty
    if repetition != 1 {
      for token in tokens where scores.indices.contains(token) {
        scores[token] = scores[token] < 0 ? scores[token] * repetition : scores[token] / repetition
      }
    }
    if options.frequencyPenalty != 0 || options.presencePenalty != 0 {
      for (token, count) in counts where scores.indices.contains(token) {
        scores[token] -= Float(count) * options.frequencyPenalty + options.presencePenalty
      }
    }
  }
}
