//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How queries and keys are rotated.
struct RotaryParameters: Sendable, Equatable {
  /// How angles are changed to reach beyond the length that a model was trained with.
  enum Scaling: Sendable, Equatable {
    /// They are not.
    case none
    /// All are divided by a factor.
    case linear(factor: Double)
    /// The base grows with the length of the sequence once that is above the original one.
    case dynamic(factor: Double, originalLength: Int)
    /// Slow angles are divided by a factor, fast ones kept, those between interpolated by wavelength.
    case llama3(factor: Double, lowFactor: Double, highFactor: Double, originalLength: Int)
    /// Slow angles are divided by a factor, fast ones kept, those between interpolated by index.
    case yarn(Yarn)
  }

  /// The parameters of YaRN.
  struct Yarn: Sendable, Equatable {
    let factor: Double
    let originalLength: Int
    /// How often an angle turns within the original length from where on it is kept.
    let fastTurns: Double
    /// And up to where it is divided by the factor.
    let slowTurns: Double
    /// Whether the bounds between are whole indices.
    let truncates: Bool
    /// What queries and keys are multiplied by.
    let attentionFactor: Double
  }

  /// The base of the angles.
  let theta: Double
  let scaling: Scaling
}
