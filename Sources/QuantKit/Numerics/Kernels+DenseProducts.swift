//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import CQuantKernels

// Dense algebra in float32, for calibration. Matrices are `ActivationMatrix`; every element is summed in an
// order that does not depend on the number of threads.
extension Kernels {
  /// output[i, j] = Σ left[i, k] · right[j, k].
  ///
  /// - Parameters:
  ///   - left: [leftRowCount, k].
  ///   - leftRowCount: The number of its rows in use.
  ///   - right: [rightRowCount, k].
  ///   - rightRowCount: The number of its rows in use.
  ///   - output: [leftRowCount, rightRowCount]; overlaps neither operand.
  func multiply(
    _ left: ActivationSlice,
    rowCount leftRowCount: Int,
    byTransposed right: ActivationSlice,
    rowCount rightRowCount: Int,
    into output: ActivationSlice
  ) {
    precondition(
      left.columns.count == right.columns.count && output.columns.count == rightRowCount
        && leftRowCount <= min(left.rowCapacity, output.rowCapacity)
        && rightRowCount <= right.rowCapacity,
      "shapes that do not match"
    )
    guard leftRowCount > 0, rightRowCount > 0 else { return }
    let share = rightRowCount.dividedRoundingUp(by: pool.threadCount * 4)
    let length = share.dividedRoundingUp(by: 16) * 16
    pool.forEach(below: rightRowCount.dividedRoundingUp(by: length)) { part in
      let first = part * length
      let rows = cquantkit_row_range(
        first: first,
        count: min(length, rightRowCount - first)
      )
      var matrix = unsafe cquantkit_matrix(
        format: .f32,
        elements: right.pointer(row: 0),
        row_byte_count: right.stride * MemoryLayout<Float>.stride,
        column_count: right.columns.count,
        scales: nil,
        group_scales: nil,
        group_length: 0
      )
      unsafe cquantkit_multiply(
        instructionSet.isa,
        &matrix,
        rows,
        left.pointer(row: 0),
        left.stride,
        leftRowCount,
        cquantkit_product(elements: output.pointer(row: 0) + first, stride: output.stride)
      )
    }
  }

  /// Subtracts a matrix from another, element by element.
  func subtract(_ other: ActivationSlice, from target: ActivationSlice, rowCount: Int) {
    precondition(
      other.columns.count == target.columns.count
        && rowCount <= min(other.rowCapacity, target.rowCapacity),
      "shapes that do not match"
    )
    guard rowCount > 0 else { return }
    let columnCount = target.columns.count
    pool.forEachPart(of: rowCount) { rows in
      for row in rows {
        let (values, result) = unsafe (other.pointer(row: row), target.pointer(row: row))
        for column in 0..<columnCount { unsafe result[column] -= values[column] }
      }
    }
  }

  /// result += inputᵀ · input: adds the second moments of some rows, those at and above the diagonal;
  /// `mirror` gives the others.
  ///
  /// - Parameters:
  ///   - input: [rowCount, n].
  ///   - rowCount: The number of its rows in use.
  ///   - transposed: [n, at least rowCount]; overwritten.
  ///   - scratch: [some rows, n]; overwritten.
  ///   - result: [n, n].
  func addSecondMoments(
    of input: ActivationSlice,
    rowCount: Int,
    transposed: ActivationMatrix,
    scratch: ActivationMatrix,
    to result: ActivationMatrix
  ) {
    let count = input.columns.count
    precondition(
      result.rowCapacity == count && result.columns == count && transposed.rowCapacity >= count
        && transposed.columns >= rowCount && scratch.columns == count,
      "shapes that do not match"
    )
    pool.forEachPart(of: count, multiple: 16) { columns in
      for row in 0..<rowCount {
        let values = unsafe input.pointer(row: row)
        for column in columns {
          unsafe transposed.base[column * transposed.columns + row] = values[column]
        }
      }
    }
    let factor = transposed.slice(columns: 0..<rowCount)
    for first in stride(from: 0, to: count, by: scratch.rowCapacity) {
      let height = min(scratch.rowCapacity, count - first)
      multiply(
        factor.dropping(rows: first),
        rowCount: height,
        byTransposed: factor.dropping(rows: first),
        rowCount: count - first,
        into: scratch.slice(columns: first..<count)
      )
      pool.forEachPart(of: height) { rows in
        for row in rows {
          let (values, sums) = unsafe (
            scratch.base + row * count, result.base + (first + row) * count
          )
          for column in first + row..<count { unsafe sums[column] += values[column] }
        }
      }
    }
  }

  /// Makes a square matrix symmetric by what is above its diagonal.
  func mirror(_ matrix: ActivationMatrix) {
    let count = matrix.columns
    precondition(matrix.rowCapacity == count, "a square matrix")
    pool.forEach(below: count) { row in
      let target = unsafe matrix.base + row * count
      for column in 0..<row { unsafe target[column] = matrix.base[column * count + row] }
    }
  }
}
