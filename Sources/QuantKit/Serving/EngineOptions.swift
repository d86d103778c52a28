//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How many requests an engine works on, and how much memory they may take.
public struct EngineOptions: Sendable {
  /// How many requests go through the model together, each with a KV cache of its own: 1 to `parallelLimit`.
  public var parallelCount: Int
  /// How many more may wait.
  public var queueLimit: Int
  /// The most tokens of a prompt and its completion; nil for the model's context.
  public var contextLength: Int?

  /// The most requests that go through the model together.
  public static let parallelLimit = 64

  /// Options, by default those of `serve`.
  public init(parallelCount: Int = 4, queueLimit: Int = 64, contextLength: Int? = nil) {
    self.parallelCount = parallelCount
    self.queueLimit = queueLimit
    self.contextLength = contextLength
  }
}

/// What an engine is doing and has done.
public struct EngineLoad: Sendable {
  /// Requests that the model works on.
  public internal(set) var runningCount = 0
  /// Places for requests that none has, as the engine knew when it looked for requests last.
  var freeCount = 0
  /// Requests that wait.
  public internal(set) var waitingCount = 0
  /// Requests that came to their end, cancelled and failed ones included.
  public internal(set) var finishedCount = 0
  /// Requests that were cancelled, or whose client went away.
  public internal(set) var cancelledCount = 0
  /// Requests that the model failed at.
  public internal(set) var failedCount = 0
  /// Prompt tokens that went through the model.
  public internal(set) var prefilledTokenCount = 0
  /// Prompt tokens that a KV cache held already.
  public internal(set) var reusedTokenCount = 0
  /// Tokens generated.
  public internal(set) var generatedTokenCount = 0
  /// Passes through the model.
  public internal(set) var passCount = 0
  /// The time of those passes, with sampling.
  public internal(set) var busyDuration = Duration.zero
  /// The memory of all KV caches, in bytes.
  public internal(set) var cacheByteCount = 0
}
