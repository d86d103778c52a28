//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// Schemes with a scale for each group of columns: kernels, reference and what becomes of hard groups.
struct GroupScaleTests {
  private static let columnCounts = [0, 1, 8, 31, 32, 33, 64, 100, 128, 129, 300, 576]

  private static func rows(_ count: Int, columns: Int, seed: UInt64) -> [[Float]] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { row in
      // Groups of very different sizes in one row, and some of zeros.
      (0..<columns).map { column in
        let size = [1, 0.01, 30, 0][(row + column / 32) % 4] as Float
        return generator.nextNormal() * size
      }
    }
  }

  @Test(arguments: QuantizationScheme.grouped, [ElementType.f16, .bf16, .f32])
  func kernelsGiveTheReference(scheme: QuantizationScheme, elementType: ElementType) throws {
    for columnCount in Self.columnCounts {
      let matrix = try StoredMatrix(
        elementType,
        rows: Self.rows(5, columns: columnCount, seed: 51)
      )
      let expected = try matrix.referenceQuantized(scheme)
      #expect(expected.scales.count == 5 * scheme.scalesPerRow(columnCount: columnCount))
      for instructionSet in supportedInstructionSets {
        let found = try matrix.quantized(scheme, instructionSet: instructionSet)
        #expect(found.isIdentical(to: expected), "\(matrix.testDescription), \(instructionSet)")
        // Blocks are rows, so that a block depends on no other.
        let part = try matrix.quantized(scheme, instructionSet: instructionSet, rows: 2..<4)
        let count = scheme.scalesPerRow(columnCount: columnCount)
        #expect(part.scales == Array(expected.scales[2 * count..<4 * count]))
      }
    }
  }

  /// Every group is what a row of its columns alone is, with its scale in 16 bits.
  @Test(arguments: QuantizationScheme.grouped)
  func groupsAreRowsOfTheirColumns(scheme: QuantizationScheme) throws {
    let row = try #require(Self.rows(1, columns: 300, seed: 52).first)
    let rowScheme = scheme.bitsPerCode == 8 ? QuantizationScheme.int8Row : .int4Row
    // Scales of rows of F16 are rounded to F16 too.
    let matrix = try StoredMatrix(.f16, rows: [row])
    let found = try matrix.quantized(scheme)
    let codes = scheme.codes(inRow: found.codes, columnCount: 300)
    for (index, group) in scheme.groups(columnCount: 300).enumerated() {
      let alone = try StoredMatrix(.f16, rows: [Array(try matrix.row(0)[group])])
        .quantized(rowScheme)
      #expect(found.scales[index] == alone.scales[0])
      #expect(
        Array(codes[group]) == rowScheme.codes(inRow: alone.codes, columnCount: group.count)
      )
    }
  }

  @Test(arguments: QuantizationScheme.grouped)
  func weightsComeBackByTheScalesOfTheirGroups(scheme: QuantizationScheme) throws {
    for columnCount in Self.columnCounts {
      let matrix = try StoredMatrix(.f32, rows: Self.rows(3, columns: columnCount, seed: 53))
      let quantized = try matrix.quantized(scheme)
      for instructionSet in supportedInstructionSets {
        let dequantizer = RowDequantizer(
          scheme: scheme,
          elementType: .f32,
          columnCount: columnCount,
          instructionSet: instructionSet
        )
        let found = FloatFormat.binary32.values(
          in: dequantizer.dequantize(codes: quantized.codes, scales: quantized.scales[...])
        )
        let weights = try matrix.format.values(in: matrix.bytes)
        let groups = scheme.groups(columnCount: columnCount)
        for row in 0..<3 {
          for (index, group) in groups.enumerated() {
            let scale = quantized.scales[row * groups.count + index]
            for column in group {
              let place = row * columnCount + column
              #expect((found[place] - weights[place]).magnitude <= scale * 0.5001)
            }
          }
        }
      }
    }
  }

  /// Numbers around the smallest of binary16, whose quotient has to be rounded up for codes to fit.
  @Test(arguments: QuantizationScheme.grouped)
  func tinyGroupsKeepTheirCodesInRange(scheme: QuantizationScheme) throws {
    let maximum = Float(scheme.maximumCode)
    let quotients: [Float] = [
      0x1p-26, 0x1p-25, 0x1.8p-25, 0x1p-24, 0x1.4p-24, 0x1.8p-24, 0x1.8p-23, 0x1p-15, 0x1.001p-14,
    ]
    let rows = quotients.map { quotient in
      (0..<40).map { column in (column % 2 == 0 ? 1 : -1) * quotient * maximum }
    }
    let matrix = try StoredMatrix(.f32, rows: rows)
    let expected = try matrix.referenceQuantized(scheme)
    for instructionSet in supportedInstructionSets {
      #expect(
        try matrix.quantized(scheme, instructionSet: instructionSet).isIdentical(to: expected)
      )
    }
    for (index, scale) in expected.scales.enumerated() {
      #expect(scale == Float(Float16(scale)) && scale > 0)
      let quotient = quotients[index / scheme.scalesPerRow(columnCount: 40)]
      #expect(scale >= quotient * 0.99 && scale <= max(2 * quotient, 0x1p-24))
    }
  }

  @Test(arguments: QuantizationScheme.grouped)
  func scalesThatSixteenBitsDoNotHoldAreErrors(scheme: QuantizationScheme) throws {
    var row = [Float](repeating: 1, count: 200)
    row[150] = 65_504 * Float(scheme.maximumCode) * 1.01
    let matrix = try StoredMatrix(.f32, rows: [row.map { _ in 1 }, row])
    let first = 150 / (scheme.groupLength ?? 1) * (scheme.groupLength ?? 1)
    for quantize in [
      { _ = try matrix.referenceQuantized(scheme) },
      { _ = try matrix.quantized(scheme) },
      { _ = try LeastSquaresRounding.round(row.map { _ in 1 } + row, rowCount: 2, scheme: scheme) },
    ] {
      let error = #expect(throws: QuantizationError.self) { try quantize() }
      #expect(error?.code == .scaleTooLarge)
      #expect(error?.row == 1 && error?.column == first)
      #expect(error?.message.contains("above 65504") == true)
    }
    // The largest that they do hold.
    row[150] = 65_504 * Float(scheme.maximumCode)
    let largest = try StoredMatrix(.f32, rows: [row]).quantized(scheme)
    #expect(largest.scales.max() == 65_504)
  }

  @Test func notFiniteWeightsAreNamedByTheirColumn() throws {
    var row = [Float](repeating: 1, count: 200)
    row[150] = .nan
    let matrix = try StoredMatrix(.bf16, rows: [row])
    for scheme in QuantizationScheme.grouped {
      let error = #expect(throws: QuantizationError.self) { try matrix.quantized(scheme) }
      #expect(error?.code == .nonFiniteWeight && error?.column == 150)
    }
  }

  // MARK: - Roundings

  @Test func scalesOfTheLeastSquaredErrorAreThoseOfGroups() throws {
    let row = try #require(Self.rows(1, columns: 100, seed: 54).first)
    let found = try LeastSquaresRounding.round(
      row,
      rowCount: 1,
      scheme: .scheme(width: .four, groupLength: 32)
    )
    #expect(found.scales.count == 4)
    for (index, group) in [0..<32, 32..<64, 64..<96, 96..<100].enumerated() {
      let alone = try LeastSquaresRounding.round(
        Array(row[group]),
        rowCount: 1,
        scheme: .int4Row
      )
      #expect(found.scales[index] == Float(Float16(alone.scales[0])))
    }
  }

  /// Inputs that go along with one another: calibrated codes change the outputs less.
  @Test func calibratedGroupsErrLessThanNearestOnes() throws {
    let (rowCount, columnCount, inputCount) = (16, 160, 400)
    var generator = SplitMix64(seed: 55)
    let mixing = (0..<columnCount).map { _ in (0..<24).map { _ in generator.nextNormal() } }
    let inputs = (0..<inputCount).map { _ in
      let sources = (0..<24).map { _ in generator.nextNormal() }
      return mixing.map { row in
        zip(row, sources).reduce(generator.nextNormal() * 0.3) { $0 + $1.0 * $1.1 }
      }
    }
    let moments = ActivationMatrix(rowCapacity: columnCount, columns: columnCount)
    for row in 0..<columnCount {
      moments.setRow(
        row,
        to: (0..<columnCount).map { column in
          inputs.reduce(0) { $0 + $1[row] * $1[column] }
        }
      )
    }
    let weights = ActivationMatrix(rowCapacity: rowCount, columns: columnCount)
    for row in 0..<rowCount {
      weights.setRow(row, to: (0..<columnCount).map { _ in generator.nextNormal() })
    }
    let kernels = Kernels(instructionSet: .best, pool: ThreadPool(threadCount: 2))
    let rounding = CalibratedRounding(moments: moments, kernels: kernels)

    /// The squared error of the outputs.
    func error(_ rounded: RoundedMatrix) -> Double {
      let matrix = kernels.widened(rounded.weightMatrix(), rows: 0..<rounded.rowCount)
      return (0..<rowCount).reduce(0.0) { sum, row in
        let errors = zip(
          weights.values(inRows: row..<row + 1),
          matrix.values(inRows: row..<row + 1)
        ).map { $0 - $1 }
        return inputs.reduce(sum) { sum, input in
          let output = zip(input, errors).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
          return sum + output * output
        }
      }
    }
    for length in [32, 64] {
      let scheme = QuantizationScheme.scheme(width: .four, groupLength: length)
      let calibrated = try rounding.round(weights, scheme: scheme)
      #expect(calibrated.scales.allSatisfy { $0 == Float(Float16($0)) })
      let nearest = try LeastSquaresRounding.round(
        weights.values(inRows: 0..<rowCount),
        rowCount: rowCount,
        scheme: scheme
      )
      #expect(error(calibrated) < 0.6 * error(nearest), "groups of \(length)")
    }
  }
}
