//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension Kernels {
  /// Rows that go through the descent together.
  private static let descentRows = 256

  /// Changes codes one at a time as long as the error of the outputs becomes smaller.
  ///
  /// With e = w − scale · code for a row and H the inputs' second moments, the error is eᵀHe. Column by
  /// column a code becomes the one nearest to what makes up best for the errors of all other columns
  /// (coordinate descent; Behdin et al., 2023, arXiv:2309.01885), which never enlarges the error.
  ///
  /// - Parameters:
  ///   - codes: [rows, columns], of the grid.
  ///   - weights: [rows, columns].
  ///   - grid: The codes that there are.
  ///   - moments: H, [columns, columns], symmetric.
  ///   - damping: What counts as added to H's diagonal.
  ///   - order: The columns, each once, in the order to go through.
  ///   - sweepCount: How often to go through all columns.
  /// - Complexity: O(rows · columns²)
  func descend(
    _ codes: inout [Int8],
    weights: ActivationMatrix,
    grid: CodeGrid,
    moments: ActivationMatrix,
    damping: Float,
    order: [Int],
    sweepCount: Int
  ) {
    let (rowCount, columnCount) = (weights.rowCapacity, weights.columns)
    precondition(
      moments.rowCapacity == columnCount && moments.columns == columnCount
        && codes.count == rowCount * columnCount && grid.groups.count == columnCount
        && grid.scales.count == rowCount * grid.groupCount && order.count == columnCount
        && order.allSatisfy { 0..<columnCount ~= $0 },
      "shapes that do not match"
    )
    let height = min(Self.descentRows, rowCount)
    let errors = ActivationMatrix(rowCapacity: height, columns: columnCount)
    let gradients = ActivationMatrix(rowCapacity: height, columns: columnCount)
    unsafe codes.withUnsafeMutableBufferPointer { codes in
      guard let base = codes.baseAddress else { return }
      let target = unsafe SharedCodes(base: base)
      for first in stride(from: 0, to: rowCount, by: max(height, 1)) {
        let rows = first..<min(first + height, rowCount)
        pool.forEachPart(of: rows.count) { part in
          for index in part {
            let row = rows.lowerBound + index
            let values = unsafe weights.base + row * columnCount
            let result = unsafe errors.base + index * columnCount
            for column in 0..<columnCount {
              let scale = grid.scale(row: row, column: column)
              let code = unsafe Float(target.base[row * columnCount + column])
              unsafe result[column] = values[column] - code * scale
            }
          }
        }
        multiply(
          errors.slice,
          rowCount: rows.count,
          byTransposed: moments.slice,
          rowCount: columnCount,
          into: gradients.slice
        )
        pool.forEach(below: rows.count) { index in
          let row = rows.lowerBound + index
          for _ in 0..<sweepCount {
            unsafe Self.sweep(
              codes: target.base + row * columnCount,
              errors: errors.base + index * columnCount,
              gradients: gradients.base + index * columnCount,
              grid: grid,
              row: row,
              moments: moments,
              damping: damping,
              order: order
            )
          }
        }
      }
    }
  }

  /// Goes once through the columns of a row.
  private static func sweep(
    codes: UnsafeMutablePointer<Int8>,
    errors: UnsafeMutablePointer<Float>,
    gradients: UnsafeMutablePointer<Float>,
    grid: CodeGrid,
    row: Int,
    moments: ActivationMatrix,
    damping: Float,
    order: [Int]
  ) {
    let count = moments.columns
    for column in order {
      let scale = grid.scale(row: row, column: column)
      let moment = unsafe moments.base + column * count
      let code = unsafe codes[column]
      // The change of this weight that the other errors ask for, less its own damping.
      let change =
        unsafe (gradients[column] + damping * errors[column])
        / (moment[column] + damping)
      let best = CodeGrid.code(of: Float(code) * scale + change, scale: scale, in: grid.codes)
      guard best != code else { continue }
      let step = (Float(best) - Float(code)) * scale
      unsafe codes[column] = best
      unsafe errors[column] -= step
      for other in 0..<count { unsafe gradients[other] -= step * moment[other] }
    }
  }
}
