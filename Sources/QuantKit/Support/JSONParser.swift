//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Reads JSON from front to back, into values or, to check it alone, into nothing.
///
/// Checking keeps 8 bytes for each key of the objects that are open and nothing else.
struct JSONParser {
  private let bytes: [UInt8]
  /// Whether values are made; otherwise every value is returned as null.
  private let isBuilding: Bool
  private var position: Int
  private var valueCount = 0

  /// - Throws: `JSONError` for a text of 4 GiB or more, in which places would not fit their numbers.
  init(_ bytes: [UInt8], at position: Int = 0, isBuilding: Bool) throws(JSONError) {
    guard bytes.count <= Int(UInt32.max) else {
      throw JSONError(problem: "a text of 4 GiB or more", offset: 0)
    }
    self.bytes = bytes
    self.position = position
    self.isBuilding = isBuilding
  }

  /// The one value of the text.
  mutating func parseDocument() throws(JSONError) -> JSON {
    let value = try parseValue()
    skipSpace()
    guard position == bytes.count else { throw error("text after the value") }
    return value
  }

  private func error(_ problem: String) -> JSONError {
    JSONError(problem: problem, offset: position)
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  private mutating func consume(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(JSONError) {
    guard consume(character) else {
      throw error(next == nil ? "unexpected end" : "'\(character)' is missing")
    }
  }

  /// The next value, and whatever it holds.
  mutating func parseValue(depth: Int = 0) throws(JSONError) -> JSON {
    skipSpace()
    guard let byte = next else { throw error("unexpected end") }
    valueCount += 1
    guard valueCount <= JSON.valueLimit else { throw error("more than \(JSON.valueLimit) values") }
    switch byte {
    case UInt8(ascii: "{"): return try parseObject(depth: depth + 1)
    case UInt8(ascii: "["): return try parseArray(depth: depth + 1)
    case UInt8(ascii: "\""):
      let content = try skipString()
      return isBuilding ? .string(try text(of: content)) : .null
    case UInt8(ascii: "t"): return try parseWord("true", as: .bool(true))
    case UInt8(ascii: "f"): return try parseWord("false", as: .bool(false))
    case UInt8(ascii: "n"): return try parseWord("null", as: .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
    default: throw error("unexpected character")
    }
  }

  private mutating func parseWord(_ word: StaticString, as value: JSON) throws(JSONError) -> JSON {
    let end = position + word.utf8CodeUnitCount
    let matches = word.withUTF8Buffer { text in
      end <= bytes.count && (unsafe bytes[position..<end].elementsEqual(text))
    }
    guard matches else { throw error("unexpected character") }
    position = end
    return value
  }

  private func checkDepth(_ depth: Int) throws(JSONError) {
    guard depth <= JSON.depthLimit else {
      throw error("nesting deeper than \(JSON.depthLimit)")
    }
  }

  private mutating func parseArray(depth: Int) throws(JSONError) -> JSON {
    try checkDepth(depth)
    try expect("[")
    var elements: [JSON] = []
    skipSpace()
    if consume("]") { return .array(elements) }
    while true {
      let element = try parseValue(depth: depth)
      if isBuilding { elements.append(element) }
      skipSpace()
      if consume("]") { return .array(elements) }
      try expect(",")
    }
  }

  private mutating func parseObject(depth: Int) throws(JSONError) -> JSON {
    try checkDepth(depth)
    try expect("{")
    var members: [JSON.Member] = []
    var keys: [KeyPlace] = []
    skipSpace()
    if consume("}") { return .object(members) }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw error("a key is missing") }
      let key = try skipString()
      keys.append(try KeyPlace(hash: hash(of: key), start: key.lowerBound))
      skipSpace()
      try expect(":")
      let value = try parseValue(depth: depth)
      if isBuilding { members.append(JSON.Member(key: try text(of: key), value: value)) }
      skipSpace()
      if consume("}") { break }
      try expect(",")
    }
    try check(&keys, depth: depth)
    return .object(members)
  }

  // MARK: Keys

  /// Where the content of a key begins, and a hash of it, which tells most keys apart.
  private struct KeyPlace: Comparable {
    private let bits: UInt64

    init(hash: Int, start: Int) {
      bits = UInt64(UInt32(truncatingIfNeeded: hash)) << 32 | UInt64(start)
    }

    var hash: UInt32 { UInt32(bits >> 32) }
    var start: Int { Int(UInt32(truncatingIfNeeded: bits)) }

    static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
  }

  /// A hash of a key as it reads, seeded anew for each process, so that nobody can choose equal ones.
  private func hash(of key: Range<Int>) throws(JSONError) -> Int {
    var hasher = Hasher()
    if bytes[key].contains(UInt8(ascii: "\\")) {
      String.UTF8Key(try text(of: key)).hash(into: &hasher)
    } else {
      unsafe bytes[key].withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }
    return hasher.finalize()
  }

  /// Throws for the first key of an object that an earlier one equals.
  private func check(_ keys: inout [KeyPlace], depth: Int) throws(JSONError) {
    guard keys.count > 1 else { return }
    keys.sort()
    var first: Int?
    var alike = 0
    for index in keys.indices {
      if keys[index].hash != keys[alike].hash { alike = index }
      let text = alike < index ? String.UTF8Key(try self.text(at: keys[index].start)) : nil
      // Keys with one hash are few, or equal to the first of them.
      for other in keys[alike..<index]
      where text == String.UTF8Key(try self.text(at: other.start)) {
        first = min(first ?? .max, keys[index].start)
        break
      }
    }
    guard let first else { return }
    let key = try text(at: first)
    throw JSONError(
      problem: "duplicate key \(key.quoted)",
      offset: first - 1,
      duplicateKey: JSONError.DuplicateKey(text: key, depth: depth)
    )
  }

  // MARK: Strings

  /// Passes over a string and checks it.
  ///
  /// - Returns: Where its content is, between the quotes.
  mutating func skipString() throws(JSONError) -> Range<Int> {
    try expect("\"")
    let start = position
    while let byte = next, byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\") {
        _ = try parseEscape()
      } else if byte < 0x20 {
        throw error("control character in a string")
      } else {
        position += 1
      }
    }
    guard next != nil else { throw error("unexpected end") }
    guard bytes[start..<position].isUTF8 else {
      throw JSONError(problem: "invalid UTF-8 in a string", offset: start)
    }
    defer { position += 1 }
    return start..<position
  }

  /// What a string says that was passed over.
  func text(of content: Range<Int>) throws(JSONError) -> String {
    guard bytes[content].contains(UInt8(ascii: "\\")) else {
      return String(decoding: bytes[content], as: UTF8.self)
    }
    var parser = self
    parser.position = content.lowerBound
    var text: [UInt8] = []
    while parser.position < content.upperBound {
      if bytes[parser.position] == UInt8(ascii: "\\") {
        text.append(contentsOf: UTF8.encode(try parser.parseEscape()) ?? .init())
      } else {
        text.append(bytes[parser.position])
        parser.position += 1
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// What a string says whose content begins at a place.
  private func text(at start: Int) throws(JSONError) -> String {
    var parser = self
    parser.position = start - 1
    return try text(of: parser.skipString())
  }

  private mutating func parseEscape() throws(JSONError) -> Unicode.Scalar {
    try expect("\\")
    guard let byte = next else { throw error("unexpected end") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try parseUnicodeEscape()
    default:
      position -= 1
      throw error("unknown escape")
    }
  }

  private mutating func parseUnicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let first = try parseHexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard UTF16.isLeadSurrogate(first), consume("\\"), consume("u") else {
      throw error("unpaired surrogate")
    }
    let second = try parseHexadecimal()
    guard UTF16.isTrailSurrogate(second) else { throw error("unpaired surrogate") }
    let value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
    guard let scalar = Unicode.Scalar(value) else { throw error("unpaired surrogate") }
    return scalar
  }

  private mutating func parseHexadecimal() throws(JSONError) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("four hexadecimal digits are missing")
      }
      value = value << 4 | UInt16(digit)
      position += 1
    }
    return value
  }

  // MARK: Numbers

  private mutating func parseNumber() throws(JSONError) -> JSON {
    let start = position
    _ = consume("-")
    if !consume("0") { try skipDigits() }
    var isWhole = true
    if consume(".") {
      isWhole = false
      try skipDigits()
    }
    if consume("e") || consume("E") {
      isWhole = false
      if !consume("+") { _ = consume("-") }
      try skipDigits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, let value = Int(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else {
      throw JSONError(problem: "number out of range", offset: start)
    }
    return .number(value)
  }

  private mutating func skipDigits() throws(JSONError) {
    let start = position
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    guard position > start else { throw error("a digit is missing") }
  }
}
