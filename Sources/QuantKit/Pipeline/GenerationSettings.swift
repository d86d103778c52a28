//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a person asks of a generation; what is nil comes from the model's generation_config.json.
public struct GenerationSettings: Sendable {
  /// The most tokens to generate.
  public var maximumTokenCount: Int?
  /// The divisor of the logits; 0 turns sampling off.
  public var temperature: Float?
  /// How many of the most probable tokens to choose among.
  public var topK: Int?
  /// The probability that the tokens to choose among have together.
  public var topP: Float?
  /// The least probability of a token, relative to the most probable one.
  public var minP: Float?
  /// The penalty on tokens of the text so far.
  public var repetitionPenalty: Float?
  /// The penalty on tokens of the reply, once for every time they occur in it; 0 where nil.
  public var frequencyPenalty: Float?
  /// The penalty on tokens that occur in the reply; 0 where nil.
  public var presencePenalty: Float?
  /// Strings before which the reply ends; an empty one stops nothing.
  public var stopStrings: [String]?
  /// What makes random draws repeatable.
  public var seed: UInt64?
  /// Whether to take the most probable token always, whatever the model's configuration says.
  public var isGreedy: Bool
  /// How many tokens the KV cache holds.
  public var contextLength: Int?

  /// Settings, by default all left to the model.
  public init(
    maximumTokenCount: Int? = nil,
    temperature: Float? = nil,
    topK: Int? = nil,
    topP: Float? = nil,
    minP: Float? = nil,
    repetitionPenalty: Float? = nil,
    frequencyPenalty: Float? = nil,
    presencePenalty: Float? = nil,
    stopStrings: [String]? = nil,
    seed: UInt64? = nil,
    isGreedy: Bool = false,
    contextLength: Int? = nil
  ) {
    self.maximumTokenCount = maximumTokenCount
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.minP = minP
    self.repetitionPenalty = repetitionPenalty
    self.frequencyPenalty = frequencyPenalty
    self.presencePenalty = presencePenalty
    self.stopStrings = stopStrings
    self.seed = seed
    self.isGreedy = isGreedy
    self.contextLength = contextLength
  }
}

extension GenerationSettings {
  /// The most tokens where neither the person nor the model says a number.
  static let defaultMaximumTokenCount = 256
  /// How many tokens to choose among where neither says so, as in `transformers`, which leaves this
  /// number out of the files that it writes.
  static let defaultTopK = 50

  /// The sampler's options.
  ///
  /// As in `transformers`, a model samples only where its configuration says `do_sample`; asking for
  /// any sampling setting turns it on too. Greedy means plain argmax: the model's penalty is left out.
  ///
  /// - Parameter configuration: What the model says.
  /// - Returns: What a sampler needs.
  /// - Throws: `SessionError` `.badConfiguration` for a value that is needed and makes no sense.
  func samplingOptions(
    configuration: GenerationConfiguration
  ) throws -> SamplingOptions {
    var options = SamplingOptions(
      repetitionPenalty: repetitionPenalty ?? 1,
      frequencyPenalty: frequencyPenalty ?? 0,
      presencePenalty: presencePenalty ?? 0
    )
    if isGreedy { return options }
    options.repetitionPenalty =
      try repetitionPenalty
      ?? configuration.number("repetition_penalty", allowingZero: false) ?? 1
    let isAskedFor =
      temperature != nil || topK != nil || topP != nil || minP != nil || seed != nil
    guard try isAskedFor || configuration.doesSample() else { return options }
    let temperature =
      try temperature ?? configuration.number("temperature", allowingZero: true) ?? 1
    guard temperature > 0 else { return options }
    options.isSampling = true
    options.temperature = temperature
    options.topK = try topK ?? configuration.count("top_k") ?? Self.defaultTopK
    options.topP = try topP ?? configuration.share("top_p") ?? 1
    options.minP = try minP ?? configuration.share("min_p") ?? 0
    return options
  }
}
