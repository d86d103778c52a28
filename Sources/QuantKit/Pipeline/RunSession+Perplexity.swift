//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The perplexity of a text, and how it was measured.
public struct PerplexityReport: Sendable {
  /// The figures.
  public let perplexity: Perplexity
  /// The number of tokens of a window.
  public let windowLength: Int
  /// How codes and activations were multiplied.
  public let arithmetic: Arithmetic
  /// How keys and values were stored.
  public let keyValueFormat: KeyValueFormat

  /// The figures under stable keys.
  public var json: JSON {
    [
      "schema": 1,
      "perplexity": .number(perplexity.value),
      "bits_per_byte": .number(perplexity.bitsPerByte),
      "tokens": .integer(perplexity.tokenCount),
      "scored": .integer(perplexity.scoredTokenCount),
      "window": .integer(windowLength),
      "arithmetic": .string(arithmetic.rawValue),
      "kv": .string(keyValueFormat.rawValue),
    ]
  }
}

extension RunSession {
  /// The window where none is asked for, unless the model's context is shorter.
  static let defaultWindowLength = 512

  /// Measures how well the model predicts a text.
  ///
  /// - Parameters:
  ///   - text: The text, encoded without begin and end tokens.
  ///   - windowLength: Tokens in a window, at least 2; nil for 512 or the model's context.
  ///   - cancellation: Looked at between batches of tokens.
  ///   - progress: Receives how many of how many tokens are done.
  /// - Returns: The figures.
  /// - Throws: `TokenizerError`, `SessionError` when the text has less than two tokens or the window
  ///   exceeds the model's context, `CancellationError`.
  public func perplexity(
    of text: String,
    windowLength: Int? = nil,
    cancellation: Cancellation = Cancellation(),
    progress: (_ tokenCount: Int, _ totalTokenCount: Int) -> Void = { _, _ in }
  ) throws -> PerplexityReport {
    let tokens = try Tokenizer(files: source.tokenizerFiles())
      .encode(text, matchingSpecialTokens: false)
    guard tokens.count >= 2 else {
      throw SessionError.textTooShort(path: source.path, tokenCount: tokens.count)
    }
    let windowLength =
      windowLength ?? max(2, min(Self.defaultWindowLength, model.configuration.contextLength))
    guard windowLength <= model.configuration.contextLength else {
      throw SessionError.windowTooLong(
        path: source.path,
        tokenCount: windowLength,
        context: model.configuration.contextLength
      )
    }
    let perplexity = try Perplexity(
      of: model,
      on: tokens,
      byteCount: text.utf8.count,
      windowLength: windowLength,
      cancellation: cancellation
    ) { progress($0, tokens.count) }
    return PerplexityReport(
      perplexity: perplexity,
      windowLength: windowLength,
      arithmetic: arithmetic,
      keyValueFormat: keyValueFormat
    )
  }
}
