//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct RateCurveTests {
  private static func sample(of matrix: StoredMatrix) -> RowSample {
    RowSample(
      weights: matrix.bytes,
      rowCount: matrix.rowCount,
      elementType: matrix.elementType,
      columnCount: matrix.columnCount
    )
  }

  private static func curve(of matrix: StoredMatrix) throws -> RateCurve {
    try RateCurve(stepsFor: sample(of: matrix))
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
      #expect(try #require(low.step) < #require(high.step))
      #expect(low.bits >= high.bits)
      #expect(low.relativeError <= high.relativeError)
    }
    #expect(points.count == 7 * 16 + 1)
  }

  @Test func interpolatedPointsAgreeWithWhatQuantizingGives() throws {
    let matrix = try Self.matrix.get()
    for point in try Self.curve(of: matrix).points {
      let step = try #require(point.step)
      guard 0.1...0.7 ~= step else { continue }
      let statistics = try matrix.quantized(.int8Row, step: UniformStep(step)).statistics
      #expect(abs(point.bits - statistics.codeEntropy) < 0.06)
      let error = statistics.sumOfSquaredErrors / statistics.sumOfSquares
      #expect(abs(point.relativeError / error - 1) < 0.05)
    }
  }

  @Test func aMatrixOfZerosHasNoError() throws {
    let zeros = try StoredMatrix(.bf16, rows: [[0, 0, 0, 0]])
    #expect(try Self.curve(of: zeros).points.allSatisfy { $0.relativeError == 0 })
  }

  @Test func schemesTakeTheBitsOfTheirCodesAndScales() throws {
    let points = try RateCurve(schemesFor: Self.sample(of: Self.matrix.get())).points
    // A row has 512 columns, and 32 bits for its scale; a group has 16.
    let expected: [String: Double] = [
      "int8-row": 8.0625, "int8-group32": 8.5, "int8-group64": 8.25, "int8-group128": 8.125,
      "int4-row": 4.0625, "int4-group32": 4.5, "int4-group64": 4.25, "int4-group128": 4.125,
    ]
    let bits = Dictionary(uniqueKeysWithValues: points.map { ($0.scheme.name, $0.bits) })
    #expect(bits == expected)
  }

  @Test func errorsOfSchemesAreThoseOfQuantizing() throws {
    let matrix = try Self.matrix.get()
    let points = try RateCurve(schemesFor: Self.sample(of: matrix)).points
    for point in points {
      let statistics = try matrix.quantized(point.scheme).statistics
      #expect(point.step == nil)
      #expect(point.relativeError == statistics.sumOfSquaredErrors / statistics.sumOfSquares)
    }
    let errors = Dictionary(uniqueKeysWithValues: points.map { ($0.scheme, $0.relativeError) })
    // Fewer weights to a scale, and more bits to a code, err less.
    for (less, more) in [
      ("int4-group32", "int4-group64"), ("int4-group64", "int4-row"), ("int8-row", "int4-group32"),
    ] {
      let schemes = try [less, more].map { try #require(QuantizationScheme.named($0)) }
      #expect(try #require(errors[schemes[0]]) < #require(errors[schemes[1]]))
    }
  }

  @Test func weightsThatAreNotFiniteAreAnError() throws {
    let sample = Self.sample(of: try StoredMatrix(.f32, rows: [[0, .nan]]))
    let errors = [
      #expect(throws: QuantizationError.self) { try RateCurve(stepsFor: sample) },
      #expect(throws: QuantizationError.self) { try RateCurve(schemesFor: sample) },
    ]
    #expect(errors.allSatisfy { $0?.code == .nonFiniteWeight })
  }
}
