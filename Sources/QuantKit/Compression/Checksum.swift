//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The XXH64 hash, seed 0, of bytes as they are stored.
public struct Checksum: Hashable, Sendable, CustomStringConvertible {
  /// The hash as a number.
  public let value: UInt64

  /// A checksum known from elsewhere.
  public init(value: UInt64) { self.value = value }

  /// The checksum of the bytes.
  init(of bytes: UnsafeRawBufferPointer) { value = unsafe XXH64.hash(bytes) }

  /// The checksum of the bytes.
  init(of bytes: [UInt8]) {
    value = unsafe bytes.withUnsafeBytes { unsafe XXH64.hash($0) }
  }

  /// The checksum that a text of 16 lower-case hexadecimal digits stands for, or nil for other texts.
  init?(text: String) {
    var value: UInt64 = 0
    var digitCount = 0
    for byte in text.utf8 {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      default: return nil
      }
      value = value << 4 | UInt64(digit)
      digitCount += 1
    }
    guard digitCount == 16 else { return nil }
    self.value = value
  }

  /// The value as 16 lower-case hexadecimal digits, most significant first.
  public var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
