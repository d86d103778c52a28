//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct DenseAlgebraTests {
  private static func kernels(_ threadCount: Int = 2) -> Kernels {
    Kernels(instructionSet: .best, pool: ThreadPool(threadCount: threadCount))
  }

  /// [rows, columns] of numbers near 0 with a deviation of about 1.
  private static func matrix(rows: Int, columns: Int, seed: UInt64) -> ActivationMatrix {
    var generator = SplitMix64(seed: seed)
    let matrix = ActivationMatrix(rowCapacity: rows, columns: columns)
    for row in 0..<rows {
      matrix.setRow(
        row,
        to: (0..<columns).map { _ in
          (0..<4).reduce(Float(0)) { sum, _ in sum + Float.random(in: -1...1, using: &generator) }
        }
      )
    }
    return matrix
  }

  private static func rows(of matrix: ActivationMatrix) -> [[Double]] {
    (0..<matrix.rowCapacity).map { matrix.values(inRows: $0..<$0 + 1).map(Double.init) }
  }

  /// Second moments of correlated inputs, with a small number on the diagonal.
  private static func secondMoments(_ count: Int, threadCount: Int = 2) -> ActivationMatrix {
    let input = matrix(rows: 2 * count, columns: count, seed: 3)
    for row in 0..<2 * count {
      var values = input.values(inRows: row..<row + 1)
      for column in 1..<count { values[column] += 0.7 * values[column - 1] }
      input.setRow(row, to: values)
    }
    let result = ActivationMatrix(rowCapacity: count, columns: count)
    kernels(threadCount).addSecondMoments(
      of: input.slice,
      rowCount: 2 * count,
      transposed: ActivationMatrix(rowCapacity: count, columns: 2 * count),
      scratch: ActivationMatrix(rowCapacity: min(40, count), columns: count),
      to: result
    )
    kernels(threadCount).mirror(result)
    return result
  }

  @Test(arguments: [(1, 1, 1), (3, 17, 5), (40, 33, 70)])
  func productIsThatOfTheDefinition(rows: Int, columns: Int, inner: Int) {
    let (left, right) = (
      Self.matrix(rows: rows, columns: inner, seed: 1),
      Self.matrix(rows: columns, columns: inner, seed: 2)
    )
    let output = ActivationMatrix(rowCapacity: rows, columns: columns)
    Self.kernels().multiply(
      left.slice,
      rowCount: rows,
      byTransposed: right.slice,
      rowCount: columns,
      into: output.slice
    )
    let (a, b) = (Self.rows(of: left), Self.rows(of: right))
    for (row, values) in Self.rows(of: output).enumerated() {
      for (column, value) in values.enumerated() {
        let expected = zip(a[row], b[column]).reduce(0) { $0 + $1.0 * $1.1 }
        #expect((value - expected).magnitude < 1e-4)
      }
    }
  }

  @Test func secondMomentsAreThoseOfTheDefinition() {
    let input = Self.matrix(rows: 50, columns: 37, seed: 5)
    let result = ActivationMatrix(rowCapacity: 37, columns: 37)
    // Twice, to see that they add up.
    for _ in 0..<2 {
      Self.kernels().addSecondMoments(
        of: input.slice,
        rowCount: 50,
        transposed: ActivationMatrix(rowCapacity: 37, columns: 64),
        scratch: ActivationMatrix(rowCapacity: 16, columns: 37),
        to: result
      )
    }
    Self.kernels().mirror(result)
    let rows = Self.rows(of: input)
    for (i, values) in Self.rows(of: result).enumerated() {
      for (j, value) in values.enumerated() {
        let expected = 2 * rows.reduce(0) { $0 + $1[i] * $1[j] }
        #expect((value - expected).magnitude < 1e-3)
      }
    }
  }

  /// One block, blocks and a rest, and several stripes of rows.
  @Test(arguments: [1, 60, 128, 300, 700])
  func choleskyFactorAndInverseAreWhatTheySay(count: Int) {
    let kernels = Self.kernels()
    let moments = Self.secondMoments(count)
    let original = Self.rows(of: moments)
    #expect(kernels.factorizeCholesky(moments))
    let factor = Self.rows(of: moments)
    let scale = (0..<count).map { original[$0][$0] }.max() ?? 1
    let inverse = Self.rows(of: kernels.transposedInverse(ofLowerTriangle: moments))
    for i in stride(from: 0, to: count, by: max(1, count / 50)) {
      for j in 0...i {
        let product = (0...j).reduce(0.0) { $0 + factor[i][$1] * factor[j][$1] }
        #expect((product - original[i][j]).magnitude < 1e-4 * scale)
        // Row i of L times column j of its inverse, which is row j of the transposed one.
        let unit = (j...i).reduce(0.0) { $0 + factor[i][$1] * inverse[j][$1] }
        #expect((unit - (i == j ? 1 : 0)).magnitude < 1e-3)
        if j < i { #expect(inverse[i][j] == 0) }
      }
    }
  }

  @Test func whatIsNotPositiveDefiniteIsRefused() {
    for (row, value) in [(0, Float(-1)), (129, 0), (129, .nan)] {
      let matrix = ActivationMatrix(rowCapacity: 130, columns: 130)
      for index in 0..<130 {
        var values = [Float](repeating: 0, count: 130)
        values[index] = index == row ? value : 1
        matrix.setRow(index, to: values)
      }
      #expect(!Self.kernels().factorizeCholesky(matrix))
    }
  }

  @Test func resultsDoNotDependOnTheThreads() {
    let inverses = [1, 2, 5].map { threadCount in
      let moments = Self.secondMoments(300, threadCount: threadCount)
      let kernels = Self.kernels(threadCount)
      #expect(kernels.factorizeCholesky(moments))
      return kernels.transposedInverse(ofLowerTriangle: moments).values(inRows: 0..<300)
    }
    #expect(inverses[0] == inverses[1] && inverses[0] == inverses[2])
  }
}
