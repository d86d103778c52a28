//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How the next token is chosen from the logits.
///
/// The fields have the meaning that Hugging Face's generation configuration gives them, and the
/// processors run in its order: repetition penalty, temperature, top-k, top-p, min-p. Frequency and presence
/// penalty, which it does not have, come after the repetition penalty.
public struct SamplingOptions: Sendable, Equatable {
  /// Whether to draw at random; otherwise the token with the largest score is taken.
  public var isSampling: Bool
  /// The divisor of the logits, above 0.
  public var temperature: Float
  /// Keeps the `topK` largest scores and those equal to the last of them; 0 keeps all.
  public var topK: Int
  /// Keeps the fewest tokens whose probability is at least `topP` together; 1 keeps all.
  public var topP: Float
  /// Keeps tokens at least `minP` times as probable as the most probable one; 0 keeps all.
  public var minP: Float
  /// Divides positive and multiplies negative logits of the tokens so far, above 0; 1 is off.
  public var repetitionPenalty: Float
  /// Is subtracted from the logit of a token for every time that it was generated; 0 is off.
  public var frequencyPenalty: Float
  /// Is subtracted from the logit of a token that was generated; 0 is off.
  public var presencePenalty: Float

  /// Options with every processor off.
  public init(
    isSampling: Bool = false,
    temperature: Float = 1,
    topK: Int = 0,
    topP: Float = 1,
    minP: Float = 0,
    repetitionPenalty: Float = 1,
    frequencyPenalty: Float = 0,
    presencePenalty: Float = 0
  ) {
    self.isSampling = isSampling
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.minP = minP
    self.repetitionPenalty = repetitionPenalty
    self.frequencyPenalty = frequencyPenalty
    self.presencePenalty = presencePenalty
  }

  /// The token with the largest logit, always.
  public static let greedy = SamplingOptions()
}
