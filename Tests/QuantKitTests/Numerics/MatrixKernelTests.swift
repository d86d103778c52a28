//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// Every instruction set that this processor runs.
let supportedInstructionSets = InstructionSet.allCases.filter(\.isSupported)

@Suite("Matrix products")
struct MatrixKernelTests {
  private static let shapes = [
    (1, 1), (1, 7), (3, 8), (2, 15), (5, 16), (7, 17), (16, 31), (9, 64), (33, 65), (130, 96),
    (65, 127), (17, 200), (3, 512), (6, 576), (5, 1153), (0, 16), (4, 0),
  ].map(Shape.init)

  struct Shape: Sendable, CustomTestStringConvertible {
    let rows: Int
    let columns: Int
    var testDescription: String { "\(rows)x\(columns)" }
  }

  /// In float32 each of up to 200 products and sums is off by at most half a unit in the last place.
  private static let relativeTolerance = 1e-5

  private func expectClose(
    _ found: [Float],
    _ expected: [Double],
    magnitude: [Double],
    _ comment: @autoclosure () -> Comment
  ) {
    #expect(found.count == expected.count)
    for (index, value) in found.enumerated() {
      let allowed = magnitude[index] * Self.relativeTolerance + 1e-30
      if !((Double(value) - expected[index]).magnitude <= allowed) {
        Issue.record("\(comment()), output \(index): \(value), expected \(expected[index])")
        return
      }
    }
  }

  /// The sum of the magnitudes of a product's terms, which bounds its rounding errors.
  private func magnitude(_ matrix: WeightMatrix, _ activations: [Float]) -> [Double] {
    (0..<matrix.rows).map { row in
      activations.indices.reduce(0.0) { sum, column in
        let weight =
          ScalarKernels.element(of: matrix, row: row, column: column)
          * ScalarKernels.scale(of: matrix, row: row, column: column)
        return sum + (weight * Double(activations[column])).magnitude
      }
    }
  }

  @Test("match the scalar reference in every format and shape", arguments: shapes)
  func product(shape: Shape) {
    var random = SplitMix64(seed: 17)
    for (format, groupLength) in WeightMatrix.kinds {
      let matrix = WeightMatrix.random(
        shape.rows,
        shape.columns,
        format,
        groupLength: groupLength,
        using: &random
      )
      for tokenCount in [1, 2, 6, 13] {
        let tokens = (0..<tokenCount).map { _ in random.floats(shape.columns) }
        for isQuantizing in [false, true] {
          let inputs =
            if isQuantizing, let order = matrix.order {
              tokens.map { ScalarKernels.quantized($0, in: order) }
            } else {
              tokens
            }
          let expected = inputs.flatMap { ScalarKernels.product(matrix, $0) }
          let magnitudes = inputs.flatMap { magnitude(matrix, $0) }
          for instructionSet in supportedInstructionSets {
            let found = multiply([matrix], tokens, instructionSet, quantizing: isQuantizing)
            expectClose(
              found,
              expected,
              magnitude: magnitudes,
              """
              \(format), groups of \(groupLength ?? shape.columns), \(tokenCount) tokens, \
              quantizing \(isQuantizing), \(instructionSet)
              """
            )
          }
        }
      }
    }
  }

  @Test("do not depend on tokens computed along or on the number of threads", arguments: shapes)
  func independence(shape: Shape) {
    var random = SplitMix64(seed: 18)
    for (format, groupLength) in WeightMatrix.kinds {
      let matrix = WeightMatrix.random(
        shape.rows,
        shape.columns,
        format,
        groupLength: groupLength,
        using: &random
      )
      let tokens = (0..<11).map { _ in random.floats(shape.columns) }
      for isQuantizing in [false, true] {
        for instructionSet in supportedInstructionSets {
          let together = multiply(
            [matrix],
            tokens,
            instructionSet,
            quantizing: isQuantizing,
            threadCount: 3
          )
          let apart = tokens.flatMap {
            multiply([matrix], [$0], instructionSet, quantizing: isQuantizing)
          }
          #expect(together == apart, "\(format) \(instructionSet)")
        }
      }
    }
  }

  /// The integer sums of the extreme codes are exact: nothing saturates, whatever the signs.
  @Test("of extreme codes are exact", arguments: [64, 96, 127])
  func extremes(columns: Int) {
    let codes: [(format: WeightMatrix.Format, code: Int, byte: UInt8)] = [
      (.int8, -128, 0x80), (.int8, -127, 0x81), (.int8, 127, 0x7F),
      (.int4, -8, 0x88), (.int4, 7, 0x77),
    ]
    for (format, code, byte) in codes {
      let matrix = unsafe WeightMatrix(
        rows: 9,
        columns: columns,
        format: format,
        scales: .rows([Float](repeating: 1, count: 9))
      ) { unsafe $0.initializeMemory(as: UInt8.self, repeating: byte) }
      // The scale of every block is exactly 1, since the largest magnitude is 127.
      let tokens = [Float(127), -127].map { [Float](repeating: $0, count: columns) }
      let product = Float(code * 127 * columns)
      let expected = [product, -product].flatMap { [Float](repeating: $0, count: 9) }
      for instructionSet in supportedInstructionSets {
        let found = multiply([matrix], tokens, instructionSet, quantizing: true)
        #expect(found == expected, "\(format) \(code) \(instructionSet)")
      }
    }
  }

  /// Scales and reciprocals stay finite for the largest activations; products overflow only where floats
  /// end, since a row is scaled last.
  @Test("of huge activations keep their sign and size")
  func hugeActivations() {
    let matrix = unsafe WeightMatrix(rows: 1, columns: 32, format: .int8, scales: .rows([0x1p-20]))
    {
      unsafe $0.initializeMemory(as: UInt8.self, repeating: 1)
    }
    for value in [Float(0x1p127), -0x1.8p126, 0x1p100] {
      for instructionSet in supportedInstructionSets {
        var token = [Float](repeating: 0, count: 32)
        token[3] = value
        let found = multiply([matrix], [token], instructionSet, quantizing: true)
        #expect((found[0] / (value * 0x1p-20) - 1).magnitude < 1e-6, "\(instructionSet)")
      }
    }
  }

  @Test("with scales of groups are those of the widened matrix")
  func widenedGroups() {
    var random = SplitMix64(seed: 22)
    for (format, groupLength) in WeightMatrix.kinds where groupLength != nil {
      let matrix = WeightMatrix.random(7, 200, format, groupLength: groupLength, using: &random)
      for instructionSet in supportedInstructionSets {
        let kernels = Kernels(instructionSet: instructionSet, pool: ThreadPool(threadCount: 2))
        let found = kernels.widened(matrix, rows: 0..<7).values(inRows: 0..<7)
        let expected = (0..<7).flatMap { row in
          (0..<200).map { column in
            // A code times a scale of 11 bits is exact.
            Float(
              ScalarKernels.element(of: matrix, row: row, column: column)
                * ScalarKernels.scale(of: matrix, row: row, column: column)
            )
          }
        }
        #expect(found == expected, "\(format) \(instructionSet)")
      }
    }
  }

  @Test("of several matrices stand side by side")
  func stacked() {
    var random = SplitMix64(seed: 19)
    let kinds: [(WeightMatrix.Format, Int?)] = [
      (.int8, nil), (.float16, nil), (.int4, nil), (.int4, 32), (.int8, 64),
    ]
    let matrices = kinds.enumerated().map { index, kind in
      WeightMatrix.random(5 + 20 * index, 40, kind.0, groupLength: kind.1, using: &random)
    }
    let tokens = (0..<3).map { _ in random.floats(40) }
    for isQuantizing in [false, true] {
      let found = multiply(matrices, tokens, .best, quantizing: isQuantizing)
      let expected = tokens.flatMap { token in
        matrices.flatMap { multiply([$0], [token], .best, quantizing: isQuantizing) }
      }
      #expect(found == expected)
    }
  }

  @Test("every bit pattern of 16 bits widens as the standard library widens it")
  func widening() {
    for format in [WeightMatrix.Format.float16, .bfloat16] {
      let patterns = (0...UInt16.max).map { $0 }
      let matrix = unsafe WeightMatrix(rows: 256, columns: 256, format: format) { buffer in
        for (index, pattern) in patterns.enumerated() {
          unsafe buffer.storeBytes(of: pattern, toByteOffset: 2 * index, as: UInt16.self)
        }
      }
      for instructionSet in supportedInstructionSets {
        let output = ActivationMatrix(rowCapacity: 256, columns: 256)
        let kernels = Kernels(instructionSet: instructionSet, pool: ThreadPool(threadCount: 1))
        for row in 0..<256 { kernels.widen(row: row, of: matrix, into: output.slice, at: row) }
        let found = output.values(inRows: 0..<256)
        let wrong = patterns.first { pattern in
          let expected =
            format == .bfloat16
            ? Float(BFloat16(bitPattern: pattern)) : Float(Float16(bitPattern: pattern))
          let value = found[Int(pattern)]
          return expected.isNaN ? !value.isNaN : value.bitPattern != expected.bitPattern
        }
        #expect(wrong == nil, "\(format) \(instructionSet)")
      }
    }
  }

  @Test("of quantized activations that are not finite are NaN, others unharmed")
  func nonFiniteActivations() {
    var random = SplitMix64(seed: 20)
    let matrix = WeightMatrix.random(9, 100, .int8, using: &random)
    for bad in [Float.nan, .infinity, -.infinity] {
      var token = random.floats(100)
      token[70] = bad
      let other = random.floats(100)
      for instructionSet in supportedInstructionSets {
        let found = multiply([matrix], [token, other], instructionSet, quantizing: true)
        #expect(found[..<9].allSatisfy { $0.isNaN })
        #expect(Array(found[9...]) == multiply([matrix], [other], instructionSet, quantizing: true))
      }
    }
  }

  @Test("of zero and tiny activations are zero or tiny")
  func tinyActivations() {
    var random = SplitMix64(seed: 21)
    let matrix = WeightMatrix.random(9, 50, .int4, using: &random)
    for value in [
      0, .leastNonzeroMagnitude, Float.leastNormalMagnitude / 64, .leastNormalMagnitude,
    ] {
      for instructionSet in supportedInstructionSets {
        let token = [Float](repeating: value, count: 50)
        let found = multiply([matrix], [token], instructionSet, quantizing: true)
        #expect(found.allSatisfy { $0.magnitude <= value * 400 })
      }
    }
  }
}

/// The product as the kernels give it, [tokens, rows of all matrices].
private func multiply(
  _ matrices: [WeightMatrix],
  _ tokens: [[Float]],
  _ instructionSet: InstructionSet,
  quantizing: Bool,
  threadCount: Int = 1
) -> [Float] {
  let kernels = Kernels(
    instructionSet: instructionSet,
    pool: ThreadPool(threadCount: threadCount)
  )
  let columns = tokens[0].count
  let input = ActivationMatrix(rowCapacity: tokens.count, columns: columns)
  for (row, token) in tokens.enumerated() { input.setRow(row, to: token) }
  let output = ActivationMatrix(
    rowCapacity: tokens.count,
    columns: matrices.reduce(0) { $0 + $1.rows }
  )
  let scratch = QuantizedActivations(rowCapacity: tokens.count, columnCapacity: columns)
  kernels.multiply(
    matrices,
    by: input.slice,
    quantizingInto: quantizing ? scratch : nil,
    tokenCount: tokens.count,
    into: output.slice
  )
  return output.values(inRows: 0..<tokens.count)
}

extension WeightMatrix {
  /// Every format, codes with one scale a row and with groups of each length.
  static let kinds: [(format: Format, groupLength: Int?)] =
    Format.allCases.map { ($0, nil) }
    + [.int8, .int4].flatMap { format in
      QuantizationScheme.groupLengths.map { (format, $0) }
    }

  /// A matrix of random elements, the padding of 4-bit rows zero.
  static func random(
    _ rows: Int,
    _ columns: Int,
    _ format: Format,
    groupLength: Int? = nil,
    using random: inout SplitMix64
  ) -> WeightMatrix {
    let scales: Scales =
      if let groupLength {
        .groups(
          random.floats(rows * columns.dividedRoundingUp(by: groupLength) + Scales.padding)
            .map { Float16($0.magnitude).bitPattern },
          length: groupLength
        )
      } else if format.isCoded {
        .rows(random.floats(rows).map(\.magnitude))
      } else {
        .none
      }
    return unsafe WeightMatrix(
      rows: rows,
      columns: columns,
      format: format,
      scales: scales
    ) { buffer in
      let rowByteCount = rows == 0 ? 0 : buffer.count / rows
      for row in 0..<rows {
        for column in 0..<columns {
          let start = row * rowByteCount
          let value = random.float()
          switch format {
          case .float32:
            unsafe buffer.storeBytes(of: value, toByteOffset: start + 4 * column, as: Float.self)
          case .float16:
            let bits = Float16(value).bitPattern
            unsafe buffer.storeBytes(of: bits, toByteOffset: start + 2 * column, as: UInt16.self)
          case .bfloat16:
            let bits = BFloat16(value).bitPattern
            unsafe buffer.storeBytes(of: bits, toByteOffset: start + 2 * column, as: UInt16.self)
          case .int8:
            unsafe buffer[start + column] = UInt8.random(in: 0...255, using: &random)
          case .int4:
            let code = UInt8.random(in: 0...15, using: &random)
            if column % 8 == 0 {
              unsafe buffer.storeBytes(of: 0, toByteOffset: start + column / 2, as: UInt32.self)
            }
            unsafe buffer[start + column / 2] |= column % 2 == 0 ? code : code << 4
          }
        }
      }
    }
  }
}
