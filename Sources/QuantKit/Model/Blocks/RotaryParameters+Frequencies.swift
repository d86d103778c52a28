//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension RotaryParameters {
  /// Whether the frequencies change with the length of the sequence.
  var dependsOnLength: Bool { if case .dynamic = scaling { true } else { false } }

  /// What cosines and sines are multiplied by.
  var attentionFactor: Float {
    if case .yarn(let yarn) = scaling { Float(yarn.attentionFactor) } else { 1 }
  }

  /// The angles from one position to the next.
  ///
  /// - Parameters:
  ///   - dimension: The even width of a head.
  ///   - sequenceLength: The number of tokens.
  /// - Returns: [dimension / 2]
  func frequencies(dimension: Int, sequenceLength: Int) -> [Float] {
    switch scaling {
    case .none:
      return Self.frequencies(dimension: dimension, theta: theta)
    case .linear(let factor):
      return Self.frequencies(dimension: dimension, theta: theta).map { $0 / Float(factor) }
    case .dynamic(let factor, let originalLength):
      let length = Double(max(sequenceLength, originalLength)) / Double(originalLength)
      let growth = ElementaryFunctions.pow(
        factor * length - (factor - 1),
        Double(dimension) / Double(dimension - 2)
      )
      return Self.frequencies(dimension: dimension, theta: theta * growth)
    case .llama3(let factor, let lowFactor, let highFactor, let originalLength):
      return Self.frequencies(dimension: dimension, theta: theta).map { frequency in
        let turns = Float(originalLength) * frequency / (2 * Float.pi)
        if turns > Float(highFactor) { return frequency }
        if turns < Float(lowFactor) { return frequency / Float(factor) }
        let share = (turns - Float(lowFactor)) / Float(highFactor - lowFactor)
        return (1 - share) * frequency / Float(factor) + share * frequency
      }
    case .yarn(let yarn):
      return frequencies(dimension: dimension, yarn: yarn)
    }
  }

  /// theta^(-2i / dimension), in float32 step by step, as the models were trained.
  private static func frequencies(dimension: Int, theta: Double) -> [Float] {
    (0..<dimension / 2).map { index in
      let exponent = Float(2 * index) / Float(dimension)
      return 1 / Float(ElementaryFunctions.pow(theta, Double(exponent)))
    }
  }

  /// Frequencies below the index `low` are kept, those above `high` divided by the factor.
  private func frequencies(dimension: Int, yarn: Yarn) -> [Float] {
    /// The index, whole or not, of the frequency that turns so often within the original length.
    func index(ofTurns turns: Double) -> Double {
      Double(dimension)
        * ElementaryFunctions.log(Double(yarn.originalLength) / (turns * 2 * Double.pi))
        / (2 * ElementaryFunctions.log(theta))
    }
    let fast = index(ofTurns: yarn.fastTurns)
    let slow = index(ofTurns: yarn.slowTurns)
    let low = max(yarn.truncates ? fast.rounded(.down) : fast, 0)
    var high = min(yarn.truncates ? slow.rounded(.up) : slow, Double(dimension - 1))
    if low == high { high += 0.001 }
    return Self.frequencies(dimension: dimension, theta: theta).enumerated().map { index, kept in
      let ramp = min(max((Float(index) - Float(low)) / Float(high - low), 0), 1)
      return kept / Float(yarn.factor) * ramp + kept * (1 - ramp)
    }
  }
}
