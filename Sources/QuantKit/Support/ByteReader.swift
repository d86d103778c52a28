//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A cursor over bytes that nobody vouches for: every read is checked against the end.
struct ByteReader {
  /// A read past the end.
  struct Shortage: Error, Equatable {
    /// Where the read began, in bytes from the start.
    let offset: Int
    /// How many bytes it asked for.
    let byteCount: Int
  }

  private let bytes: ArraySlice<UInt8>
  /// The position of the next byte, from the start of the bytes given.
  private(set) var offset = 0

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }
  init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

  /// How many bytes are left.
  var remainingByteCount: Int { bytes.count - offset }

  /// The next `byteCount` bytes.
  mutating func read(byteCount: Int) throws(Shortage) -> ArraySlice<UInt8> {
    guard byteCount >= 0, byteCount <= remainingByteCount else {
      throw Shortage(offset: offset, byteCount: byteCount)
    }
    let start = bytes.startIndex + offset
    offset += byteCount
    return bytes[start..<start + byteCount]
  }

  /// The next integer, least significant byte first.
  mutating func readInteger<T: FixedWidthInteger & UnsignedInteger>(
    _ type: T.Type = T.self
  ) throws(Shortage) -> T {
    let raw = try read(byteCount: T.bitWidth / 8)
    return raw.reversed().reduce(0) { $0 << 8 | T($1) }
  }
}
