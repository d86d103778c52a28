//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How often each byte occurs.
enum ByteHistogram {
  private static let tableCount = 4
  private static let valueCount = 256

  /// Counts the bytes.
  ///
  /// - Returns: [256], the count of each value.
  static func counts(of bytes: [UInt8]) -> [Int] {
    // Neighbours, which are often equal, count in different tables: an increment need not wait for the one
    // before it.
    var tables = [Int](repeating: 0, count: tableCount * valueCount)
    unsafe tables.withUnsafeMutableBufferPointer { tables in
      unsafe bytes.withUnsafeBufferPointer { bytes in
        // A table and a byte give an index below tableCount * valueCount.
        for index in bytes.indices {
          let table = index % tableCount * valueCount
          unsafe tables[table + Int(bytes[index])] &+= 1
        }
      }
    }
    return (0..<valueCount).map { value in
      stride(from: value, to: tables.count, by: valueCount).reduce(0) { $0 + tables[$1] }
    }
  }
}
