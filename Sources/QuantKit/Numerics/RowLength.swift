//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import CQuantKernels

/// The Euclidean length of rows of weights, by which normalized heads divide them.
enum RowLength {
  /// The smallest divisor.
  private static let minimum: Float = 1e-12

  /// The square root of the sum of squares, added up in binary64 from the first to the last and rounded to
  /// binary32; at least 1e-12.
  ///
  /// Squares of binary32 numbers are exact in binary64.
  static func of(_ row: some Sequence<Float>) -> Float {
    var sum = 0.0
    for value in row { sum += Double(value) * Double(value) }
    return max(Float(sum.squareRoot()), minimum)
  }

  /// Writes a row of weights as float32, each divided by the length of the row.
  ///
  /// - Parameters:
  ///   - weights: [columns], aligned or not.
  ///   - format: The format of the weights.
  ///   - row: [columns]; receives them.
  static func normalize(
    _ weights: UnsafeRawBufferPointer,
    format: FloatFormat,
    into row: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(weights.count == row.count * format.byteCount, "a row of another length")
    guard let target = row.baseAddress else { return }
    var description = unsafe cquantkit_matrix(
      format: format.weightFormat,
      elements: weights.baseAddress,
      row_byte_count: weights.count,
      column_count: row.count,
      scales: nil,
      group_scales: nil,
      group_length: 0
    )
    // Widening is exact, the same with every instruction set. It reads `weights` and writes `row`, whose
    // sizes are checked above.
    unsafe cquantkit_widen_row(InstructionSet.best.isa, &description, 0, target)
    let length = unsafe of(row)
    for column in row.indices { unsafe row[column] /= length }
  }
}

extension WeightMatrix {
  /// The length of each row.
  ///
  /// - Parameter pool: The threads to compute on; nil for the calling one alone.
  /// - Returns: [rows]
  func rowLengths(on pool: ThreadPool?) -> [Float] {
    // [rows]
    let lengths = ActivationMatrix(rowCapacity: rows, columns: 1)
    let partLength = 256
    let partCount = rows.dividedRoundingUp(by: partLength)
    func compute(part: Int) {
      let row = ActivationMatrix(rowCapacity: 1, columns: columns)
      for index in part * partLength..<min((part + 1) * partLength, rows) {
        Kernels.widen(row: index, of: self, into: row.slice, at: 0, instructionSet: .best)
        lengths.setRow(index, to: [RowLength.of(row.values(inRows: 0..<1))])
      }
    }
    if let pool {
      pool.forEach(below: partCount, compute(part:))
    } else {
      (0..<partCount).forEach(compute(part:))
    }
    return lengths.values(inRows: 0..<rows)
  }
}

extension FloatFormat {
  fileprivate var weightFormat: cquantkit_weight_format {
    switch self {
    case .binary16: .f16
    case .bfloat16: .bf16
    case .binary32: .f32
    }
  }
}
