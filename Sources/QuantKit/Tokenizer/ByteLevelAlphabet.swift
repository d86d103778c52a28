//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The printable characters that byte-level vocabularies write for the 256 bytes.
///
/// Bytes that are printable in Latin-1 stand for themselves, the others for the characters from
/// U+0100 on in their order: a space is `Ġ`, a line feed `Ċ`.
enum ByteLevelAlphabet {
  /// The character of each byte as UTF-8.
  static let characters: [[UInt8]] = scalars.map { Array(String($0).utf8) }

  private static let scalars: [Unicode.Scalar] = {
    var nextSubstitute: UInt32 = 0x100
    return (UInt8.min...UInt8.max).map { byte in
      if isPrintable(byte) { return Unicode.Scalar(byte) }
      defer { nextSubstitute += 1 }
      return Unicode.Scalar(nextSubstitute) ?? "\u{FFFD}"
    }
  }()

  /// The byte of each character below `bytes.count`, or nil.
  private static let bytes: [UInt8?] = {
    var bytes = [UInt8?](repeating: nil, count: 0x200)
    for (byte, scalar) in scalars.enumerated() { bytes[Int(scalar.value)] = UInt8(byte) }
    return bytes
  }()

  private static func isPrintable(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: true
    default: false
    }
  }

  /// Appends the bytes that a piece stands for, or the piece itself where it has characters of no
  /// byte.
  static func append(bytesOf piece: ArraySlice<UInt8>, to output: inout [UInt8]) {
    let start = output.count
    var rest = piece
    while let lead = rest.popFirst() {
      // All these characters are below U+0200: one byte of UTF-8, or two of which the first is
      // below C8.
      let scalar =
        lead < 0x80 ? Int(lead) : Int(lead & 0x1F) << 6 | Int((rest.popFirst() ?? 0) & 0x3F)
      guard lead < 0xC8, let byte = bytes[scalar] else {
        output.removeSubrange(start...)
        output.append(contentsOf: piece)
        return
      }
      output.append(byte)
    }
  }
}
