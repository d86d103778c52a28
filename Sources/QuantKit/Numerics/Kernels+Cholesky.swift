//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// Blocked factorization and inversion. The diagonal blocks and the panels are computed in double precision on
// stored float32; the rest, nearly all of the work, is products of matrices.
extension Kernels {
  /// The rows and columns that are eliminated together.
  private static let choleskyBlock = 128
  /// The rows that are updated together, which bounds the scratch memory.
  private static let stripeLength = 256

  /// Replaces the lower triangle of a symmetric matrix A by its Cholesky factor L, A = L · Lᵀ.
  ///
  /// What stands above the diagonal is then undefined.
  ///
  /// - Parameter matrix: [n, n].
  /// - Returns: Whether A is positive definite; if not, what is left in it is undefined.
  /// - Complexity: O(n³ / 3) multiplications.
  func factorizeCholesky(_ matrix: ActivationMatrix) -> Bool {
    let count = matrix.columns
    precondition(matrix.rowCapacity == count, "a matrix that is not square")
    let scratch = ActivationMatrix(rowCapacity: min(Self.stripeLength, count), columns: count)
    for first in stride(from: 0, to: count, by: Self.choleskyBlock) {
      let end = min(first + Self.choleskyBlock, count)
      guard Self.factorizeDiagonal(of: matrix, first..<end) else { return false }
      pool.forEach(below: (count - end).dividedRoundingUp(by: 16)) { part in
        for row in end + part * 16..<min(end + (part + 1) * 16, count) {
          Self.solvePanel(row: row, of: matrix, first..<end)
        }
      }
      let panel = matrix.slice(columns: first..<end)
      for stripe in stride(from: end, to: count, by: Self.stripeLength) {
        let stripeEnd = min(stripe + Self.stripeLength, count)
        let product = scratch.slice(columns: 0..<stripeEnd - end)
        multiply(
          panel.dropping(rows: stripe),
          rowCount: stripeEnd - stripe,
          byTransposed: panel.dropping(rows: end),
          rowCount: stripeEnd - end,
          into: product
        )
        subtract(
          product,
          from: matrix.slice(columns: end..<stripeEnd).dropping(rows: stripe),
          rowCount: stripeEnd - stripe
        )
      }
    }
    return true
  }

  /// The transposed inverse of a lower triangular matrix L.
  ///
  /// - Parameter matrix: [n, n], of which the lower triangle counts; no zero on the diagonal.
  /// - Returns: Z = (L⁻¹)ᵀ, [n, n], zeros below the diagonal.
  /// - Complexity: O(n³ / 3) multiplications.
  func transposedInverse(ofLowerTriangle matrix: ActivationMatrix) -> ActivationMatrix {
    let count = matrix.columns
    precondition(matrix.rowCapacity == count, "a matrix that is not square")
    let result = ActivationMatrix(rowCapacity: count, columns: count)
    let scratch = ActivationMatrix(rowCapacity: Self.choleskyBlock, columns: max(count, 1))
    for first in stride(from: 0, to: count, by: Self.choleskyBlock) {
      let end = min(first + Self.choleskyBlock, count)
      // [block, first]: the rows of L times the inverse so far.
      let product = scratch.slice(columns: 0..<first)
      multiply(
        matrix.slice(columns: 0..<first).dropping(rows: first),
        rowCount: end - first,
        byTransposed: result.slice(columns: 0..<first),
        rowCount: first,
        into: product
      )
      // Column by column of the block row X of the inverse: L_ii · X = identity − product.
      pool.forEach(below: end.dividedRoundingUp(by: 16)) { part in
        for column in part * 16..<min((part + 1) * 16, end) {
          Self.solveColumn(column, product: scratch, factor: matrix, first..<end, into: result)
        }
      }
    }
    return result
  }

  private static func factorizeDiagonal(of matrix: ActivationMatrix, _ block: Range<Int>) -> Bool {
    for row in block {
      let values = unsafe matrix.base + row * matrix.columns
      for column in block.lowerBound...row {
        let others = unsafe matrix.base + column * matrix.columns
        var sum = unsafe Double(values[column])
        for k in block.lowerBound..<column {
          unsafe sum -= Double(values[k]) * Double(others[k])
        }
        if column == row {
          guard sum > 0, sum.isFinite else { return false }
          unsafe values[row] = Float(sum.squareRoot())
          guard unsafe values[row] > 0 else { return false }
        } else {
          unsafe values[column] = Float(sum / Double(others[column]))
        }
      }
    }
    return true
  }

  /// Turns the elements of a row below a diagonal block into those of the factor.
  private static func solvePanel(row: Int, of matrix: ActivationMatrix, _ block: Range<Int>) {
    let values = unsafe matrix.base + row * matrix.columns
    for column in block {
      let others = unsafe matrix.base + column * matrix.columns
      var sum = unsafe Double(values[column])
      for k in block.lowerBound..<column { unsafe sum -= Double(values[k]) * Double(others[k]) }
      unsafe values[column] = Float(sum / Double(others[column]))
    }
  }

  /// Computes a column of a block row of the inverse by forward substitution, and stores it transposed.
  private static func solveColumn(
    _ column: Int,
    product: ActivationMatrix,
    factor: ActivationMatrix,
    _ block: Range<Int>,
    into result: ActivationMatrix
  ) {
    let target = unsafe result.base + column * result.columns
    for row in max(block.lowerBound, column)..<block.upperBound {
      let factors = unsafe factor.base + row * factor.columns
      var sum = row == column ? 1.0 : 0.0
      if column < block.lowerBound {
        let productRow = unsafe product.base + (row - block.lowerBound) * product.columns
        unsafe sum -= Double(productRow[column])
      }
      for k in max(block.lowerBound, column)..<row {
        unsafe sum -= Double(factors[k]) * Double(target[k])
      }
      unsafe target[row] = Float(sum / Double(factors[row]))
    }
  }
}
