//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// An answer of a chat model, and what it cost.
public struct ChatReply: Sendable {
  /// What the model said, all of it that was received.
  public let text: String
  /// What ended it.
  public let stopReason: StopReason
  /// Whether the oldest part of the conversation was left out because the context does not hold it.
  public let isHistoryCut: Bool
  /// The number of tokens of the conversation before the answer.
  public let promptTokenCount: Int
  /// How many of them, from the first on, the KV cache had already.
  public let reusedTokenCount: Int
  /// How many of them went through the model for this answer: the others, unless it was interrupted.
  public let prefilledTokenCount: Int
  /// The time that took.
  public let prefillDuration: Duration
  /// The number of tokens of the answer, without an end token.
  public let generatedTokenCount: Int
  /// The number of forward passes of one token.
  public let decodeStepCount: Int
  /// Those forward passes, with sampling and output.
  public let decodeDuration: Duration
}
