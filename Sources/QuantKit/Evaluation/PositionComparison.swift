//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How a model's distribution of the next token differs from a reference's, at one position.
struct PositionComparison: Sendable {
  /// KL(reference ‖ model), in nats.
  let divergence: Double
  /// Whether both have the same most probable token.
  let hasSameTop: Bool
  /// The natural logarithm of the reference's probability of the token that follows.
  let referenceLogProbability: Double
  /// The natural logarithm of the model's probability of it.
  let logProbability: Double

  /// The model's probability of the token that follows less the reference's.
  var probabilityDifference: Double {
    ElementaryFunctions.exp(logProbability) - ElementaryFunctions.exp(referenceLogProbability)
  }

  /// Compares two rows of logits.
  ///
  /// With P and Q the sums of the exponentials of logits less the largest one, a and b,
  /// KL = Σ exp(a) (a − b) / P − log P + log Q: no term depends on how the sums are rounded where a = b.
  ///
  /// - Parameters:
  ///   - logits: The model's, [vocabulary], finite.
  ///   - reference: The reference's, likewise.
  ///   - nextToken: The token that follows.
  init(logits: ArraySlice<Float>, reference: ArraySlice<Float>, nextToken: Int) {
    let (top, referenceTop) = (Self.top(of: logits), Self.top(of: reference))
    var (sum, referenceSum, weighted) = (0.0, 0.0, 0.0)
    for (logit, referenceLogit) in zip(logits, reference) {
      let difference = Double(logit) - top.logit
      let referenceDifference = Double(referenceLogit) - referenceTop.logit
      let weight = ElementaryFunctions.exp(referenceDifference)
      sum += ElementaryFunctions.exp(difference)
      referenceSum += weight
      weighted += weight * (referenceDifference - difference)
    }
    let logSum = ElementaryFunctions.log(sum)
    let referenceLogSum = ElementaryFunctions.log(referenceSum)
    // Rounding can take a divergence next to 0 below it.
    divergence = max(0, weighted / referenceSum - referenceLogSum + logSum)
    hasSameTop = top.token == referenceTop.token
    logProbability = Double(logits[logits.startIndex + nextToken]) - top.logit - logSum
    referenceLogProbability =
      Double(reference[reference.startIndex + nextToken]) - referenceTop.logit - referenceLogSum
  }

  /// The most probable token, the lowest of equal ones, and its logit.
  private static func top(of logits: ArraySlice<Float>) -> (token: Int, logit: Double) {
    var top = logits.startIndex
    for index in logits.indices where logits[index] > logits[top] { top = index }
    return (top - logits.startIndex, Double(logits[top]))
  }
}
