//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension QuantizationScheme {
  /// The codes of a packed row, one number each.
  ///
  /// - Parameters:
  ///   - bytes: The row as it is stored: `rowByteCount` bytes.
  ///   - columnCount: The number of weights in the row.
  /// - Returns: [columns]
  func codes(inRow bytes: some RandomAccessCollection<UInt8>, columnCount: Int) -> [Int8] {
    precondition(bytes.count == rowByteCount(columnCount: columnCount), "the bytes are one row")
    guard bitsPerCode == 4 else { return bytes.map(Int8.init(bitPattern:)) }
    return (0..<columnCount).map { column in
      let byte = bytes[bytes.index(bytes.startIndex, offsetBy: column / 2)]
      // Shifted to the top, the lowest nibble of a byte's two comes first; the shift back keeps the sign.
      return Int8(bitPattern: column % 2 == 0 ? byte << 4 : byte & 0xF0) >> 4
    }
  }
}
