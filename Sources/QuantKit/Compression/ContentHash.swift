//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The SHA-256 of a file's bytes, by which the same content is known anywhere.
///
/// It is what `sha256sum` prints. A `Checksum` is shorter and much faster, but finds accidents only; two
/// contents with one SHA-256 have never been found.
public struct ContentHash: Hashable, Sendable, CustomStringConvertible {
  /// The size of a hash in bytes.
  static let byteCount = 32

  private let bytes: [UInt8]

  /// A hash of 32 bytes.
  init(bytes: [UInt8]) {
    precondition(bytes.count == Self.byteCount, "a SHA-256 has 32 bytes")
    self.bytes = bytes
  }

  /// The hash that a text of 64 lower-case hexadecimal digits stands for, or nil for other texts.
  init?(text: String) {
    let digits = text.utf8.map { byte -> UInt8 in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
      default: .max
      }
    }
    guard digits.count == 2 * Self.byteCount, !digits.contains(.max) else { return nil }
    bytes = (0..<Self.byteCount).map { digits[2 * $0] << 4 | digits[2 * $0 + 1] }
  }

  /// The hash as 64 lower-case hexadecimal digits.
  public var description: String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
