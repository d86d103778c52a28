//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct UniformStepTests {
  private static func normalRow(_ count: Int, deviation: Float = 0.05) -> [Float] {
    var generator = SplitMix64(seed: 7)
    return (0..<count).map { _ in generator.nextNormal() * deviation }
  }

  @Test func scaleIsTheStepTimesTheRootMeanSquare() {
    let row = Self.normalRow(1000)
    let meanSquare = row.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(row.count)
    for step in [0.1, 0.25, 1, 4] {
      let scale = UniformStep(step).scale(for: row, format: .binary16, scheme: .int8Row)
      // Eight significant bits.
      #expect(abs(Double(scale) / (step * meanSquare.squareRoot()) - 1) < 1.0 / 256)
      #expect(scale == FloatFormat.bfloat16.rounded(scale))
    }
  }

  @Test func entropyFallsByOneBitWhenTheStepDoubles() throws {
    let matrix = try StoredMatrix(.f32, rows: [Self.normalRow(100_000)])
    let entropies = try [0.125, 0.25, 0.5].map {
      try matrix.quantized(.int8Row, step: UniformStep($0)).statistics.codeEntropy
    }
    // log₂(1 / step) + ½ log₂ 2πe.
    for (entropy, expected) in zip(entropies, [5.05, 4.05, 3.05]) {
      #expect(abs(entropy - expected) < 0.05)
    }
  }

  /// A weight of 10 times the others takes the scale that the scheme gives the row.
  @Test func rowsWithLargeWeightsHaveTheScaleOfTheScheme() {
    var row = Self.normalRow(1000)
    row[17] = 5
    let scale = UniformStep(0.02).scale(for: row, format: .binary32, scheme: .int8Row)
    #expect(scale == 5.0 / 127)
    let wide = UniformStep(0.5).scale(for: row, format: .binary32, scheme: .int8Row)
    #expect(wide > 5.0 / 127 && wide < 0.1)
  }

  @Test func rowsOfZerosHaveScaleZero() {
    for row in [[], [0, -0, 0]] as [[Float]] {
      #expect(UniformStep(0.2).scale(for: row, format: .binary16, scheme: .int8Row) == 0)
    }
  }

  @Test func calibratedCodesTakeTheScalesOfTheStep() throws {
    let columnCount = 16
    let moments = ActivationMatrix(rowCapacity: columnCount, columns: columnCount)
    for column in 0..<columnCount {
      var row = [Float](repeating: 0.1, count: columnCount)
      row[column] = 1
      moments.setRow(column, to: row)
    }
    let weights = ActivationMatrix(rowCapacity: 1, columns: columnCount)
    let row = Self.normalRow(columnCount)
    weights.setRow(0, to: row)
    let kernels = Kernels(instructionSet: .best, pool: ThreadPool(threadCount: 1))
    let step = UniformStep(0.25)
    let rounded = try CalibratedRounding(moments: moments, kernels: kernels)
      .round(weights, scheme: .int8Row, step: step)
    #expect(rounded.scales == [step.scale(for: row, format: .binary32, scheme: .int8Row)])
  }
}
