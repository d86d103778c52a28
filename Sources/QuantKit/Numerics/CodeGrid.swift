//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How weights become codes: a scale for each group of columns of a row, and the codes that fit.
struct CodeGrid: Sendable {
  /// The smallest and the largest code.
  let codes: ClosedRange<Int8>
  /// The number of groups of a row.
  let groupCount: Int
  /// [columns]: the group of each column.
  let groups: [Int32]
  /// [rows, groups]; a scale of 0 has code 0 only.
  let scales: [Float]

  /// The scale of a weight.
  func scale(row: Int, column: Int) -> Float {
    scales[row * groupCount + Int(groups[column])]
  }

  /// The code of a weight: the nearest, of two equally near the even one, within the range.
  static func code(of weight: Float, scale: Float, in codes: ClosedRange<Int8>) -> Int8 {
    guard scale > 0 else { return 0 }
    let quotient = (weight / scale).rounded(.toNearestOrEven)
    return Int8(min(max(quotient, Float(codes.lowerBound)), Float(codes.upperBound)))
  }
}

/// Codes that several threads write, each its own rows.
@safe
struct SharedCodes: Sendable {
  nonisolated(unsafe) let base: UnsafeMutablePointer<Int8>
}
