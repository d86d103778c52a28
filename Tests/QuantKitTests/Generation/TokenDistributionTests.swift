//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// Compared with what Hugging Face's logits processors give; see Fixtures/README.md.
@Suite struct TokenDistributionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let options: SamplingOptions
    let history: [Int]
    let logits: [Float]
    let probabilities: [Float]
    let kept: [Int]

    var testDescription: String { name }
  }

  static let cases: [Case] = {
    guard
      let bytes = try? InputFile.contents(of: Fixtures.path("sampling/cases.json"), limit: 1 << 20),
      let cases = try? JSON(parsing: bytes)["cases"]?.elements
    else { return [] }
    return cases.compactMap(Case.init)
  }()

  @Test func allCasesAreRead() { #expect(Self.cases.count == 33) }

  @Test(arguments: cases) func distributionEqualsTheOriginal(_ item: Case) {
    var scores = item.logits
    TokenHistory(prompt: item.history).penalize(&scores, options: item.options)
    let distribution = TokenDistribution(scores: scores, options: item.options)
    #expect(distribution.candidates.map(\.token) == item.kept)
    let probabilities = distribution.probabilities(vocabularySize: item.logits.count)
    let worst = zip(probabilities, item.probabilities).map { ($0 - $1).magnitude }.max() ?? 0
    // The golden data's own tolerance: float32 softmax on both sides.
    #expect(worst <= 2e-6, "largest difference \(worst)")
  }

  @Test func drawsFollowTheProbabilities() {
    let logits: [Float] = [0, 1, 2, -.infinity, 3]
    let distribution = TokenDistribution(scores: logits, options: .greedy)
    let expected = distribution.probabilities(vocabularySize: logits.count)
    var generator = SeededGenerator(seed: 7)
    var counts = [Int](repeating: 0, count: logits.count)
    let drawCount = 100_000
    for _ in 0..<drawCount { counts[distribution.draw(using: &generator)] += 1 }
    for (count, probability) in zip(counts, expected) {
      // Four standard deviations of a binomial share at its widest, √(0.25 / 100,000).
      #expect((Float(count) / Float(drawCount) - probability).magnitude < 0.0064)
    }
    #expect(counts[3] == 0)
  }

  /// Scores that a tiny temperature makes infinite still have an order.
  @Test func tinyTemperatureIsGreedy() {
    var options = SamplingOptions(temperature: .leastNonzeroMagnitude)
    let distribution = TokenDistribution(scores: [1, -2, 5, 0], options: options)
    var generator = SeededGenerator(seed: 3)
    #expect((0..<20).allSatisfy { _ in [0, 2].contains(distribution.draw(using: &generator)) })
    options.temperature = 1e-30
    let finite = TokenDistribution(scores: [1, -2, 5, 0], options: options)
    #expect((0..<20).allSatisfy { _ in finite.draw(using: &generator) == 2 })
  }

  @Test func seedDeterminesTheDraws() {
    let logits = (0..<100).map { Float($0 % 17) / 4 }
    func draws(seed: UInt64) -> [Int] {
      var sampler = Sampler(options: SamplingOptions(isSampling: true), seed: seed, prompt: [])
      return (0..<50).map { _ in sampler.next(logits: logits) }
    }
    #expect(draws(seed: 1) == draws(seed: 1))
    #expect(draws(seed: 1) != draws(seed: 2))
  }

  /// Sorting everything gives the same tokens as the ways around it.
  @Test func cutsEqualThoseOfAFullSort() {
    var source = SplitMix64(seed: 3)
    for _ in 0..<200 {
      let scores = (0..<300).map { _ in Float(source.next() % 64) / 8 }
      let count = Int(source.next() % 299) + 1
      let mass = Float(source.next() % 1000) / 1000
      let sorted = scores.indices.sorted { (scores[$0], $1) > (scores[$1], $0) }
      let smallest = scores[sorted[count - 1]]
      let top = TokenDistribution(scores: scores, options: SamplingOptions(topK: count))
      #expect(top.candidates.map(\.token) == scores.indices.filter { scores[$0] >= smallest })

      let weights = scores.map { ElementaryFunctions.exp(Double($0 - scores[sorted[0]])) }
      let total = weights.reduce(0, +)
      var kept: [Int] = []
      var rest = total
      for token in sorted {
        guard kept.isEmpty || rest > (1 - Double(mass)) * total else { break }
        kept.append(token)
        rest -= weights[token]
      }
      let nucleus = TokenDistribution(scores: scores, options: SamplingOptions(topP: mass))
      #expect(nucleus.candidates.map(\.token) == kept.sorted())
    }
  }
}

extension TokenDistributionTests.Case {
  init?(_ json: JSON) {
    func floats(_ key: String) -> [Float]? {
      json[key]?.elements?.compactMap { $0.double.map { Float($0) } }
    }
    guard let name = json["name"]?.string, let parameters = json["params"],
      let history = json["input_ids"]?.elements?.compactMap(\.integer),
      let kept = json["kept"]?.elements?.compactMap(\.integer),
      let logits = floats("logits"), let probabilities = floats("probs")
    else { return nil }
    self.init(
      name: name,
      options: SamplingOptions(
        isSampling: true,
        temperature: parameters["temperature"]?.double.map { Float($0) } ?? 1,
        topK: parameters["top_k"]?.integer ?? 0,
        topP: parameters["top_p"]?.double.map { Float($0) } ?? 1,
        minP: parameters["min_p"]?.double.map { Float($0) } ?? 0,
        repetitionPenalty: parameters["repetition_penalty"]?.double.map { Float($0) } ?? 1
      ),
      history: history,
      logits: logits,
      probabilities: probabilities,
      kept: kept.sorted()
    )
  }
}
