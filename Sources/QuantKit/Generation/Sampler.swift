//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Chooses one token after another.
struct Sampler {
  private let options: SamplingOptions
  private var history: TokenHistory
  private var generator: SeededGenerator

  /// A sampler; equal seeds give equal choices for equal logits.
  ///
  /// - Parameters:
  ///   - options: How to choose.
  ///   - seed: What determines the draws.
  ///   - prompt: The tokens before the first choice, for the repetition penalty.
  init(options: SamplingOptions, seed: UInt64, prompt: [Int]) {
    self.options = options
    history = TokenHistory(prompt: prompt)
    generator = SeededGenerator(seed: seed)
  }

  /// The next token, which counts as generated.
  ///
  /// - Parameter logits: One for each token of the vocabulary, finite and at least one.
  /// - Returns: A token of the vocabulary; the lowest of those with equal scores when not sampling.
  mutating func next(logits: [Float]) -> Int {
    var scores = logits
    history.penalize(&scores, options: options)
    let token =
      options.isSampling
      ? TokenDistribution(scores: scores, options: options).draw(using: &generator)
      : Self.largest(scores)
    history.append(token)
    return token
  }

  /// The position of the largest score, the first of equals.
  static func largest(_ scores: [Float]) -> Int {
    var best = 0
    var bestScore = -Float.infinity
    for (index, score) in scores.enumerated() where score > bestScore {
      (best, bestScore) = (index, score)
    }
    return best
  }
}
