//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct RateAllocationTests {
  /// A curve as theory has it: each factor of two in the step takes a bit, and four times the error.
  private static let curve = RateCurve(
    points: (-64...32).map { exponent in
      let octaves = Double(exponent) / 16
      return RateCurve.Point(
        step: ElementaryFunctions.pow(2, octaves),
        bits: 6 - octaves,
        relativeError: ElementaryFunctions.pow(4, octaves) / 12
      )
    }
  )

  private static func matrices(_ sensitivities: [Double]) -> [RateAllocation.Matrix] {
    sensitivities.enumerated().map { index, sensitivity in
      RateAllocation.Matrix(
        weightCount: 1000 * (index + 1),
        sensitivity: sensitivity,
        curve: curve
      )
    }
  }

  @Test func squaredStepsAreProportionalToWeightsOverSensitivity() throws {
    let sensitivities = [0.1, 3, 0.7, 0.02]
    let matrices = Self.matrices(sensitivities)
    let points = RateAllocation.points(for: matrices, bitCount: 6.5 * 10_000)
    let products = try points.indices.map { index in
      let step = try #require(points[index].step)
      return step * step * sensitivities[index] / Double(index + 1)
    }
    // Points are a sixteenth of an octave apart.
    for product in products { #expect(abs(product / products[0] - 1) < 0.2) }
  }

  @Test(arguments: [4.1, 5, 6.5, 8, 9.9])
  func bitsAreUsedUpAndNotExceeded(bits: Double) {
    let matrices = Self.matrices([0.1, 3, 0.7, 0.02])
    let points = RateAllocation.points(for: matrices, bitCount: bits * 10_000)
    let used = RateAllocation.bitCount(of: points, for: matrices) / 10_000
    #expect(used <= bits)
    #expect(used > bits - 0.1)
  }

  @Test func noChangeOfTwoMatricesIsBetter() {
    let matrices = Self.matrices([0.1, 3, 0.7, 0.02])
    let points = RateAllocation.points(for: matrices, bitCount: 6.5 * 10_000)
    let divergence = RateAllocation.divergence(of: points, for: matrices)
    let bitCount = RateAllocation.bitCount(of: points, for: matrices)
    for (raised, lowered) in [(0, 1), (1, 0), (2, 3), (3, 0)] {
      for count in [1, 4, 16] {
        var other = points
        let curve = Self.curve.points
        func moved(_ point: RateCurve.Point, by offset: Int) -> RateCurve.Point? {
          curve.firstIndex { $0.step == point.step }
            .flatMap { curve.indices.contains($0 + offset) ? curve[$0 + offset] : nil }
        }
        guard let up = moved(points[raised], by: count),
          let down = moved(points[lowered], by: -count)
        else { continue }
        (other[raised], other[lowered]) = (up, down)
        guard RateAllocation.bitCount(of: other, for: matrices) <= bitCount else { continue }
        #expect(RateAllocation.divergence(of: other, for: matrices) >= divergence)
      }
    }
  }

  /// Two ways to store each of ten matrices: what is found by trying all choices is no better.
  @Test(arguments: 0..<20)
  func pointsFarApartLeaveNoBitsUnused(seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed))
    let pair = RateCurve(
      points: [(4.5, 0.01), (8.0, 0.0001)].map {
        RateCurve.Point(step: nil, bits: $0.0, relativeError: $0.1)
      }
    )
    let matrices = (0..<10).map { _ in
      RateAllocation.Matrix(
        weightCount: 1000,
        sensitivity: Double(generator.next() % 1000 + 1),
        curve: pair
      )
    }
    let bitCount = 10_000 * 5.4
    let found = RateAllocation.points(for: matrices, bitCount: bitCount)
    #expect(RateAllocation.bitCount(of: found, for: matrices) <= bitCount)
    let best = (0..<1024).map { mask in
      matrices.indices.map { pair.points[mask >> $0 & 1] }
    }
    .filter { RateAllocation.bitCount(of: $0, for: matrices) <= bitCount }
    .map { RateAllocation.divergence(of: $0, for: matrices) }.min()
    let divergence = RateAllocation.divergence(of: found, for: matrices)
    #expect(best.map { divergence <= $0 } == true, "\(divergence) of \(best ?? 0)")
  }

  @Test func budgetsBeyondTheCurvesTakeTheirEnds() {
    let matrices = Self.matrices([1, 2])
    let finest = RateAllocation.points(for: matrices, bitCount: .infinity)
    #expect(finest.allSatisfy { $0.step == Self.curve.points.first?.step })
    let coarsest = RateAllocation.points(for: matrices, bitCount: 0)
    #expect(coarsest.allSatisfy { $0.step == Self.curve.points.last?.step })
  }

  @Test func matricesThatDoNotMatterTakeTheFewestBits() {
    let points = RateAllocation.points(for: Self.matrices([0, 1]), bitCount: 6 * 3000)
    #expect(points[0].step == Self.curve.points.last?.step)
  }
}
