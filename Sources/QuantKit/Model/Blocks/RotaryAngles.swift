//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The angles by which rotary position embedding turns queries and keys.
///
/// Element i of a head is paired with element i + dimension / 2 and turned by position x frequency(i).
///
/// With dynamic scaling the frequencies depend on the length of the sequence, as far as it is known when
/// tokens are fed. Keys in the cache stay as they were rotated, which is what transformers does too: a
/// sequence longer than the original length gives other logits token by token than in one piece.
struct RotaryAngles: Sendable {
  private let dimension: Int
  private let parameters: RotaryParameters
  /// [dimension / 2]: the angles from one position to the next in a sequence of the original length.
  private let frequencies: [Float]

  init(dimension: Int, parameters: RotaryParameters) {
    self.dimension = dimension
    self.parameters = parameters
    frequencies = parameters.frequencies(dimension: dimension, sequenceLength: 0)
  }

  /// The angles of a model; nil when it does not rotate.
  init?(_ configuration: ModelConfiguration) {
    guard configuration.layers.contains(where: \.isRotary) else { return nil }
    self.init(dimension: configuration.headDimension, parameters: configuration.rotary)
  }

  /// Writes the cosines and sines of a batch's positions.
  func prepare(_ pass: ForwardPass) {
    for segment in pass.segments { prepare(segment, in: pass.workspace) }
  }

  private func prepare(_ segment: ForwardPass.Segment, in workspace: Workspace) {
    let frequencies =
      parameters.dependsOnLength
      ? parameters.frequencies(dimension: dimension, sequenceLength: segment.sequenceLength)
      : self.frequencies
    let factor = parameters.attentionFactor
    for (offset, row) in segment.rows.enumerated() {
      let position = Float(segment.firstPosition + offset)
      let angles = frequencies.map { Double(position * $0) }
      workspace.cosines.setRow(
        row,
        to: angles.map { Float(ElementaryFunctions.cos($0)) * factor }
      )
      workspace.sines.setRow(
        row,
        to: angles.map { Float(ElementaryFunctions.sin($0)) * factor }
      )
    }
  }
}
