//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Rows of a matrix that stand for all of them.
struct RowSample: Sendable {
  /// [rowCount, columnCount], little-endian.
  let weights: [UInt8]
  let rowCount: Int
  let elementType: ElementType
  let columnCount: Int

  /// What quantizing the rows gives, each weight to its nearest code.
  ///
  /// - Parameters:
  ///   - scheme: The scheme.
  ///   - step: What decides the scales; nil for the largest weights.
  /// - Returns: Errors and codes.
  /// - Throws: `QuantizationError.nonFiniteWeight`, `.scaleTooLarge`.
  func statistics(
    scheme: QuantizationScheme,
    step: Double? = nil
  ) throws(QuantizationError) -> QuantizationStatistics {
    try RowQuantizer(
      scheme: scheme,
      step: step.map { UniformStep($0) },
      elementType: elementType,
      columnCount: columnCount
    ).quantize(weights, rowCount: rowCount).statistics
  }
}

extension RowSample {
  /// The rows of a sample have about so many weights together.
  private static let weightCount = 1 << 15

  /// Reads rows that are evenly spread over a matrix of a checkpoint.
  ///
  /// - Throws: What reading throws.
  init(of tensor: CheckpointTensor, in checkpoint: Checkpoint) throws {
    let (rowCount, columnCount) = (
      tensor.info.shape.dimensions[0], tensor.info.shape.dimensions[1]
    )
    let sampleCount = min(rowCount, max(1, Self.weightCount / max(columnCount, 1)))
    var weights: [UInt8] = []
    for sample in 0..<sampleCount {
      let row = sample * rowCount / sampleCount
      weights += try checkpoint.bytes(
        of: tensor,
        elements: row * columnCount..<(row + 1) * columnCount
      )
    }
    self.init(
      weights: weights,
      rowCount: sampleCount,
      elementType: tensor.info.elementType,
      columnCount: columnCount
    )
  }
}

extension QuantizationStatistics {
  /// Σ error² / Σ weight²; 0 where all weights are.
  var relativeError: Double { sumOfSquares > 0 ? sumOfSquaredErrors / sumOfSquares : 0 }
}
