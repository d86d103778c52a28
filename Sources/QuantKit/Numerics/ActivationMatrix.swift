//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Working memory for activations: [rowCapacity, columns] of float32, row-major, a row for each token.
///
/// Kernels write it from several threads, each its own part; otherwise it is for one thread at a time.
@safe
final class ActivationMatrix {
  /// The number of rows.
  let rowCapacity: Int
  /// The number of columns.
  let columns: Int
  /// The first element, aligned to a cache line and valid as long as this object.
  let base: UnsafeMutablePointer<Float>

  /// Zeros.
  init(rowCapacity: Int, columns: Int) {
    guard let byteCount = [rowCapacity, columns, 4].checkedProduct() else {
      preconditionFailure("activations that do not fit in memory")
    }
    let count = byteCount / 4
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: max(byteCount, 1),
      alignment: MemoryRegion.alignment
    )
    unsafe base = memory.bindMemory(to: Float.self, capacity: count)
    unsafe base.initialize(repeating: 0, count: count)
    self.rowCapacity = rowCapacity
    self.columns = columns
  }

  deinit { unsafe UnsafeMutableRawPointer(base).deallocate() }

  /// The rows of a range, one after the other.
  func values(inRows rows: Range<Int>) -> [Float] {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= rowCapacity, "rows out of range")
    let part = unsafe UnsafeBufferPointer(
      start: base + rows.lowerBound * columns,
      count: rows.count * columns
    )
    return unsafe Array(part)
  }

  /// One element.
  func value(row: Int, column: Int) -> Float {
    precondition(0..<rowCapacity ~= row && 0..<columns ~= column, "element out of range")
    return unsafe base[row * columns + column]
  }

  /// Sets the first elements of a row.
  func setRow(_ row: Int, to values: [Float]) {
    precondition(row >= 0 && row < rowCapacity && values.count <= columns, "row out of range")
    for (column, value) in values.enumerated() { unsafe base[row * columns + column] = value }
  }

  /// Sets the first rows to those of another matrix with as many columns.
  func copyRows(of other: ActivationMatrix, count: Int) {
    precondition(
      columns == other.columns && 0...min(rowCapacity, other.rowCapacity) ~= count,
      "rows out of range"
    )
    unsafe base.update(from: other.base, count: count * columns)
  }

  /// A matrix of its own with the same elements.
  var copy: ActivationMatrix {
    let result = ActivationMatrix(rowCapacity: rowCapacity, columns: columns)
    result.copyRows(of: self, count: rowCapacity)
    return result
  }

  /// All columns.
  var slice: ActivationSlice { ActivationSlice(matrix: self, columns: 0..<columns) }

  /// Some columns.
  func slice(columns: Range<Int>) -> ActivationSlice {
    ActivationSlice(matrix: self, columns: columns)
  }
}

/// Some columns of a matrix of activations, from some row on.
struct ActivationSlice {
  /// Where the activations are.
  let matrix: ActivationMatrix
  /// The row of the matrix that is row 0 here.
  private(set) var firstRow = 0
  /// Which of its columns.
  private(set) var columns: Range<Int>

  init(matrix: ActivationMatrix, columns: Range<Int>) {
    precondition(
      columns.lowerBound >= 0 && columns.upperBound <= matrix.columns,
      "columns out of range"
    )
    self.matrix = matrix
    self.columns = columns
  }

  /// Some of these columns, counted from the first.
  func slice(columns part: Range<Int>) -> ActivationSlice {
    precondition(part.lowerBound >= 0 && part.upperBound <= columns.count, "columns out of range")
    let first = columns.lowerBound
    var slice = self
    slice.columns = first + part.lowerBound..<first + part.upperBound
    return slice
  }

  /// The same columns without the first rows.
  func dropping(rows: Int) -> ActivationSlice {
    precondition(rows >= 0 && rows <= rowCapacity, "row out of range")
    var slice = self
    slice.firstRow += rows
    return slice
  }

  /// The number of rows.
  var rowCapacity: Int { matrix.rowCapacity - firstRow }

  /// Elements between a column of one row and the same column of the next.
  var stride: Int { matrix.columns }

  /// The elements of a row.
  func values(inRow row: Int) -> [Float] {
    unsafe Array(UnsafeBufferPointer(start: pointer(row: row), count: columns.count))
  }

  /// The first of this slice's columns in a row.
  func pointer(row: Int) -> UnsafeMutablePointer<Float> {
    precondition(row >= 0 && row < rowCapacity, "row out of range")
    return unsafe matrix.base + (firstRow + row) * matrix.columns + columns.lowerBound
  }
}
