//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a matrix costs in bits and in error in each way to store it, as a sample of its rows shows.
struct RateCurve: Sendable {
  /// One way to store it.
  struct Point: Sendable {
    var scheme = QuantizationScheme.int8Row
    /// What decides the scales; nil for the largest weights.
    let step: Double?
    /// Bits that a weight takes, codes and scales together.
    let bits: Double
    /// Σ error² / Σ weight².
    let relativeError: Double
  }

  let points: [Point]

  /// Steps that are tried are four for each factor of two; those between them are interpolated.
  private static let triedPerOctave = 4
  private static let pointsPerTried = 4
  private static let octaves = -6...1
  /// What a row's scale takes, about: eight significant bits and an exponent that hardly varies.
  private static let bitsPerScale = 12.0

  init(points: [Point]) { self.points = points }

  /// What `int8Row` with a step takes in the file, about, where codes take their entropy: steps ascend, sixteen
  /// for each factor of two; bits fall, errors rise.
  ///
  /// - Parameter sample: At least one row.
  /// - Throws: `QuantizationError.nonFiniteWeight`.
  init(stepsFor sample: RowSample) throws(QuantizationError) {
    let bitsPerScale = Self.bitsPerScale / Double(max(sample.columnCount, 1))
    let exponents =
      Self.octaves.lowerBound * Self.triedPerOctave...Self.octaves.upperBound * Self.triedPerOctave
    var tried: [Point] = []
    for exponent in exponents {
      let step = ElementaryFunctions.pow(2, Double(exponent) / Double(Self.triedPerOctave))
      let statistics = try sample.statistics(scheme: .int8Row, step: step)
      tried.append(
        Point(
          step: step,
          bits: statistics.codeEntropy + bitsPerScale,
          relativeError: statistics.relativeError
        )
      )
    }
    let shares = (0..<Self.pointsPerTried).map { Double($0) / Double(Self.pointsPerTried) }
    points =
      zip(tried, tried.dropFirst()).flatMap { low, high in
        shares.map { low.interpolated(to: high, share: $0) }
      } + tried.suffix(1)
  }

  /// What every scheme takes in memory, where codes are as wide as they are.
  ///
  /// - Parameter sample: At least one row.
  /// - Throws: `QuantizationError.nonFiniteWeight`, `.scaleTooLarge`.
  init(schemesFor sample: RowSample) throws(QuantizationError) {
    let (rowCount, columnCount) = (sample.rowCount, sample.columnCount)
    var points: [Point] = []
    for scheme in QuantizationScheme.all where !scheme.normalizesRows {
      let byteCount = scheme.byteCount(rowCount: rowCount, columnCount: columnCount) ?? 0
      points.append(
        Point(
          scheme: scheme,
          step: nil,
          bits: 8 * Double(byteCount) / Double(max(rowCount * columnCount, 1)),
          relativeError: try sample.statistics(scheme: scheme).relativeError
        )
      )
    }
    self.points = points
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
      step: step.flatMap { low in
        other.step.map { (between(low, $0) * digits).rounded() / digits }
      },
      bits: bits + share * (other.bits - bits),
      relativeError: between(relativeError, other.relativeError)
    )
  }
}
