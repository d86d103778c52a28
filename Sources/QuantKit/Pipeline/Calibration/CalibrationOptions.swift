//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What the matrices of a model's layers are rounded for.
public struct CalibrationOptions: Sendable {
  /// A text of the kind that the model is to be good at.
  public var text: String
  /// The most tokens of it.
  public var tokenCount: Int

  /// Tokens of a window, which is fed to an empty context.
  static let windowLength = 512

  /// The number of tokens where none is given: 32 windows.
  public static let defaultTokenCount = 16_384
  /// The most tokens.
  public static let tokenCountLimit = 1 << 20

  /// Options for a text.
  ///
  /// - Parameters:
  ///   - text: At least a few thousand tokens are worth having.
  ///   - tokenCount: The most tokens of it.
  public init(text: String, tokenCount: Int = defaultTokenCount) {
    self.text = text
    self.tokenCount = tokenCount
  }
}

extension CalibrationOptions {
  /// The text in windows of tokens.
  ///
  /// - Parameters:
  ///   - checkpoint: The model whose tokenizer cuts the text.
  ///   - limit: The most tokens; nil for `tokenCount`.
  /// - Returns: At least one window, of at least two tokens.
  /// - Throws: `SessionError.textTooShort`; what reading the tokenizer throws.
  func windows(for checkpoint: Checkpoint, limit: Int? = nil) throws -> [[Int]] {
    let files = try ModelSource.checkpoint(checkpoint).tokenizerFiles()
    let tokens = try Tokenizer(files: files).encode(text, matchingSpecialTokens: false)
    guard tokens.count >= 2 else {
      throw SessionError.textTooShort(path: checkpoint.path, tokenCount: tokens.count)
    }
    return Array(
      TextWindows(
        tokens: Array(tokens.prefix(min(tokenCount, limit ?? tokenCount))),
        length: Self.windowLength
      )
    )
  }
}
