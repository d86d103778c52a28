//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Steps through UTF-8 in an array of bytes, without the cost of `String`.
///
/// Except where said otherwise, the bytes must be valid UTF-8.
enum UTF8Text {
  /// Where the character that begins at `start` ends.
  static func characterEnd(in text: [UInt8], from start: Int) -> Int {
    min(start + byteCount(ofLead: text[start]), text.count)
  }

  /// The character that begins at `start`, and where it ends.
  static func scalar(in text: [UInt8], from start: Int) -> (scalar: Unicode.Scalar, end: Int) {
    let lead = text[start]
    if lead < 0x80 { return (Unicode.Scalar(lead), start + 1) }
    let end = characterEnd(in: text, from: start)
    var value = UInt32(lead) & (0x7F >> UInt32(end - start))
    for index in start + 1..<max(end, start + 1) { value = value << 6 | UInt32(text[index] & 0x3F) }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", end)
  }

  /// Where the character that ends at `end` begins.
  static func characterStart(in text: [UInt8], before end: Int) -> Int {
    var start = end - 1
    while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }

  private static func byteCount(ofLead lead: UInt8) -> Int {
    lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
  }
}

extension UTF8Text {
  /// What the first bytes of a text are.
  enum Beginning: Equatable {
    /// One whole character of that many bytes.
    case character(byteCount: Int)
    /// The beginning of a character whose rest may follow.
    case incomplete
    /// No character.
    case invalid
  }

  /// What `bytes`, which are not empty, begin with; any bytes are accepted.
  static func beginning(of bytes: ArraySlice<UInt8>) -> Beginning {
    guard let lead = bytes.first else { return .incomplete }
    switch lead {
    case 0..<0x80: return .character(byteCount: 1)
    case 0xC2..<0xF5: break
    default: return .invalid
    }
    let expected = byteCount(ofLead: lead)
    for (position, byte) in bytes.prefix(expected).dropFirst().enumerated()
    where !(position == 0 ? secondBytes(afterLead: lead) : 0x80...0xBF).contains(byte) {
      return .invalid
    }
    return bytes.count >= expected ? .character(byteCount: expected) : .incomplete
  }

  /// The second bytes that exclude overlong forms, surrogates and values above U+10FFFF.
  private static func secondBytes(afterLead lead: UInt8) -> ClosedRange<UInt8> {
    switch lead {
    case 0xE0: 0xA0...0xBF
    case 0xED: 0x80...0x9F
    case 0xF0: 0x90...0xBF
    case 0xF4: 0x80...0x8F
    default: 0x80...0xBF
    }
  }

  /// How many of the last bytes are the beginning of a character whose rest is missing.
  static func incompleteByteCount(atEndOf bytes: [UInt8]) -> Int {
    for count in 1...3 where count <= bytes.count {
      let tail = bytes.suffix(count)
      if let lead = tail.first, lead & 0xC0 != 0x80 {
        return beginning(of: tail) == .incomplete ? count : 0
      }
    }
    return 0
  }
}
