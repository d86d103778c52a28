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
  /// Measures a model on a text.
  ///
  /// This is how the reference figures of the demonstration model were made.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - windows: The text.
  ///   - byteCount: The size of the text in bytes, for `bitsPerByte`.
  ///   - cancellation: Looked at between batches of tokens.
  ///   - progress: Receives the number of tokens done.
  /// - Throws: What the model throws; `CancellationError`.
  init(
    of model: LanguageModel,
    on windows: TextWindows,
    byteCount: Int,
    cancellation: Cancellation,
    progress: (_ tokenCount: Int) -> Void
  ) throws {
    tokenCount = windows.tokens.count
    self.byteCount = byteCount
    let vocabularySize = model.configuration.vocabularySize
    var doneCount = 0
    for window in windows {
      try model.predict(window, cancellation: cancellation) { positions, logits in
        for position in positions {
          let row = (position - positions.lowerBound) * vocabularySize
          negativeLogLikelihood -= Self.logProbability(
            of: window[position + 1],
            in: logits[row..<row + vocabularySize]
          )
        }
        scoredTokenCount += positions.count
      }
      doneCount += window.count
      progress(doneCount)
    }
  }

  /// The natural logarithm of a token's softmax probability, summed in double precision.
  static func logProbability(of token: Int, in logits: ArraySlice<Float>) -> Double {
    Double(logits[logits.startIndex + token]) - logits.logSumExp
  }
}
