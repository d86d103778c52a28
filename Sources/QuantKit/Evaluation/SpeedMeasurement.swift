//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How fast a model takes in and generates tokens with so many tokens before them.
public struct SpeedMeasurement: Sendable {
  /// The tokens that are in the KV cache before.
  public let depth: Int
  /// Tokens per second.
  public let tokensPerSecond: RateSummary
  /// Weights and keys and values read for each token on average, in bytes.
  public let byteCountPerToken: Int
}

/// Measures a model with made-up tokens; no tokenizer is needed.
struct SpeedBenchmark {
  let model: LanguageModel
  let cancellation: Cancellation

  /// The tokens: spread over the vocabulary, the same for every run.
  private func tokens(count: Int) -> [Int] {
    (0..<count).map { $0 * 7919 % model.configuration.vocabularySize }
  }

  /// Feeds `length` tokens together, several times over, after one time that does not count.
  func prefill(length: Int, depth: Int, repetitions: Int) throws -> SpeedMeasurement {
    let rates = try measure(length: length, depth: depth, repetitions: repetitions) {
      cache,
      tokens in
      _ = try model.forward(tokens, cache: cache, logits: .last)
    }
    return SpeedMeasurement(
      depth: depth,
      tokensPerSecond: rates,
      byteCountPerToken: model.weightByteCountPerToken / max(1, length)
    )
  }

  /// Feeds `length` tokens one by one, several times over, after one time that does not count.
  func decode(length: Int, depth: Int, repetitions: Int) throws -> SpeedMeasurement {
    let rates = try measure(length: length, depth: depth, repetitions: repetitions) {
      cache,
      tokens in
      for token in tokens {
        try cancellation.check()
        _ = try model.forward([token], cache: cache, logits: .last)
      }
    }
    let cacheByteCount =
      KeyValueCache.byteCount(
        configuration: model.configuration,
        format: model.keyValueFormat,
        positions: depth + length / 2
      ) ?? 0
    return SpeedMeasurement(
      depth: depth,
      tokensPerSecond: rates,
      byteCountPerToken: model.weightByteCountPerToken + cacheByteCount
    )
  }

  private func measure(
    length: Int,
    depth: Int,
    repetitions: Int,
    _ feed: (_ cache: KeyValueCache, _ tokens: [Int]) throws -> Void
  ) throws -> RateSummary {
    let cache = model.makeCache(capacity: depth + length)
    let all = tokens(count: depth + length)
    _ = try model.forward(Array(all[..<depth]), cache: cache, logits: .none)
    let clock = ContinuousClock()
    var rates: [Double] = []
    for run in 0...repetitions {
      try cancellation.check()
      cache.truncate(to: depth)
      let duration = try clock.measure { try feed(cache, Array(all[depth...])) }
      if run > 0 { rates.append(Double(length) / (duration / .seconds(1))) }
    }
    return RateSummary(rates)
  }
}
