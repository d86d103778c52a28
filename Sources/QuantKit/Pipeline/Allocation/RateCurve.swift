//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a matrix costs in bits and in error at each step, as a sample of its rows shows.
struct RateCurve: Sendable {
  /// One step.
  struct Point: Sendable {
    let step: Double
    /// Bits that a weight takes in the file, about: the entropy of the codes, and the scale of the row.
    let bits: Double
    /// Σ error² / Σ weight².
    let relativeError: Double
  }

  /// Ascending steps, sixteen for each factor of two: bits fall, errors rise.
  let points: [Point]

  /// Steps that are tried are four for each factor of two; those between them are interpolated.
  private static let triedPerOctave = 4
  private static let pointsPerTried = 4
  private static let octaves = -6...1
  /// What a row's scale takes, about: eight significant bits and an exponent that hardly varies.
  private static let bitsPerScale = 12.0

  /// A curve through points in ascending order of their steps.
  init(points: [Point]) { self.points = points }

  /// Measures rows of a matrix.
  ///
  /// - Parameters:
  ///   - weights: [rows, columns], little-endian.
  ///   - rowCount: The number of rows, at least 1.
  ///   - elementType: The type of a weight.
  ///   - columnCount: The number of columns.
  /// - Throws: `QuantizationError.nonFiniteWeight`.
  init(
    weights: [UInt8],
    rowCount: Int,
    elementType: ElementType,
    columnCount: Int
  ) throws(QuantizationError) {
    let bitsPerScale = Self.bitsPerScale / Double(max(columnCount, 1))
    let exponents =
      Self.octaves.lowerBound * Self.triedPerOctave...Self.octaves.upperBound * Self.triedPerOctave
    var tried: [Point] = []
    for exponent in exponents {
      let step = ElementaryFunctions.pow(2, Double(exponent) / Double(Self.triedPerOctave))
      let statistics = try RowQuantizer(
        scheme: .int8Row,
        step: UniformStep(step),
        elementType: elementType,
        columnCount: columnCount
      ).quantize(weights, rowCount: rowCount).statistics
      tried.append(
        Point(
          step: step,
          bits: statistics.codeEntropy + bitsPerScale,
          relativeError: statistics.sumOfSquares > 0
            ? statistics.sumOfSquaredErrors / statistics.sumOfSquares : 0
        )
      )
    }
    let shares = (0..<Self.pointsPerTried).map { Double($0) / Double(Self.pointsPerTried) }
    points =
      zip(tried, tried.dropFirst()).flatMap { low, high in
        shares.map { low.interpolated(to: high, share: $0) }
      } + tried.suffix(1)
  }

  /// The relative error at a step, that of the nearest point.
  func relativeError(at step: Double) -> Double {
    let nearest = points.min { abs($0.step - step) < abs($1.step - step) }
    return nearest?.relativeError ?? 0
  }
}

extension RateCurve.Point {
  /// A point between this and one of a larger step: bits fall with the logarithm of the step, and that of the
  /// error rises with it.
  fileprivate func interpolated(to other: RateCurve.Point, share: Double) -> RateCurve.Point {
    func between(_ low: Double, _ high: Double) -> Double {
      guard low > 0, high > 0 else { return low + share * (high - low) }
      return low * ElementaryFunctions.pow(high / low, share)
    }
    // Four digits are as good as more, and better to read in a plan.
    let digits = 10_000.0
    return RateCurve.Point(
      step: (between(step, other.step) * digits).rounded() / digits,
      bits: bits + share * (other.bits - bits),
      relativeError: between(relativeError, other.relativeError)
    )
  }
}
