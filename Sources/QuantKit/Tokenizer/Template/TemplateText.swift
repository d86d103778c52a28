//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What Python does to strings, where Swift's own methods do something else: Swift compares and searches
/// by canonical equivalence, Python by code points.
enum TemplateText {
  /// Whether `str.isspace` holds in Python.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
  }

  /// Where the bytes of a range begin that are not space.
  static func trimmedStart(of bytes: [UInt8], in range: Range<Int>) -> Int {
    var start = range.lowerBound
    while start < range.upperBound {
      let (scalar, next) = UTF8Text.scalar(in: bytes, from: start)
      guard isSpace(scalar) else { break }
      start = next
    }
    return start
  }

  /// Where the bytes of a range end that are not space.
  static func trimmedEnd(of bytes: [UInt8], in range: Range<Int>) -> Int {
    var end = range.upperBound
    while end > range.lowerBound {
      let start = UTF8Text.characterStart(in: bytes, before: end)
      guard isSpace(UTF8Text.scalar(in: bytes, from: start).scalar) else { break }
      end = start
    }
    return end
  }

  /// `str.strip`, `lstrip` and `rstrip`.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - characters: What goes; nil for space.
  ///   - left: Whether the beginning is stripped.
  ///   - right: Whether the end is.
  /// - Returns: The rest.
  static func stripped(
    _ text: String,
    of characters: String?,
    left: Bool = true,
    right: Bool = true
  ) -> String {
    let set = characters.map { Set($0.unicodeScalars) }
    func goes(_ scalar: Unicode.Scalar) -> Bool { set?.contains(scalar) ?? isSpace(scalar) }
    var scalars = text.unicodeScalars[...]
    if left { scalars = scalars.drop(while: goes) }
    if right { while let last = scalars.last, goes(last) { scalars.removeLast() } }
    return String(scalars)
  }

  /// `str.split`.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - separator: What stands between the parts, not empty; nil for any space.
  ///   - limit: The most cuts; negative for any number.
  /// - Returns: The parts.
  static func split(_ text: String, at separator: String?, limit: Int) -> [String] {
    guard let separator else {
      var parts: [String] = []
      var rest = text.unicodeScalars.drop(while: isSpace)
      while !rest.isEmpty {
        if limit >= 0, parts.count == limit {
          parts.append(String(rest))
          break
        }
        let part = rest.prefix { !isSpace($0) }
        parts.append(String(part))
        rest = rest[part.endIndex...].drop(while: isSpace)
      }
      return parts
    }
    let ranges = ranges(of: separator, in: text)
    return parts(of: text, between: limit < 0 ? ranges[...] : ranges.prefix(limit))
  }

  /// `str.replace`.
  static func replacing(_ old: String, with new: String, in text: String) -> String {
    parts(of: text, between: ranges(of: old, in: text)[...]).joined(separator: new)
  }

  private static func parts(of text: String, between ranges: ArraySlice<Range<Int>>) -> [String] {
    let bytes = Array(text.utf8)
    var parts: [String] = []
    var start = 0
    for range in ranges {
      parts.append(String(decoding: bytes[start..<range.lowerBound], as: UTF8.self))
      start = range.upperBound
    }
    return parts + [String(decoding: bytes[start...], as: UTF8.self)]
  }

  /// The text as `json.dumps` writes it with `ensure_ascii` off.
  static func json(_ text: String) -> String {
    var output = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": output.append(contentsOf: ["\\", scalar])
      case "\n": output.append(contentsOf: ["\\", "n"])
      case "\r": output.append(contentsOf: ["\\", "r"])
      case "\t": output.append(contentsOf: ["\\", "t"])
      case "\u{8}": output.append(contentsOf: ["\\", "b"])
      case "\u{C}": output.append(contentsOf: ["\\", "f"])
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        output.append(contentsOf: "\\u\(digits.count == 1 ? "000" : "00")\(digits)".unicodeScalars)
      default: output.append(scalar)
      }
    }
    return "\"\(String(output))\""
  }

  /// The value of a string literal, or nil when it has an escape by name or half a surrogate pair.
  ///
  /// As in Python, a backslash before any other character than those known stays.
  static func unescaped(_ bytes: ArraySlice<UInt8>) -> String? {
    var value = String.UnicodeScalarView()
    var rest = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
    func number(_ count: Int, radix: Int) -> Unicode.Scalar? {
      let digits = rest.prefix(count)
      guard digits.allSatisfy(\.properties.isASCIIHexDigit), radix != 16 || digits.count == count,
        let number = UInt32(String(digits), radix: radix)
      else { return nil }
      rest = rest.dropFirst(count)
      return Unicode.Scalar(number)
    }
    while let scalar = rest.popFirst() {
      guard scalar == "\\", let escaped = rest.popFirst() else {
        value.append(scalar)
        continue
      }
      switch escaped {
      case "\n": break
      case "\\", "'", "\"": value.append(escaped)
      case "a": value.append("\u{7}")
      case "b": value.append("\u{8}")
      case "f": value.append("\u{C}")
      case "n": value.append("\n")
      case "r": value.append("\r")
      case "t": value.append("\t")
      case "v": value.append("\u{B}")
      case "x", "u", "U":
        let count = escaped == "x" ? 2 : escaped == "u" ? 4 : 8
        guard let scalar = number(count, radix: 16) else { return nil }
        value.append(scalar)
      case "0"..."7", "N": return nil
      default: value.append(contentsOf: ["\\", escaped])
      }
    }
    return String(value)
  }
}
