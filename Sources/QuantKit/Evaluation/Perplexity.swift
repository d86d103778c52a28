//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How well a model predicts a text.
public struct Perplexity: Sendable, Equatable {
  /// exp(negative log likelihood / scored tokens).
  public var value: Double {
    scoredTokenCount > 0
      ? ElementaryFunctions.exp(negativeLogLikelihood / Double(scoredTokenCount)) : .nan
  }
  /// The bits that the text costs for each of its UTF-8 bytes.
  public var bitsPerByte: Double {
    byteCount > 0 ? negativeLogLikelihood / ElementaryFunctions.log(2) / Double(byteCount) : .nan
  }
  /// The sum over all scored tokens, in nats.
  public internal(set) var negativeLogLikelihood = 0.0
  /// The number of tokens of the text.
  public internal(set) var tokenCount = 0
  /// The number of tokens that had at least one token before them in their window.
  public internal(set) var scoredTokenCount = 0
  /// The size of the text in bytes.
  public internal(set) var byteCount = 0
}

extension Perplexity {
  /// Measures a model on tokens cut into windows that do not overlap.
  ///
  /// Each window begins with an empty context and its first token is not scored; a last window of one
  /// token is left out. This is how the reference figures of the demonstration model were made.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - tokens: The whole text.
  ///   - byteCount: The size of the text in bytes, for `bitsPerByte`.
  ///   - windowLength: The number of tokens of a window, at least 2.
  ///   - cancellation: Looked at between batches of tokens.
  ///   - progress: Receives the number of tokens done.
  /// - Throws: What the model throws; `CancellationError`.
  init(
    of model: LanguageModel,
    on tokens: [Int],
    byteCount: Int,
    windowLength: Int,
    cancellation: Cancellation,
    progress: (_ tokenCount: Int) -> Void
  ) throws {
    precondition(windowLength >= 2, "a window scores its second token at the earliest")
    tokenCount = tokens.count
    self.byteCount = byteCount
    for start in stride(from: 0, to: tokens.count, by: windowLength) {
      let window = tokens[start..<min(start + windowLength, tokens.count)]
      guard window.count >= 2 else { break }
      try score(Array(window), with: model, cancellation: cancellation)
      progress(start + window.count)
    }
  }

  /// Tokens fed at a time, so that the logits of a window never stand in memory whole.
  private static let batchLength = 64

  private mutating func score(
    _ window: [Int],
    with model: LanguageModel,
    cancellation: Cancellation
  ) throws {
    let cache = model.makeCache(capacity: window.count)
    let vocabularySize = model.configuration.vocabularySize
    for start in stride(from: 0, to: window.count - 1, by: Self.batchLength) {
      try cancellation.check()
      let end = min(start + Self.batchLength, window.count - 1)
      let logits = try model.forward(
        Array(window[start..<end]),
        cache: cache,
        logits: .all,
        sequenceLength: window.count
      )
      for position in start..<end {
        let row = (position - start) * vocabularySize
        negativeLogLikelihood -= Self.logProbability(
          of: window[position + 1],
          in: logits[row..<row + vocabularySize]
        )
        scoredTokenCount += 1
      }
    }
  }

  /// The natural logarithm of a token's softmax probability, summed in double precision.
  static func logProbability(of token: Int, in logits: ArraySlice<Float>) -> Double {
    let largest = Double(logits.max() ?? 0)
    let sum = logits.reduce(0.0) { $0 + ElementaryFunctions.exp(Double($1) - largest) }
    return Double(logits[logits.startIndex + token]) - largest - ElementaryFunctions.log(sum)
  }
}
