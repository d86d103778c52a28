//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite("Kernels of a transformer block")
struct TransformerKernelTests {
  private func kernels(_ instructionSet: InstructionSet, threadCount: Int = 1) -> Kernels {
    Kernels(instructionSet: instructionSet, pool: ThreadPool(threadCount: threadCount))
  }

  private func matrix(_ rows: [[Float]]) -> ActivationMatrix {
    let matrix = ActivationMatrix(rowCapacity: rows.count, columns: rows[0].count)
    for (row, values) in rows.enumerated() { matrix.setRow(row, to: values) }
    return matrix
  }

  private func expectClose(
    _ found: [Float],
    _ expected: [Double],
    tolerance: Double,
    _ comment: Comment
  ) {
    #expect(found.count == expected.count)
    let worst = zip(found, expected).map { (Double($0) - $1).magnitude }.max() ?? 0
    #expect(worst <= tolerance, comment)
  }

  @Test("exponential is within two units in the last place over its range")
  func exponential() {
    let values = stride(from: Float(-104), through: 89, by: 0.0037).map { $0 }
    for instructionSet in supportedInstructionSets {
      let found = kernels(instructionSet).exp(values)
      for (value, result) in zip(values, found) {
        let expected = ElementaryFunctions.exp(Double(value))
        guard Float(expected).isFinite else {
          #expect(result == .infinity)
          continue
        }
        let unit = Double(max(Float(expected).ulp, .leastNonzeroMagnitude))
        if !((Double(result) - expected).magnitude <= 2 * unit) {
          Issue.record("\(instructionSet), exp(\(value)) = \(result), expected \(expected)")
          return
        }
      }
    }
  }

  @Test(
    "exponential of special values",
    arguments: [
      (Float(0), Float(1)), (-0.0, 1), (-.infinity, 0), (.infinity, .infinity), (-105, 0),
      (1e30, .infinity), (-1e30, 0),
    ]
  )
  func exponentialOfSpecialValues(value: Float, expected: Float) {
    for instructionSet in supportedInstructionSets {
      let found = kernels(instructionSet).exp([value, .nan])
      #expect(found[0] == expected)
      #expect(found[1].isNaN)
    }
  }

  @Test("normalization and gating match the scalar reference", arguments: [1, 15, 16, 17, 100])
  func elementwise(count: Int) {
    var random = SplitMix64(seed: 5)
    let rows = (0..<3).map { _ in random.floats(count).map { 9 * $0 } }
    let weight = random.floats(count)
    for instructionSet in supportedInstructionSets {
      let kernels = kernels(instructionSet, threadCount: 2)
      let output = ActivationMatrix(rowCapacity: 3, columns: count)
      kernels.normalize(
        matrix(rows).slice,
        weight: weight,
        epsilon: 1e-5,
        tokenCount: 3,
        into: output.slice
      )
      expectClose(
        output.values(inRows: 0..<3),
        rows.flatMap { ScalarKernels.normalized($0, weight: weight, epsilon: 1e-5) },
        tolerance: 1e-5,
        "norm \(instructionSet)"
      )
      let gate = matrix(rows)
      let up = matrix(Array(rows.reversed()))
      kernels.multiplySiLU(of: gate.slice, by: up.slice, tokenCount: 3)
      expectClose(
        gate.values(inRows: 0..<3),
        zip(rows.joined(), rows.reversed().joined()).map {
          ScalarKernels.siluProduct(gate: $0, up: $1)
        },
        tolerance: 3e-5,
        "gate \(instructionSet)"
      )
      let sum = matrix(rows)
      kernels.add(up.slice, to: sum.slice, tokenCount: 2)
      let expected = zip(rows, rows.reversed()).prefix(2).flatMap { zip($0, $1).map(+) } + rows[2]
      #expect(sum.values(inRows: 0..<3) == expected)
    }
  }

  @Test("what is the same for every token is multiplied and added exactly", arguments: [1, 16, 37])
  func perColumn(count: Int) {
    var generator = SplitMix64(seed: 7)
    func row() -> [Float] { (0..<count).map { _ in generator.nextNormal() } }
    let tokens = [row(), row(), row()]
    let (factors, addends) = (row(), row())
    let expected = tokens.flatMap { token in
      zip(zip(token, factors).map { $0 * $1 }, addends).map { $0 + $1 }
    }
    for instructionSet in supportedInstructionSets {
      for threadCount in [1, 2] {
        let found = matrix(tokens)
        let kernels = kernels(instructionSet, threadCount: threadCount)
        kernels.multiply(found.slice, by: factors, tokenCount: 3)
        kernels.add(addends, to: found.slice, tokenCount: 3)
        #expect(found.values(inRows: 0..<3) == expected, "\(instructionSet)")
      }
    }
  }

  @Test("heads side by side are normalized in place as each alone", arguments: [1, 8, 20])
  func normalizationOfHeads(dimension: Int) {
    var generator = SplitMix64(seed: 8)
    func row(_ count: Int) -> [Float] { (0..<count).map { _ in generator.nextNormal() } }
    let tokens = [row(3 * dimension), row(3 * dimension)]
    let weight = row(dimension)
    for instructionSet in supportedInstructionSets {
      let kernels = kernels(instructionSet, threadCount: 2)
      let together = matrix(tokens)
      kernels.normalize(
        together.slice,
        weight: weight,
        epsilon: 1e-5,
        tokenCount: 2,
        into: together.slice
      )
      let alone = tokens.flatMap { token in
        (0..<3).flatMap { head in
          let input = matrix([Array(token[head * dimension..<(head + 1) * dimension])])
          let output = matrix([weight])
          kernels.normalize(
            input.slice,
            weight: weight,
            epsilon: 1e-5,
            tokenCount: 1,
            into: output.slice
          )
          return output.values(inRows: 0..<1)
        }
      }
      #expect(together.values(inRows: 0..<2) == alone, "\(instructionSet)")
    }
  }

  @Test("rotation matches the scalar reference", arguments: [2, 6, 16, 64])
  func rotation(dimension: Int) {
    var random = SplitMix64(seed: 6)
    let rows = (0..<2).map { _ in random.floats(3 * dimension) }
    let angles = (0..<2).map { _ in random.floats(dimension / 2).map { Double($0) * 100 } }
    let cosines = angles.map { $0.map { Float(ElementaryFunctions.cos($0)) } }
    let sines = angles.map { $0.map { Float(ElementaryFunctions.sin($0)) } }
    let expected = (0..<2).flatMap { token in
      (0..<3).flatMap { head in
        ScalarKernels.rotated(
          Array(rows[token][head * dimension..<(head + 1) * dimension]),
          cosines: cosines[token],
          sines: sines[token]
        )
      }
    }
    for instructionSet in supportedInstructionSets {
      let heads = matrix(rows)
      kernels(instructionSet).rotate(
        heads.slice,
        dimension: dimension,
        cosines: matrix(cosines).slice,
        sines: matrix(sines).slice,
        tokenCount: 2
      )
      expectClose(
        heads.values(inRows: 0..<2),
        expected,
        tolerance: 1e-6,
        "\(instructionSet)"
      )
    }
  }

  @Test("the cache rounds to binary16 as the standard library does")
  func roundingToBinary16() {
    // With one position to see, attention returns its value.
    var patterns = (0...UInt16.max).filter { !Float16(bitPattern: $0).isNaN }
    patterns.removeAll { Float16(bitPattern: $0).isInfinite }
    let values = patterns.flatMap { pattern -> [Float] in
      let value = Float(Float16(bitPattern: pattern))
      let halfway = (value + Float(Float16(bitPattern: pattern).nextUp)) / 2
      return halfway.isFinite ? [value, halfway, halfway.nextUp, halfway.nextDown] : [value]
    }
    let dimension = 512
    for instructionSet in supportedInstructionSets {
      for first in stride(from: 0, to: values.count, by: dimension) {
        let row = Array(values[first..<min(first + dimension, values.count)])
        let cache = KeyValueBlocks(
          layout: .init(layers: 1, heads: 1, dimension: row.count, format: .f16)
        )
        cache.reserve(positions: 1)
        let output = ActivationMatrix(rowCapacity: 1, columns: row.count)
        let zeros = matrix([[Float](repeating: 0, count: row.count)])
        kernels(instructionSet).attend(
          [
            Kernels.AttentionInput(
              queries: zeros.slice,
              keys: zeros.slice,
              values: matrix([row]).slice,
              firstPosition: 0,
              tokenCount: 1,
              cache: cache,
              output: output.slice
            )
          ],
          layer: 0,
          scale: 1,
          slopes: [0]
        )
        #expect(output.values(inRows: 0..<1) == row.map { Float(Float16($0)) })
      }
    }
  }
}
