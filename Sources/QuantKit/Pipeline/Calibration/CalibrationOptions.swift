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
