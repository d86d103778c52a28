//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension Array where Element == Float {
  /// The elements as they stand in files: binary32, least significant byte first.
  var littleEndianBytes: [UInt8] {
    unsafe withUnsafeBufferPointer { values in
      unsafe [UInt8](unsafeUninitializedCapacity: values.count * MemoryLayout<Float>.size) {
        buffer,
        count in
        for unsafe(index, value) in unsafe values.enumerated() {
          // Four bytes for each value, so the last one ends at the capacity.
          unsafe UnsafeMutableRawBufferPointer(buffer).storeBytes(
            of: value.bitPattern.littleEndian,
            toByteOffset: index * MemoryLayout<Float>.size,
            as: UInt32.self
          )
        }
        count = values.count * MemoryLayout<Float>.size
      }
    }
  }
}
