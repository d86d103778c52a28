//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What quantizing cost, summed over weights.
///
/// The error of a weight is `weight − code × scale`, the product and the difference rounded to `Float`
/// (a product past the range counts as the largest finite `Float`). Squares are exact in `Double`; those
/// of the weights that share a scale, a row or a group, are added in sixteen lanes, column j in lane j mod 16, and
/// the lanes by halves: 16 to 8 to 4 to 2 to 1. The sums of rows and groups are added without rounding. So every figure has the same bits for every number of
/// threads, size of block and instruction set.
public struct QuantizationStatistics: Sendable {
  /// The number of weights.
  public private(set) var weightCount = 0
  /// The largest magnitude of an error.
  public private(set) var maximumAbsoluteError: Float = 0
  /// How often each code occurs, the smallest code first: 256 counts for 8 bits, 16 for 4 bits.
  public private(set) var codeCounts: [Int]
  private var exactSumOfSquares = ExactSum()
  private var exactSumOfSquaredErrors = ExactSum()

  /// The statistics of no weights.
  init(scheme: QuantizationScheme) {
    codeCounts = [Int](repeating: 0, count: scheme.codeRange.count)
  }

  /// Statistics from stored figures, or nil when no weights of the scheme could have given them.
  ///
  /// The figures of any statistics make statistics equal to them.
  init?(
    scheme: QuantizationScheme,
    sumOfSquares: Double,
    sumOfSquaredErrors: Double,
    maximumAbsoluteError: Float,
    codeCounts: [Int]
  ) {
    self.init(scheme: scheme)
    guard codeCounts.count == self.codeCounts.count,
      maximumAbsoluteError >= 0, maximumAbsoluteError.isFinite,
      ExactSum.accepts(sumOfSquares), ExactSum.accepts(sumOfSquaredErrors)
    else { return nil }
    for count in codeCounts {
      let (sum, overflow) = weightCount.addingReportingOverflow(count)
      guard count >= 0, !overflow else { return nil }
      weightCount = sum
    }
    self.codeCounts = codeCounts
    self.maximumAbsoluteError = maximumAbsoluteError
    exactSumOfSquares.add(sumOfSquares)
    exactSumOfSquaredErrors.add(sumOfSquaredErrors)
  }

  /// The sum of the squared weights.
  public var sumOfSquares: Double { exactSumOfSquares.value }
  /// The sum of the squared errors.
  public var sumOfSquaredErrors: Double { exactSumOfSquaredErrors.value }

  /// Adds the sums of a row or of a group of its columns, but not its codes.
  mutating func addRow(
    sumOfSquares: Double,
    sumOfSquaredErrors: Double,
    maximumAbsoluteError: Float
  ) {
    exactSumOfSquares.add(sumOfSquares)
    exactSumOfSquaredErrors.add(sumOfSquaredErrors)
    self.maximumAbsoluteError = max(self.maximumAbsoluteError, maximumAbsoluteError)
  }

  /// Adds `count` weights of a code, but not their errors.
  mutating func addCode(_ code: Int, count: Int = 1) {
    codeCounts[code + codeCounts.count / 2] += count
    weightCount += count
  }

  /// Adds the statistics of other weights; the order of additions does not show in the result.
  ///
  /// - Parameter other: Statistics of codes of the same width; anything else is a programming error.
  public mutating func merge(_ other: QuantizationStatistics) {
    precondition(codeCounts.count == other.codeCounts.count, "codes have the same width")
    weightCount += other.weightCount
    maximumAbsoluteError = max(maximumAbsoluteError, other.maximumAbsoluteError)
    for index in codeCounts.indices { codeCounts[index] += other.codeCounts[index] }
    exactSumOfSquares.add(other.exactSumOfSquares)
    exactSumOfSquaredErrors.add(other.exactSumOfSquaredErrors)
  }
}

extension QuantizationStatistics: Equatable {
  /// Whether all figures are equal.
  ///
  /// Sums count as the `Double` that a file can hold.
  public static func == (left: QuantizationStatistics, right: QuantizationStatistics) -> Bool {
    left.codeCounts == right.codeCounts
      && left.maximumAbsoluteError == right.maximumAbsoluteError
      && left.sumOfSquares == right.sumOfSquares
      && left.sumOfSquaredErrors == right.sumOfSquaredErrors
  }
}

extension QuantizationStatistics {
  /// The root of the mean squared error; 0 for no weights.
  public var rootMeanSquareError: Double {
    weightCount == 0 ? 0 : (sumOfSquaredErrors / Double(weightCount)).squareRoot()
  }

  /// The ratio of signal to quantization noise in decibels: 10 · log₁₀(Σ weight² / Σ error²).
  ///
  /// Nil when there is no error, or no signal.
  public var signalToNoiseRatio: Double? {
    guard sumOfSquaredErrors > 0, sumOfSquares > 0 else { return nil }
    let tenOverLog2Of10 = 3.010_299_956_639_812
    return tenOverLog2Of10
      * (sumOfSquares.binaryLogarithm - sumOfSquaredErrors.binaryLogarithm)
  }

  /// The share of codes that are zero, from 0 to 1; 0 for no weights.
  public var zeroCodeShare: Double {
    weightCount == 0 ? 0 : Double(codeCounts[codeCounts.count / 2]) / Double(weightCount)
  }

  /// The entropy of the codes in bits a code: what an order-0 entropy coder needs.
  ///
  /// −Σ p · log₂ p over the codes that occur; 0 for no weights.
  public var codeEntropy: Double {
    var entropy = 0.0
    for count in codeCounts where count > 0 {
      let share = Double(count) / Double(weightCount)
      entropy -= share * share.binaryLogarithm
    }
    return max(entropy, 0)
  }
}
