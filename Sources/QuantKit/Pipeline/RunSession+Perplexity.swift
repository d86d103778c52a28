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
    let windows = try windows(of: text, length: windowLength)
    let perplexity = try Perplexity(
      of: model,
      on: windows,
      byteCount: text.utf8.count,
      cancellation: cancellation
    ) { progress($0, windows.tokens.count) }
    return PerplexityReport(
      perplexity: perplexity,
      windowLength: windows.length,
      arithmetic: arithmetic,
      keyValueFormat: keyValueFormat
    )
  }

  /// A text in windows of tokens.
  ///
  /// - Parameters:
  ///   - text: The text, encoded without begin and end tokens.
  ///   - length: Tokens in a window; nil for 512 or the model's context.
  ///   - limit: The most windows; nil for all.
  /// - Returns: The windows.
  /// - Throws: As `perplexity(of:windowLength:cancellation:progress:)` does.
  func windows(of text: String, length: Int?, limit: Int? = nil) throws -> TextWindows {
    let tokens = try Tokenizer(files: source.tokenizerFiles())
      .encode(text, matchingSpecialTokens: false)
    guard tokens.count >= 2 else {
      throw SessionError.textTooShort(path: source.path, tokenCount: tokens.count)
    }
    let context = model.configuration.contextLength
    let length = length ?? max(2, min(Self.defaultWindowLength, context))
    guard length <= context else {
      throw SessionError.windowTooLong(path: source.path, tokenCount: length, context: context)
    }
    return TextWindows(tokens: tokens, length: length, limit: limit)
  }
}
