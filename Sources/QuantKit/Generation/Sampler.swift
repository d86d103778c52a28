//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Chooses one token after another.
struct Sampler {
  private let options: SamplingOptions
  private var generator: SeededGenerator

  /// A sampler; equal seeds give equal choices for equal logits.
  init(options: SamplingOptions, seed: UInt64) {
    self.options = options
    generator = SeededGenerator(seed: seed)
  }

  /// The next token.
  ///
  /// - Parameters:
  ///   - logits: One for each token of the vocabulary, finite and at least one.
  ///   - history: The tokens so far, prompt included.
  /// - Returns: A token of the vocabulary; the lowest of those with equal scores when not sampling.
  mutating func next(logits: [Float], history: [Int]) -> Int {
    guard options.isSampling else {
      return Self.largest(
        TokenDistribution.penalized(logits, history: history, penalty: options.repetitionPenalty)
      )
    }
    return TokenDistribution(logits: logits, history: history, options: options)
      .draw(using: &generator)
  }

  /// The position of the largest score, the first of equals.
  static func largest(_ scores: [Float]) -> Int {
    var best = 0
    for index in scores.indices where scores[index] > scores[best] { best = index }
    return best
  }
}
