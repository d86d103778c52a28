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

  /// The tokens kept, in no particular order.
  private(set) var candidates: [Candidate]

  /// The distribution after all processors.
  ///
  /// - Parameters:
  ///   - logits: One for each token of the vocabulary, finite.
  ///   - history: The tokens so far, prompt included, for the repetition penalty.
  ///   - options: The processors' settings; `isSampling` is not looked at.
  /// - Complexity: O(vocabulary + kept · log vocabulary).
  init(logits: [Float], history: [Int], options: SamplingOptions) {
    let scores = Self.penalized(logits, history: history, penalty: options.repetitionPenalty)
    candidates = scores.enumerated().map {
      Candidate(token: $0.offset, score: $0.element / options.temperature)
    }
    keepTop(options.topK)
    computeWeights()
    keepMass(options.topP)
    keepAbove(options.minP)
  }

  /// Logits with the repetition penalty: s / penalty where s > 0, s · penalty elsewhere, once a token.
  static func penalized(_ logits: [Float], history: [Int], penalty: Float) -> [Float] {
    guard penalty != 1 else { return logits }
    var scores = logits
    for token in Set(history) where scores.indices.contains(token) {
      scores[token] = scores[token] < 0 ? scores[token] * penalty : scores[token] / penalty
    }
    return scores
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
    // By token, so that the draw does not depend on how the candidates came to be ordered.
    let ordered = candidates.sorted { $0.token < $1.token }
    let total = ordered.reduce(0) { $0 + $1.weight }
    var rest = Double.random(in: 0..<1, using: &generator) * total
    for candidate in ordered {
      rest -= candidate.weight
      if rest < 0 { return candidate.token }
    }
    // Rounding used up the mass; the last token with any weight is as good as the first.
    return ordered.last { $0.weight > 0 }?.token ?? 0
  }

  // MARK: Processors

  private mutating func keepTop(_ count: Int) {
    guard count > 0, count < candidates.count else { return }
    var heap = CandidateHeap(candidates)
    var smallest = -Float.infinity
    for _ in 0..<count { smallest = heap.popLargest()?.score ?? smallest }
    candidates.removeAll { $0.score < smallest }
  }

  private mutating func computeWeights() {
    let largest = candidates.reduce(-Float.infinity) { max($0, $1.score) }
    for index in candidates.indices {
      candidates[index].weight = ElementaryFunctions.exp(
        Double(candidates[index].score - largest)
      )
    }
  }

  /// Drops the least probable tokens while their probabilities sum to at most 1 - `mass`.
  private mutating func keepMass(_ mass: Float) {
    guard mass < 1 else { return }
    let total = candidates.reduce(0) { $0 + $1.weight }
    let droppable = (1 - Double(mass)) * total
    // From the largest down: a token stays while it and all smaller ones weigh more than may go.
    var heap = CandidateHeap(candidates)
    var kept: [Candidate] = []
    var rest = total
    while let candidate = heap.popLargest(), kept.isEmpty || rest > droppable {
      kept.append(candidate)
      rest -= candidate.weight
    }
    candidates = kept
  }

  private mutating func keepAbove(_ share: Float) {
    guard share > 0 else { return }
    let largest = candidates.reduce(0) { max($0, $1.weight) }
    candidates.removeAll { $0.weight < Double(share) * largest }
  }
}

/// Candidates of which the one with the largest score comes out first, by token where scores are equal.
private struct CandidateHeap {
  private var items: [TokenDistribution.Candidate]

  init(_ items: [TokenDistribution.Candidate]) {
    self.items = items
    for index in stride(from: items.count / 2 - 1, through: 0, by: -1) { siftDown(from: index) }
  }

  mutating func popLargest() -> TokenDistribution.Candidate? {
    guard let last = items.popLast() else { return nil }
    guard let largest = items.first else { return last }
    items[0] = last
    siftDown(from: 0)
    return largest
  }

  private func precedes(_ left: Int, _ right: Int) -> Bool {
    (items[left].score, items[right].token) > (items[right].score, items[left].token)
  }

  private mutating func siftDown(from start: Int) {
    var parent = start
    while true {
      var largest = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < items.count {
        if precedes(child, largest) { largest = child }
      }
      if largest == parent { return }
      items.swapAt(parent, largest)
      parent = largest
    }
  }
}
