//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// The kernels of each instruction set against the reference: bytes, scales and statistics.
struct RowQuantizerTests {
  private static let columnCounts = [
    0, 1, 2, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 63, 64, 65, 257, 1000,
  ]

  /// How the weights of a row are drawn.
  enum Kind: CaseIterable {
    case normal, heavyTail, ties, anyPattern, subnormal, tiny, huge, zero, single

    func weights(
      count: Int,
      format: FloatFormat,
      using generator: inout SplitMix64
    ) -> [Float] {
      let limit = format.greatestFiniteMagnitude
      let smallest = format.value(ofBitPattern: 1)
      return (0..<count).map { column in
        let normal = generator.nextNormal()
        switch self {
        case .normal: return normal / 32
        case .heavyTail: return normal * normal * normal * (column % 97 == 0 ? 8 : 0.01)
        case .ties: return column == 0 ? 127 : Float(Int(normal * 40)) + 0.5
        case .anyPattern:
          let pattern = UInt32.random(in: 0...UInt32.max, using: &generator)
          let value = format.value(ofBitPattern: pattern)
          return value.isFinite ? value : 0
        case .subnormal: return (normal * 40).rounded() * smallest
        case .tiny: return (normal * 300).rounded() * smallest
        case .huge: return min(max(normal / 2, -1), 1) * limit
        case .zero: return column % 2 == 0 ? 0 : -0.0
        case .single: return column == count - 1 ? -normal : 0
        }
      }
    }
  }

  /// A matrix with a row of each kind, and one of fewer rows.
  private static func matrices(_ elementType: ElementType) throws -> [StoredMatrix] {
    let format = try #require(elementType.floatFormat)
    var generator = SplitMix64(seed: 41)
    return try columnCounts.flatMap { columnCount in
      let rows = Kind.allCases.map {
        $0.weights(count: columnCount, format: format, using: &generator)
      }
      return try [rows, Array(rows[..<1]), []].map { try StoredMatrix(elementType, rows: $0) }
    }
  }

  private func compareWithReference(
    _ instructionSet: InstructionSet,
    _ elementType: ElementType
  ) throws {
    for matrix in try Self.matrices(elementType) {
      for scheme in QuantizationScheme.perRow {
        let expected = try matrix.referenceQuantized(scheme)
        let found = try matrix.quantized(scheme, instructionSet: instructionSet)
        #expect(found.isIdentical(to: expected), "\(matrix.testDescription), \(scheme.name)")
      }
      for scheme in QuantizationScheme.original {
        // The largest weight decides in no row, in some and in all.
        for step in [UniformStep(2), UniformStep(0.125), UniformStep(0.002)] {
          let expected = try matrix.referenceQuantized(scheme, step: step)
          let found = try matrix.quantized(scheme, step: step, instructionSet: instructionSet)
          #expect(found.isIdentical(to: expected), "\(matrix.testDescription), step \(step.value)")
        }
      }
    }
  }

  @Test(arguments: [ElementType.f16, .bf16, .f32])
  func genericKernelsGiveTheReference(_ elementType: ElementType) throws {
    try compareWithReference(.generic, elementType)
  }

  @Test(.needs(.avx2), arguments: [ElementType.f16, .bf16, .f32])
  func avx2KernelsGiveTheReference(_ elementType: ElementType) throws {
    try compareWithReference(.avx2, elementType)
  }

  @Test(.needs(.avx512), arguments: [ElementType.f16, .bf16, .f32])
  func avx512KernelsGiveTheReference(_ elementType: ElementType) throws {
    try compareWithReference(.avx512, elementType)
  }

  @Test(.needs(.neon), arguments: [ElementType.f16, .bf16, .f32])
  func neonKernelsGiveTheReference(_ elementType: ElementType) throws {
    try compareWithReference(.neon, elementType)
  }

  // MARK: - Every half

  /// A row for every positive finite half: that number, one of its own fractions and its negative, also
  /// alone and negated, since the range of codes is not symmetric.
  private static func rowsOfEveryHalf() throws -> [[Float]] {
    (UInt32(1)..<0x7C00).flatMap { pattern in
      let value = FloatFormat.binary16.value(ofBitPattern: pattern)
      return [[value, -value / 2, value / 3], [-value, value / 2, -value / 3]]
    }
  }

  @Test(arguments: QuantizationScheme.original)
  func everyHalfAsTheLargestWeight(_ scheme: QuantizationScheme) throws {
    let matrix = try StoredMatrix(.f16, rows: Self.rowsOfEveryHalf())
    let result = try matrix.referenceQuantized(scheme)
    for instructionSet in InstructionSet.allCases where instructionSet.isSupported {
      let found = try matrix.quantized(scheme, instructionSet: instructionSet)
      #expect(found.isIdentical(to: result))
    }

    var failedRowCount = 0
    var correctedRowCount = 0
    let allWeights = try matrix.format.values(in: matrix.bytes)
    for row in 0..<matrix.rowCount {
      let weights = allWeights[3 * row..<3 * row + 3]
      let codes = try result.codes(inRow: row, columnCount: 3, scheme: scheme)
      let scale = result.scales[row]
      // The rule, written for halves: the original's scale, or where a code leaves the range, the quotient.
      let first = weights[3 * row]
      let largest = first.magnitude
      let quotient = largest / (scheme == .int8Row ? 127 : 7)
      let original = Float(Float16(quotient))
      let code = original == 0 ? .infinity : (first / original).rounded(.toNearestOrEven)
      let isInRange = scheme == .int8Row ? -128...127 ~= code : -8...7 ~= code
      if !isInRange { correctedRowCount += 1 }
      let isExpected =
        scale == (isInRange ? original : quotient)
        && zip(weights, codes).allSatisfy { weight, code in
          Float(code) == (weight / scale).rounded(.toNearestOrEven)
            && (weight - Float(code) * scale).magnitude <= scale / 2 * (1 + 0x1p-16)
        }
      if !isExpected { failedRowCount += 1 }
    }
    #expect(failedRowCount == 0)
    #expect(correctedRowCount > 0)
  }

  // MARK: - Blocks

  @Test(arguments: QuantizationScheme.perRow)
  func splittingIntoBlocksChangesNothing(_ scheme: QuantizationScheme) throws {
    var generator = SplitMix64(seed: 43)
    let rows = (0..<40).map { row in
      Kind.allCases[row % Kind.allCases.count]
        .weights(count: 100, format: .bfloat16, using: &generator)
    }
    let matrix = try StoredMatrix(.bf16, rows: rows)
    let whole = try matrix.quantized(scheme)
    for blockRowCount in [1, 3, 7, 39, 40] {
      let starts = stride(from: 0, to: rows.count, by: blockRowCount)
      let blocks = try starts.map {
        try matrix.quantized(scheme, rows: $0..<min($0 + blockRowCount, rows.count))
      }
      // Backwards, as threads might finish.
      var statistics = QuantizationStatistics(scheme: scheme)
      for block in blocks.reversed() { statistics.merge(block.statistics) }
      let joined = ReferenceQuantizer.Matrix(
        codes: blocks.flatMap(\.codes),
        scales: blocks.flatMap(\.scales),
        statistics: statistics
      )
      #expect(joined.isIdentical(to: whole))
    }
  }

  // MARK: - Normalized rows

  @Test(arguments: [ElementType.f16, .bf16, .f32])
  func normalizedRowsAreThoseOfTheNormalizedMatrix(_ elementType: ElementType) throws {
    var generator = SplitMix64(seed: 44)
    let source = try StoredMatrix(
      elementType,
      rows: (0..<9).map { row in (0..<77).map { _ in generator.nextNormal() * Float(row) } }
    )
    // Written out: lengths in binary64, quotients and scales in binary32.
    let normalized = try (0..<source.rowCount).map { row in
      let weights = try source.row(row)
      let sum = weights.reduce(0.0) { $0 + Double($1) * Double($1) }
      let length = max(Float(sum.squareRoot()), 1e-12)
      return weights.map { $0 / length }
    }
    let expected = try StoredMatrix(.f32, rows: normalized).referenceQuantized(.int8Row)
    for instructionSet in InstructionSet.allCases where instructionSet.isSupported {
      let found = try source.quantized(.int8RowNormalized, instructionSet: instructionSet)
      #expect(found.isIdentical(to: expected))
    }
    // A row of zeros stays one; every other has the length 1.
    #expect(expected.scales[0] == 0)
    #expect(normalized[0].allSatisfy { $0 == 0 })
    for row in normalized.dropFirst() {
      let length = row.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      #expect((length - 1).magnitude < 1e-6)
    }
  }

  @Test func normalizedHeadIsThatOfTheReference() throws {
    let checkpoint = try Checkpoint(folder: Fixtures.path("models/baichuan2-7b-tiny"))
    let head = try #require(checkpoint.tensor(named: "lm_head.weight"))
    let (rowCount, columnCount) = (320, 64)
    #expect(head.info.shape.dimensions == [rowCount, columnCount])
    let found = try RowQuantizer(
      scheme: .int8RowNormalized,
      elementType: head.info.elementType,
      columnCount: columnCount
    ).quantize(checkpoint.bytes(of: head), rowCount: rowCount)
    let expected = try SafetensorsFile(
      path: Fixtures.path("models/variants/normalized-head.safetensors")
    )
    // The reference adds up squares in float32, so that lengths differ in their last bits.
    for (scale, reference) in zip(found.scales, try expected.floats("scales")) {
      #expect((scale / reference - 1).magnitude <= 4 * 0x1p-23)
    }
    #expect(found.codes == (try #require(try expected.bytes(of: "codes"))))
  }

  // MARK: - What cannot be quantized

  @Test(
    arguments: [
      (Float.nan, "NaN"), (-.nan, "NaN"), (.infinity, "infinity"), (-.infinity, "minus infinity"),
    ] as [(Float, String)],
    [0, 5, 15, 16, 31, 32, 36]
  )
  func theFirstNonFiniteWeightIsNamed(_ bad: (value: Float, kind: String), _ column: Int) throws {
    var rows = [[Float]](repeating: [Float](repeating: 1, count: 37), count: 4)
    rows[2][column] = bad.value
    rows[2][36] = bad.value
    rows[3][0] = .nan
    for elementType in [ElementType.f16, .bf16, .f32] {
      let matrix = try StoredMatrix(elementType, rows: rows)
      for scheme in QuantizationScheme.perRow {
        var errors = [
          try #require(throws: QuantizationError.self) { try matrix.referenceQuantized(scheme) }
        ]
        for instructionSet in InstructionSet.allCases where instructionSet.isSupported {
          errors.append(
            try #require(throws: QuantizationError.self) {
              try matrix.quantized(scheme, instructionSet: instructionSet)
            }
          )
        }
        for error in errors {
          #expect(error.code == .nonFiniteWeight)
          #expect(error.row == 2)
          #expect(error.column == column)
          #expect(error.message.contains("row 2, column \(column) is \(bad.kind),"))
        }
      }
    }
  }

  @Test func theLargestFloatStaysFinite() throws {
    // 127 times the rounded scale of this row is past the range of Float.
    let largest = Float.greatestFiniteMagnitude
    let matrix = try StoredMatrix(.f32, rows: [[largest, -largest, largest / 3]])
    for instructionSet in InstructionSet.allCases where instructionSet.isSupported {
      let result = try matrix.quantized(.int8Row, instructionSet: instructionSet)
      #expect(127 * result.scales[0] == .infinity)
      #expect(result.codes == [127, 0x81, 42])
      #expect(result.statistics.maximumAbsoluteError < largest / 127)
      #expect(result.statistics.sumOfSquares.isFinite)
    }
  }
}
