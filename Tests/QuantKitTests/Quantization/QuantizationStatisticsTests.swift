//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct QuantizationStatisticsTests {
  /// A sum of a thousand squares in another order differs by rounding alone.
  private static let tolerance = 1e-12

  private static func sample(_ elementType: ElementType) throws -> StoredMatrix {
    var generator = SplitMix64(seed: 51)
    return try StoredMatrix(
      elementType,
      rows: (0..<8).map { _ in (0..<123).map { _ in generator.nextNormal() / 50 } }
    )
  }

  @Test(arguments: [ElementType.f16, .bf16, .f32], QuantizationScheme.original)
  func agreeWithAPlainComputation(
    _ elementType: ElementType,
    _ scheme: QuantizationScheme
  ) throws {
    let matrix = try Self.sample(elementType)
    let result = try matrix.quantized(scheme)
    let statistics = result.statistics

    var (signal, noise, largest) = (0.0, 0.0, 0.0)
    var counts: [Int8: Int] = [:]
    for row in 0..<matrix.rowCount {
      let codes = try result.codes(inRow: row, columnCount: matrix.columnCount, scheme: scheme)
      for (weight, code) in zip(try matrix.row(row), codes) {
        let error = Double(weight - Float(code) * result.scales[row])
        signal += Double(weight) * Double(weight)
        noise += error * error
        largest = max(largest, error.magnitude)
        counts[code, default: 0] += 1
      }
    }
    let count = Double(8 * 123)
    #expect(statistics.weightCount == 8 * 123)
    #expect(isClose(statistics.sumOfSquares, signal))
    #expect(isClose(statistics.sumOfSquaredErrors, noise))
    #expect(Double(statistics.maximumAbsoluteError) == largest)
    #expect(isClose(statistics.rootMeanSquareError, (noise / count).squareRoot()))
    #expect(statistics.zeroCodeShare == Double(counts[0] ?? 0) / count)
    for code in scheme.codeRange {
      #expect(statistics.codeCounts[code - scheme.codeRange.lowerBound] == counts[Int8(code)] ?? 0)
    }
    // SQNR of a uniform quantizer: a step is twice √3 its error.
    let expectedRatio = 10 * (signal / noise).binaryLogarithm / (10.0).binaryLogarithm
    #expect(isClose(try #require(statistics.signalToNoiseRatio), expectedRatio))
  }

  private func isClose(_ found: Double, _ expected: Double) -> Bool {
    (found - expected).magnitude <= Self.tolerance * expected.magnitude
  }

  @Test func entropyIsThatOfTheCodes() {
    var statistics = QuantizationStatistics(scheme: .int4Row)
    #expect(statistics.codeEntropy == 0)
    statistics.addCode(0, count: 5)
    #expect(statistics.codeEntropy == 0)
    #expect(statistics.zeroCodeShare == 1)
    statistics.addCode(-8, count: 5)
    #expect(statistics.codeEntropy == 1)
    statistics.addCode(7, count: 10)
    #expect(statistics.codeEntropy == 1.5)
    #expect(statistics.zeroCodeShare == 0.25)

    var uniform = QuantizationStatistics(scheme: .int8Row)
    for code in -128...127 { uniform.addCode(code, count: 3) }
    #expect(uniform.codeEntropy == 8)
    #expect(uniform.weightCount == 768)
  }

  @Test func noErrorHasNoRatio() throws {
    let exact = try StoredMatrix(.f32, rows: [[127, -127, 3, 0]]).quantized(.int8Row).statistics
    #expect(exact.sumOfSquaredErrors == 0)
    #expect(exact.rootMeanSquareError == 0)
    #expect(exact.signalToNoiseRatio == nil)

    for empty in [[[Float]](), [[], []], [[0, 0]]] {
      let statistics = try StoredMatrix(.f16, rows: empty).quantized(.int4Row).statistics
      #expect(statistics.weightCount == empty.joined().count)
      #expect(statistics.rootMeanSquareError == 0)
      #expect(statistics.signalToNoiseRatio == nil)
      #expect(statistics.codeEntropy == 0)
    }
  }

  @Test func squaresOfTheSmallestAndLargestFloatsCount() throws {
    let tiny = try StoredMatrix(.f32, rows: [[0x1p-149]]).quantized(.int8Row).statistics
    #expect(tiny.sumOfSquares == 0x1p-298)
    let huge = try StoredMatrix(.bf16, rows: [[0x1p127, 0x1p127]]).quantized(.int8Row).statistics
    #expect(huge.sumOfSquares == 0x1p255)
    var both = tiny
    both.merge(huge)
    #expect(both.sumOfSquares == 0x1p255)
    #expect(both.weightCount == 3)
  }

  @Test(arguments: QuantizationScheme.all)
  func storedFiguresComeBack(_ scheme: QuantizationScheme) throws {
    let statistics = try Self.sample(.f16).quantized(scheme).statistics
    let restored = try #require(
      QuantizationStatistics(
        scheme: scheme,
        sumOfSquares: statistics.sumOfSquares,
        sumOfSquaredErrors: statistics.sumOfSquaredErrors,
        maximumAbsoluteError: statistics.maximumAbsoluteError,
        codeCounts: statistics.codeCounts
      )
    )
    #expect(restored == statistics)
    #expect(restored.weightCount == statistics.weightCount)
    #expect(restored.signalToNoiseRatio == statistics.signalToNoiseRatio)
  }

  /// Stored figures, one of them impossible.
  struct Stored {
    var sumOfSquares = 4.0
    var sumOfSquaredErrors = 1.0
    var maximumAbsoluteError: Float = 1
    var codeCounts = [Int](repeating: 1, count: 16)
  }

  @Test(
    arguments: [
      Stored(sumOfSquares: -1), Stored(sumOfSquares: .nan), Stored(sumOfSquares: .infinity),
      Stored(sumOfSquares: 1e300), Stored(sumOfSquaredErrors: -1),
      Stored(sumOfSquaredErrors: .leastNonzeroMagnitude), Stored(maximumAbsoluteError: -1),
      Stored(maximumAbsoluteError: .nan), Stored(maximumAbsoluteError: .infinity),
      Stored(codeCounts: []), Stored(codeCounts: [Int](repeating: 1, count: 256)),
      Stored(codeCounts: [Int](repeating: -1, count: 16)),
      Stored(codeCounts: [Int](repeating: .max, count: 16)),
    ]
  )
  func impossibleFiguresAreRefused(_ stored: Stored) {
    #expect(
      QuantizationStatistics(
        scheme: .int4Row,
        sumOfSquares: stored.sumOfSquares,
        sumOfSquaredErrors: stored.sumOfSquaredErrors,
        maximumAbsoluteError: stored.maximumAbsoluteError,
        codeCounts: stored.codeCounts
      ) == nil
    )
  }

  @Test func everyFigureCountsInAComparison() throws {
    func statistics(_ stored: Stored) throws -> QuantizationStatistics {
      try #require(
        QuantizationStatistics(
          scheme: .int4Row,
          sumOfSquares: stored.sumOfSquares,
          sumOfSquaredErrors: stored.sumOfSquaredErrors,
          maximumAbsoluteError: stored.maximumAbsoluteError,
          codeCounts: stored.codeCounts
        )
      )
    }
    let first = try statistics(Stored())
    #expect(first == (try statistics(Stored())))
    #expect(first != (try statistics(Stored(sumOfSquares: 5))))
    #expect(first != (try statistics(Stored(sumOfSquaredErrors: 2))))
    #expect(first != (try statistics(Stored(maximumAbsoluteError: 2))))
    var counts = [Int](repeating: 1, count: 16)
    counts.swapAt(0, 1)
    counts[0] = 2
    #expect(first != (try statistics(Stored(codeCounts: counts))))
  }
}
