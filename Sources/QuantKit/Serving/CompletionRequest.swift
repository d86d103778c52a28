//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a client of a `CompletionEngine` asks for.
public struct CompletionRequest: Sendable {
  /// What to continue or answer.
  public var prompt: Prompt
  /// Limits and sampling; `contextLength` has no effect, the engine's counts.
  public var settings: GenerationSettings
  /// For how many of the most probable tokens of each position to give log probabilities, besides that of
  /// the token chosen; nil for none at all.
  public var logProbabilityCount: Int?
  /// Whether the oldest rounds of a conversation that is too long are left out; otherwise it is an error.
  public var cutsHistory: Bool

  /// The most alternatives of a position.
  public static let logProbabilityLimit = 20

  /// A request, by default without log probabilities.
  public init(
    _ prompt: Prompt,
    settings: GenerationSettings = GenerationSettings(),
    logProbabilityCount: Int? = nil,
    cutsHistory: Bool = false
  ) {
    self.prompt = prompt
    self.settings = settings
    self.logProbabilityCount = logProbabilityCount
    self.cutsHistory = cutsHistory
  }
}

/// A token of a completion.
public struct CompletionToken: Sendable {
  /// A token and how probable it is.
  public struct Candidate: Sendable {
    /// The id.
    public let id: Int
    /// What it stands for, which may be a part of a character.
    public let bytes: [UInt8]
    /// The natural logarithm of the model's probability, before temperature and penalties.
    public let logProbability: Double
  }

  /// The id.
  public let id: Int
  /// The token chosen and its probability; nil unless asked for.
  public let chosen: Candidate?
  /// The most probable tokens, in falling order; empty unless asked for.
  public let alternatives: [Candidate]
}

/// What happens to a request, in this order.
public enum CompletionEvent: Sendable {
  /// The prompt goes into the model: its tokens, and how many of them a KV cache held already.
  case started(promptTokenCount: Int, reusedTokenCount: Int)
  /// New text, whole characters, and the tokens chosen since the last event.
  ///
  /// One event for each token; its text is empty while it may belong to a stop string or begins a character.
  case text(String, tokens: [CompletionToken])
  /// The end.
  case finished(CompletionSummary)
}

/// What a completion was and cost.
public struct CompletionSummary: Sendable {
  /// What ended it.
  public let stopReason: StopReason
  /// The tokens of the prompt.
  public let promptTokenCount: Int
  /// How many of them a KV cache held already.
  public let reusedTokenCount: Int
  /// The tokens generated, without an end token.
  public let generatedTokenCount: Int
  /// From the request to its turn.
  public let queueDuration: Duration
  /// From its turn to the first token.
  public let prefillDuration: Duration
  /// From the first token to the end.
  public let decodeDuration: Duration
}

/// Why an engine does not take a request.
public enum EngineError: Error, Sendable, CustomStringConvertible, Equatable {
  /// As many requests as may are waiting.
  case queueFull(limit: Int)
  /// The engine is being shut down.
  case shuttingDown
  /// The KV caches of so many tokens each would not fit in any memory.
  case contextTooLarge(Int)

  /// One sentence for a person.
  public var description: String {
    switch self {
    case .queueFull(let limit):
      "all places are taken and \(limit) requests are waiting; try again later"
    case .shuttingDown: "the server is shutting down"
    case .contextTooLarge(let length):
      "the KV caches for \(length) tokens each are larger than any memory; choose a shorter context"
    }
  }
}
