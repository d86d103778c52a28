//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Why a text is not JSON, and where.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, as the end of a sentence.
  public let problem: String
  /// Where, in bytes from the start of the text.
  public let offset: Int
  /// The key that an object has twice, where that is the fault.
  var duplicateKey: DuplicateKey?

  /// A key that an object has twice.
  struct DuplicateKey: Sendable, Equatable {
    let text: String
    /// How deep the object is nested; 1 for the outermost.
    let depth: Int
  }

  /// What is wrong and where.
  public var description: String { "\(problem) at byte \(offset)" }
}

extension JSON {
  /// The deepest nesting of arrays and objects that is accepted.
  static let depthLimit = 128
  /// The most values that are accepted in one text: what is parsed takes many times the text's memory.
  static let valueLimit = 1 << 22

  /// Parses a text as RFC 8259 defines it.
  ///
  /// Stricter than most parsers where a lenient reading hides damage: duplicate keys, invalid UTF-8,
  /// unpaired surrogates and numbers beyond a double's range are errors, and
  /// so are texts that nest too deep or hold too many values.
  ///
  /// - Parameter bytes: UTF-8, optionally with spaces around the value.
  /// - Throws: `JSONError` with the place of the first fault.
  /// - Complexity: O(bytes).
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    var parser = JSONParser(bytes: bytes)
    self = try parser.parseDocument()
  }
}

private struct JSONParser {
  let bytes: [UInt8]
  var position = 0
  var valueCount = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func parseDocument() throws(JSONError) -> JSON {
    let value = try parseValue(depth: 0)
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

  private mutating func parseValue(depth: Int) throws(JSONError) -> JSON {
    skipSpace()
    guard let byte = next else { throw error("unexpected end") }
    valueCount += 1
    guard valueCount <= JSON.valueLimit else { throw error("more than \(JSON.valueLimit) values") }
    switch byte {
    case UInt8(ascii: "{"): return try parseObject(depth: depth + 1)
    case UInt8(ascii: "["): return try parseArray(depth: depth + 1)
    case UInt8(ascii: "\""): return .string(try parseString())
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
      elements.append(try parseValue(depth: depth))
      skipSpace()
      if consume("]") { return .array(elements) }
      try expect(",")
    }
  }

  private mutating func parseObject(depth: Int) throws(JSONError) -> JSON {
    try checkDepth(depth)
    try expect("{")
    var members: [JSON.Member] = []
    var keyOffsets: [Int] = []
    skipSpace()
    if consume("}") { return .object(members) }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw error("a key is missing") }
      keyOffsets.append(position)
      let key = try parseString()
      skipSpace()
      try expect(":")
      members.append(JSON.Member(key: key, value: try parseValue(depth: depth)))
      skipSpace()
      if consume("}") { break }
      try expect(",")
    }
    if let index = Self.firstDuplicate(in: members) {
      let key = members[index].key
      throw JSONError(
        problem: "duplicate key \(key.quoted)",
        offset: keyOffsets[index],
        duplicateKey: JSONError.DuplicateKey(text: key, depth: depth)
      )
    }
    return .object(members)
  }

  /// The index of the first member whose key an earlier member has.
  ///
  /// Apart from parsing, since a vocabulary has 100,000 keys and a set of known size is filled faster.
  private static func firstDuplicate(in members: [JSON.Member]) -> Int? {
    var keys = Set<String.UTF8Key>(minimumCapacity: members.count)
    return members.firstIndex { !keys.insert(String.UTF8Key($0.key)).inserted }
  }

  // MARK: Strings

  private mutating func parseString() throws(JSONError) -> String {
    try expect("\"")
    let start = position
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      position += 1
    }
    if next == UInt8(ascii: "\"") {
      defer { position += 1 }
      return try text(bytes[start..<position], at: start)
    }
    var content = Array(bytes[start..<position])
    while true {
      guard let byte = next else { throw error("unexpected end") }
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return try text(content[...], at: start)
      case UInt8(ascii: "\\"):
        position += 1
        try parseEscape(into: &content)
      case 0..<0x20:
        throw error("control character in a string")
      default:
        content.append(byte)
        position += 1
      }
    }
  }

  private func text(_ content: ArraySlice<UInt8>, at offset: Int) throws(JSONError) -> String {
    guard let text = String(validating: content, as: UTF8.self) else {
      throw JSONError(problem: "invalid UTF-8 in a string", offset: offset)
    }
    return text
  }

  private mutating func parseEscape(into content: inout [UInt8]) throws(JSONError) {
    guard let byte = next else { throw error("unexpected end") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"):
      content.append(contentsOf: UTF8.encode(try parseUnicodeEscape()) ?? .init())
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

extension String {
  /// A string compared and hashed by its bytes, since `String` calls canonically equivalent texts equal.
  struct UTF8Key: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: Self, right: Self) -> Bool {
      left.text.utf8.count == right.text.utf8.count
        && left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
      var text = text
      text.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }
}
