//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension Kernels {
  /// The columns whose errors are spread within a row before the other columns receive them.
  private static let feedbackBlock = 128

  /// Rounds the rows of a matrix so that the error of its outputs is small, not that of its weights.
  ///
  /// From the last column to the first, each weight is rounded and its error, as far as the inputs are
  /// correlated, is made up for by the columns that are not rounded yet (GPTQ; Frantar et al., 2022,
  /// arXiv:2210.17323). With L the Cholesky factor of the inputs' second moments H = L · Lᵀ and X = L⁻¹, the
  /// error of column c divided by X[c, c], times X[c, j], is subtracted from column j: X holds the rows of
  /// the Cholesky factor of H⁻¹ for this order of columns.
  ///
  /// - Parameters:
  ///   - weights: [rows, columns]; left with the weights as they were when they were rounded.
  ///   - grid: What to round to.
  ///   - inverse: Xᵀ, [columns, columns], as `transposedInverse(ofLowerTriangle:)` gives it.
  /// - Returns: The codes, [rows, columns].
  func roundWithFeedback(
    _ weights: ActivationMatrix,
    to grid: CodeGrid,
    inverse: ActivationMatrix
  ) -> [Int8] {
    let (rowCount, columnCount) = (weights.rowCapacity, weights.columns)
    precondition(
      inverse.rowCapacity == columnCount && inverse.columns == columnCount
        && grid.groups.count == columnCount && grid.scales.count == rowCount * grid.groupCount,
      "shapes that do not match"
    )
    let errors = ActivationMatrix(rowCapacity: rowCount, columns: Self.feedbackBlock)
    let scratch = ActivationMatrix(rowCapacity: rowCount, columns: columnCount)
    let starts = stride(from: 0, to: columnCount, by: Self.feedbackBlock).reversed()
    return unsafe [Int8](unsafeUninitializedCapacity: rowCount * columnCount) { codes, count in
      count = rowCount * columnCount
      guard let base = codes.baseAddress else { return }
      let target = unsafe SharedCodes(base: base)
      for first in starts {
        let block = first..<min(first + Self.feedbackBlock, columnCount)
        let factors = Self.rows(block, ofTransposed: inverse)
        pool.forEach(below: rowCount.dividedRoundingUp(by: 16)) { part in
          for row in part * 16..<min((part + 1) * 16, rowCount) {
            unsafe Self.roundBlock(
              block,
              weights: weights.base + row * columnCount,
              grid: grid,
              row: row,
              factors: factors,
              errors: errors.base + row * errors.columns,
              codes: target.base + row * columnCount
            )
          }
        }
        let rest = scratch.slice(columns: 0..<first)
        multiply(
          errors.slice(columns: 0..<block.count),
          rowCount: rowCount,
          byTransposed: inverse.slice(columns: block),
          rowCount: first,
          into: rest
        )
        subtract(rest, from: weights.slice(columns: 0..<first), rowCount: rowCount)
      }
    }
  }

  /// X[c, j] for c and j in a block, [block, block], from Xᵀ.
  private static func rows(_ block: Range<Int>, ofTransposed inverse: ActivationMatrix) -> [Float] {
    block.flatMap { row in
      block.map { column in unsafe inverse.base[column * inverse.columns + row] }
    }
  }

  private static func roundBlock(
    _ block: Range<Int>,
    weights: UnsafeMutablePointer<Float>,
    grid: CodeGrid,
    row: Int,
    factors: [Float],
    errors: UnsafeMutablePointer<Float>,
    codes: UnsafeMutablePointer<Int8>
  ) {
    let part = unsafe weights + block.lowerBound
    let length = block.count
    unsafe factors.withUnsafeBufferPointer { factors in
      for index in (0..<length).reversed() {
        let column = block.lowerBound + index
        let scale = grid.scale(row: row, column: column)
        let weight = unsafe part[index]
        let code = CodeGrid.code(of: weight, scale: scale, in: grid.codes)
        unsafe codes[column] = code
        let factorRow = unsafe factors.baseAddress.unsafelyUnwrapped + index * length
        let error = unsafe (weight - Float(code) * scale) / factorRow[index]
        unsafe errors[index] = error
        for other in 0..<index { unsafe part[other] -= error * factorRow[other] }
      }
    }
  }
}
