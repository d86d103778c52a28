//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The tokens that the processors left, with their probabilities.
///
/// Follows the logits processors of Hugging Face's `generate` step by step, so that equal options give
/// an equal distribution.
struct TokenDistribution {
  /// One token that may come next.
  struct Candidate {
    let token: Int
    var score: Float
    /// exp(score - largest score); the probability up to a factor shared by all.
    var weight: Double = 0
  }

  /// The tokens kept, in ascending order, so that a draw depends on nothing else.
  private(set) var candidates: [Candidate]

  /// The distribution after temperature, top-k, top-p and min-p.
  ///
  /// - Parameters:
  ///   - scores: One for each token of the vocabulary, finite, penalties applied.
  ///   - options: The processors' settings; `isSampling` and the penalties are not looked at.
  /// - Complexity: O(vocabulary + kept · log kept), with one comparison for most tokens where top-k is
  ///   on.
  init(scores: [Float], options: SamplingOptions) {
    let temperature = options.temperature
    let scores = temperature == 1 ? scores : scores.map { $0 / temperature }
    let isCut = options.topK > 0 && options.topK < scores.count
    let smallest = isCut ? ScoreHeap.largest(options.topK, of: scores) : -.infinity
    candidates = []
    for (token, score) in scores.enumerated() where score >= smallest {
      candidates.append(Candidate(token: token, score: score))
    }
    computeWeights()
    keepMass(options.topP)
    keepAbove(options.minP)
  }

  /// The probability of each token of the vocabulary, 0 where a processor removed it.
  func probabilities(vocabularySize: Int) -> [Float] {
    let total = candidates.reduce(0) { $0 + $1.weight }
    var result = [Float](repeating: 0, count: vocabularySize)
    for candidate in candidates { result[candidate.token] = Float(candidate.weight / total) }
    return result
  }

  /// A token drawn with the probabilities.
  func draw(using generator: inout some RandomNumberGenerator) -> Int {
    let total = candidates.reduce(0) { $0 + $1.weight }
    var rest = Double.random(in: 0..<1, using: &generator) * total
    for candidate in candidates {
      rest -= candidate.weight
      if rest < 0 { return candidate.token }
    }
    // Rounding used up the mass; the last token with any weight is as good as the first.
    return candidates.last { $0.weight > 0 }?.token ?? 0
  }

  // MARK: Processors

  private mutating func computeWeights() {
    let largest = candidates.reduce(-Float.infinity) { max($0, $1.score) }
    for index in candidates.indices {
      let score = candidates[index].score
      // A tiny temperature makes scores infinite, and their difference would be NaN.
      candidates[index].weight =
        score == largest ? 1 : ElementaryFunctions.exp(Double(score - largest))
    }
  }

  /// Drops the least probable tokens while their probabilities sum to at most 1 - `mass`.
  private mutating func keepMass(_ mass: Float) {
    guard mass < 1 else { return }
    let total = candidates.reduce(0) { $0 + $1.weight }
    let droppable = (1 - Double(mass)) * total
    // All tokens below their share of what may go weigh less than it together.
    var rest = total
    let share = droppable / Double(candidates.count)
    let heavy = candidates.filter { $0.weight >= share }
    // From the largest down: a token stays while it and all smaller ones weigh more than may go.
    var kept: [Candidate] = []
    for candidate in heavy.sorted(by: { ($0.score, $1.token) > ($1.score, $0.token) }) {
      guard kept.isEmpty || rest > droppable else { break }
      kept.append(candidate)
      rest -= candidate.weight
    }
    candidates = kept.sorted { $0.token < $1.token }
  }

  private mutating func keepAbove(_ share: Float) {
    guard share > 0 else { return }
    let largest = candidates.reduce(0) { max($0, $1.weight) }
    candidates.removeAll { $0.weight < Double(share) * largest }
  }
}

/// The largest of the scores seen, the smallest of them in front.
private struct ScoreHeap {
  private var items: [Float]

  /// The smallest of the `count` largest scores, where there are at least so many.
  static func largest(_ count: Int, of scores: [Float]) -> Float {
    var heap = ScoreHeap(items: scores.prefix(count).sorted())
    var smallest = heap.items[0]
    for score in scores.dropFirst(count) where score > smallest {
      heap.replaceSmallest(with: score)
      smallest = heap.items[0]
    }
    return smallest
  }

  private mutating func replaceSmallest(with score: Float) {
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < items.count else { break }
      if child + 1 < items.count, items[child + 1] < items[child] { child += 1 }
      guard items[child] < score else { break }
      items[parent] = items[child]
      parent = child
    }
    items[parent] = score
  }
}
