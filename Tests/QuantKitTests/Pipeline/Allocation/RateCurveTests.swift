//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct RateCurveTests {
  private static func curve(of matrix: StoredMatrix) throws -> RateCurve {
    try RateCurve(
      weights: matrix.bytes,
      rowCount: matrix.rowCount,
      elementType: matrix.elementType,
      columnCount: matrix.columnCount
    )
  }

  private static let matrix = Result {
    var generator = SplitMix64(seed: 3)
    return try StoredMatrix(
      .f16,
      rows: (0..<32).map { row in
        (0..<512).map { _ in generator.nextNormal() * 0.02 * Float(row + 1) }
      }
    )
  }

  @Test func largerStepsTakeFewerBitsAndErrMore() throws {
    let points = try Self.curve(of: Self.matrix.get()).points
    for (low, high) in zip(points, points.dropFirst()) {
      #expect(low.step < high.step)
      #expect(low.bits >= high.bits)
      #expect(low.relativeError <= high.relativeError)
    }
    #expect(points.count == 7 * 16 + 1)
  }

  @Test func interpolatedPointsAgreeWithWhatQuantizingGives() throws {
    let matrix = try Self.matrix.get()
    let curve = try Self.curve(of: matrix)
    for point in curve.points where 0.1...0.7 ~= point.step {
      let statistics = try matrix.quantized(.int8Row, step: UniformStep(point.step)).statistics
      #expect(abs(point.bits - statistics.codeEntropy) < 0.06)
      let error = statistics.sumOfSquaredErrors / statistics.sumOfSquares
      #expect(abs(point.relativeError / error - 1) < 0.05)
      #expect(curve.relativeError(at: point.step) == point.relativeError)
    }
  }

  @Test func aMatrixOfZerosHasNoError() throws {
    let zeros = try StoredMatrix(.bf16, rows: [[0, 0, 0, 0]])
    #expect(try Self.curve(of: zeros).points.allSatisfy { $0.relativeError == 0 })
  }

  @Test func weightsThatAreNotFiniteAreAnError() throws {
    let matrix = try StoredMatrix(.f32, rows: [[0, .nan]])
    let error = #expect(throws: QuantizationError.self) { try Self.curve(of: matrix) }
    #expect(error?.code == .nonFiniteWeight)
  }
}
