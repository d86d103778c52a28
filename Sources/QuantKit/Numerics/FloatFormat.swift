//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A binary floating-point format that weights are stored in.
enum FloatFormat: CaseIterable, Sendable {
  /// IEEE 754 binary16: 5 exponent bits, 10 stored significand bits.
  case binary16
  /// The upper half of binary32: 8 exponent bits, 7 stored significand bits.
  case bfloat16
  /// IEEE 754 binary32: 8 exponent bits, 23 stored significand bits.
  case binary32

  /// The size of a value in bytes.
  var byteCount: Int { self == .binary32 ? 4 : 2 }

  /// The largest finite value.
  var greatestFiniteMagnitude: Float {
    switch self {
    case .binary16: Float(Float16.greatestFiniteMagnitude)
    case .bfloat16: Float(BFloat16(bitPattern: 0x7F7F))
    case .binary32: .greatestFiniteMagnitude
    }
  }

  /// The value of this format nearest to `value`, ties to even, as a `Float`.
  ///
  /// Subnormal values are kept; past the range the result is infinite.
  func rounded(_ value: Float) -> Float {
    switch self {
    case .binary16: Float(Float16(value))
    case .bfloat16: Float(BFloat16(value))
    case .binary32: value
    }
  }

  /// The same, but for a number above 0 the smallest one above 0 where it would be 0.
  func roundedAboveZero(_ value: Float) -> Float {
    value > 0 ? max(rounded(value), self.value(ofBitPattern: 1)) : value
  }

  /// The value of a bit pattern of this format, which takes the low bits; exact.
  func value(ofBitPattern pattern: UInt32) -> Float {
    switch self {
    case .binary16: Float(Float16(bitPattern: UInt16(truncatingIfNeeded: pattern)))
    case .bfloat16: Float(BFloat16(bitPattern: UInt16(truncatingIfNeeded: pattern)))
    case .binary32: Float(bitPattern: pattern)
    }
  }

  /// The bit pattern of the value of this format nearest to `value`, in the low bits.
  func bitPattern(of value: Float) -> UInt32 {
    switch self {
    case .binary16: UInt32(Float16(value).bitPattern)
    case .bfloat16: UInt32(BFloat16(value).bitPattern)
    case .binary32: value.bitPattern
    }
  }

  /// The values in `bytes`, each least significant byte first.
  func values<Bytes: RandomAccessCollection<UInt8>>(in bytes: Bytes) -> [Float] {
    precondition(bytes.count % byteCount == 0, "the bytes hold whole values")
    let values = bytes.withContiguousStorageIfAvailable { bytes in
      let bytes = UnsafeRawBufferPointer(bytes)
      return stride(from: 0, to: bytes.count, by: byteCount).map { offset in
        self == .binary32
          ? Float(
            bitPattern: UInt32(
              littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
            )
          )
          : value(
            ofBitPattern: UInt32(
              UInt16(
                littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
              )
            )
          )
      }
    }
    return values ?? self.values(in: Array(bytes))
  }

  /// Values as they stand in files in this format, each least significant byte first.
  func bytes(of values: [Float]) -> [UInt8] {
    guard self != .binary32 else { return values.littleEndianBytes }
    return values.flatMap { value in
      let pattern = UInt16(truncatingIfNeeded: bitPattern(of: value))
      return [UInt8(truncatingIfNeeded: pattern), UInt8(truncatingIfNeeded: pattern >> 8)]
    }
  }
}
