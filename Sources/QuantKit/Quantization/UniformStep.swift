//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A rule for the scales of rows whose codes are made small by the entropy coder of the container.
///
/// The scale of a row is `step` times the root of the mean square of its weights, rounded to eight
/// significant bits so that scales take little room: then the codes of all rows have about the same
/// entropy, log₂(1 / step) + 2.05 bits for normally distributed weights. Rows with weights too large for
/// that have the scale that their scheme gives them, with which all codes fit.
///
/// At such steps a uniform quantizer with entropy coding is within 0.25 bit of the least rate that any
/// quantizer needs for its error (Gish and Pierce, 1968).
struct UniformStep: Hashable, Sendable {
  /// In units of the root of the mean square of a row's weights.
  let value: Double

  /// The steps that make sense: a smaller one leaves no row its scale, with a larger one all codes are 0.
  static let range = 0x1p-10...0x1p4

  /// The range in words.
  static var rangeText: String { "\(range.lowerBound) to \(Int(range.upperBound))" }

  init(_ value: Double) {
    precondition(Self.range.contains(value), "a step in the range")
    self.value = value
  }

  /// The scale of a row.
  ///
  /// - Parameters:
  ///   - weights: Finite.
  ///   - format: The format of the weights.
  ///   - scheme: One with a scale for each row.
  /// - Returns: A scale with which all codes fit; 0 where all weights are 0.
  func scale(
    for weights: some Collection<Float>,
    format: FloatFormat,
    scheme: QuantizationScheme
  ) -> Float {
    let sumOfSquares = ReferenceQuantizer.sumOfSquares(weights)
    let width = value * (sumOfSquares / Double(max(weights.count, 1))).squareRoot()
    let scale = FloatFormat.bfloat16.rounded(Float(width))
    let largest = weights.reduce(0) { max($0, $1.magnitude) }
    guard scale > 0, scale.isFinite, largest / scale <= Float(scheme.maximumCode) else {
      return ReferenceQuantizer.scale(for: weights, format: format, scheme: scheme)
    }
    return scale
  }
}
