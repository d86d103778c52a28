//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The angles by which rotary position embedding turns queries and keys.
///
/// Element i of a head is paired with element i + dimension / 2 and turned by
/// position / theta^(2i / dimension).
struct RotaryAngles: Sendable {
  /// [dimension / 2]: the angle from one position to the next.
  private let frequencies: [Float]

  init(dimension: Int, theta: Double) {
    frequencies = (0..<dimension / 2).map { index in
      // In float32 step by step, as the models were trained.
      let exponent = Float(2 * index) / Float(dimension)
      return 1 / Float(ElementaryFunctions.pow(theta, Double(exponent)))
    }
  }

  /// The angles of a model; nil when it does not rotate.
  init?(_ configuration: ModelConfiguration) {
    guard configuration.positionEncoding == .rope else { return nil }
    self.init(dimension: configuration.headDimension, theta: configuration.ropeTheta)
  }

  /// Writes the cosines and sines of a batch's positions.
  func prepare(_ pass: ForwardPass) {
    for token in 0..<pass.tokenCount {
      let position = Float(pass.firstPosition + token)
      let angles = frequencies.map { Double(position * $0) }
      pass.workspace.cosines.setRow(token, to: angles.map { Float(ElementaryFunctions.cos($0)) })
      pass.workspace.sines.setRow(token, to: angles.map { Float(ElementaryFunctions.sin($0)) })
    }
  }
}
