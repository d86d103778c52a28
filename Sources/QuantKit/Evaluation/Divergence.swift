//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How far the predictions of a model are from those of a reference, over the positions of a text.
///
/// The divergence of a position is the Kullback-Leibler divergence of the two distributions of the next token,
///
///     KL(reference ‖ model) = Σ p (log p − log q)
///
/// over the vocabulary, in nats, with p the reference's softmax probabilities and q the model's, computed in
/// double precision. It is 0 exactly where the logits are equal.
public struct Divergence: Sendable {
  /// The number of positions.
  public var positionCount: Int { divergences.count }
  /// The mean of the divergences.
  public let mean: Double
  /// The standard error of the mean: the deviation of a position, divided by the root of their number.
  public let standardError: Double
  /// The share of positions where both hold the same token for the most probable.
  public let sameTopShare: Double
  /// The root of the mean squared difference of the probability of the token that follows in the text.
  public let probabilityDifference: Double
  /// The perplexity of the reference.
  public let referencePerplexity: Double
  /// The perplexity of the model.
  public let perplexity: Double
  /// The divergence of every position, in ascending order.
  private let divergences: [Double]

  /// The divergence that half of the positions do not exceed.
  public var median: Double { quantile(0.5) }
  /// The largest divergence of a position.
  public var maximum: Double { divergences.last ?? .nan }

  /// The smallest divergence that at least this share of the positions does not exceed.
  ///
  /// - Parameter share: Above 0, at most 1.
  /// - Returns: The divergence in nats; NaN where there are no positions.
  public func quantile(_ share: Double) -> Double {
    guard !divergences.isEmpty else { return .nan }
    let rank = Int((share * Double(divergences.count)).rounded(.up))
    return divergences[min(max(rank, 1), divergences.count) - 1]
  }

  /// The figures under stable keys, divergences in nats.
  public var json: JSON {
    [
      "positions": .integer(positionCount),
      "reference_perplexity": .number(referencePerplexity),
      "perplexity": .number(perplexity),
      "mean_kld": .number(mean),
      "standard_error": .number(standardError),
      "median_kld": .number(median),
      "p99_kld": .number(quantile(0.99)),
      "max_kld": .number(maximum),
      "same_top": .number(sameTopShare),
      "rms_probability_difference": .number(probabilityDifference),
    ]
  }
}

extension Divergence {
  /// Measures models against a reference.
  ///
  /// Window by window: the reference's logits of a window stand in memory, [window, vocabulary], float32.
  ///
  /// - Parameters:
  ///   - models: The models, with the reference's vocabulary.
  ///   - reference: The reference.
  ///   - windows: The text.
  ///   - pool: Threads that nothing else uses meanwhile.
  ///   - cancellation: Looked at between batches of tokens.
  ///   - progress: Receives the number of tokens that all models have done.
  /// - Returns: One result for each model.
  /// - Throws: What the models throw; `CancellationError`.
  static func measure(
    _ models: [LanguageModel],
    against reference: LanguageModel,
    on windows: TextWindows,
    pool: ThreadPool,
    cancellation: Cancellation,
    progress: (_ tokenCount: Int) -> Void
  ) throws -> [Divergence] {
    let vocabularySize = reference.configuration.vocabularySize
    precondition(
      models.allSatisfy { $0.configuration.vocabularySize == vocabularySize },
      "distributions over different vocabularies"
    )
    var comparisons = [[PositionComparison]](repeating: [], count: models.count)
    var doneCount = 0
    for window in windows {
      var expected: [Float] = []
      expected.reserveCapacity((window.count - 1) * vocabularySize)
      try reference.predict(window, cancellation: cancellation) { expected += $1 }
      for (index, model) in models.enumerated() {
        try model.predict(window, cancellation: cancellation) { positions, logits in
          try pool.inOrder(count: positions.count) { offset in
            let position = positions.lowerBound + offset
            let (row, expectedRow) = (offset * vocabularySize, position * vocabularySize)
            return PositionComparison(
              logits: logits[row..<row + vocabularySize],
              reference: expected[expectedRow..<expectedRow + vocabularySize],
              nextToken: window[position + 1]
            )
          } consume: {
            comparisons[index].append($1)
          }
        }
      }
      doneCount += window.count
      progress(doneCount)
    }
    return comparisons.map { Divergence($0) }
  }

  /// The summary of positions in the order of the text.
  init(_ positions: [PositionComparison]) {
    let count = Double(positions.count)
    let mean = positions.reduce(0.0) { $0 + $1.divergence } / count
    let variance =
      positions.reduce(0.0) { $0 + ($1.divergence - mean) * ($1.divergence - mean) }
      / max(count - 1, 1)
    func perplexity(_ logProbability: (PositionComparison) -> Double) -> Double {
      ElementaryFunctions.exp(-positions.reduce(0.0) { $0 + logProbability($1) } / count)
    }
    self.mean = mean
    standardError = (variance / count).squareRoot()
    sameTopShare = Double(positions.count { $0.hasSameTop }) / count
    let squares = positions.reduce(0.0) {
      $0 + $1.probabilityDifference * $1.probabilityDifference
    }
    probabilityDifference = (squares / count).squareRoot()
    referencePerplexity = perplexity(\.referenceLogProbability)
    self.perplexity = perplexity(\.logProbability)
    divergences = positions.map(\.divergence).sorted()
  }
}
