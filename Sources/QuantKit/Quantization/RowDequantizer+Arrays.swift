//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension RowDequantizer {
  /// The weights of a block of rows.
  ///
  /// - Parameters:
  ///   - codes: The packed rows.
  ///   - scales: [rowCount], or [rowCount, groups].
  /// - Returns: [rowCount, columnCount], row-major, little-endian.
  func dequantize(codes: [UInt8], scales: ArraySlice<Float>) -> [UInt8] {
    let rowCount = scales.count / max(scheme.scalesPerRow(columnCount: columnCount), 1)
    let byteCount = rowCount * columnCount * elementType.byteCount
    return unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { weights, count in
      unsafe codes.withUnsafeBytes { codes in
        unsafe scales.withUnsafeBufferPointer { scales in
          // The callee checks that all three buffers have the sizes of the block.
          unsafe dequantize(
            codes: codes,
            scales: scales,
            rowCount: rowCount,
            into: UnsafeMutableRawBufferPointer(start: weights.baseAddress, count: byteCount)
          )
        }
      }
      count = byteCount
    }
  }
}
