//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct JSONTests {
  private static func parse(_ text: String) throws(JSONError) -> JSON {
    try JSON(parsing: Array(text.utf8))
  }

  @Test(
    arguments: [
      ("null", .null),
      ("true", true),
      (" \t\r\n false \n", false),
      ("0", 0),
      ("-0", 0),
      ("-12", -12),
      ("9223372036854775807", .integer(.max)),
      ("-9223372036854775808", .integer(.min)),
      ("9223372036854775808", .number(9_223_372_036_854_775_808)),
      ("1.0", .number(1)),
      ("1e3", .number(1000)),
      ("1E+3", .number(1000)),
      ("-2.5e-1", .number(-0.25)),
      ("5e-324", .number(.leastNonzeroMagnitude)),
      ("1e-999", .number(0)),
      ("1.7976931348623157e308", .number(.greatestFiniteMagnitude)),
      (#""""#, ""),
      (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{C}\n\r\tz"),
      (#""\u0041\u00e9\u4F60""#, "Aé你"),
      (#""\ud83d\ude00""#, "😀"),
      (#""\u0000""#, "\u{0}"),
      (#""\uffff""#, "\u{FFFF}"),
      ("\"é你😀\u{7F}\"", "é你😀\u{7F}"),
      ("[]", []),
      ("[ ]", []),
      ("{}", [:]),
      ("[1,[2,[]],{}]", [1, [2, []], [:]]),
      (#"{"b": 1, "a": {"b": 2}}"#, ["b": 1, "a": ["b": 2]]),
      (#"{"": ""}"#, ["": ""]),
    ] as [(String, JSON)]
  )
  func parses(text: String, value: JSON) throws {
    #expect(try Self.parse(text) == value)
  }

  @Test(arguments: [
    ("", 0, "unexpected end"),
    ("  ", 2, "unexpected end"),
    ("nul", 0, "unexpected character"),
    ("True", 0, "unexpected character"),
    ("NaN", 0, "unexpected character"),
    ("Infinity", 0, "unexpected character"),
    ("\u{FEFF}1", 0, "unexpected character"),
    ("1 2", 2, "text after the value"),
    ("01", 1, "text after the value"),
    ("+1", 0, "unexpected character"),
    ("-", 1, "a digit is missing"),
    ("1.", 2, "a digit is missing"),
    (".5", 0, "unexpected character"),
    ("1e", 2, "a digit is missing"),
    ("1e+-2", 3, "a digit is missing"),
    ("1e999", 0, "number out of range"),
    ("0x10", 1, "text after the value"),
    ("[1,]", 3, "unexpected character"),
    ("[1 2]", 3, "',' is missing"),
    ("[1", 2, "unexpected end"),
    ("{1:2}", 1, "a key is missing"),
    (#"{"a" 1}"#, 5, "':' is missing"),
    (#"{"a":1,}"#, 7, "a key is missing"),
    (#"{"a":1"#, 6, "unexpected end"),
    (#"{"a":1,"b":2,"a":3}"#, 13, "duplicate key 'a'"),
    (#"{"a":{"b":1,"\u0062":2}}"#, 12, "duplicate key 'b'"),
    (#""abc"#, 4, "unexpected end"),
    (#""a\"#, 3, "unexpected end"),
    ("\"a\nb\"", 2, "control character in a string"),
    (#""\n\#u{1}""#, 3, "control character in a string"),
    (#""\x""#, 2, "unknown escape"),
    (#""\u12g4""#, 5, "four hexadecimal digits are missing"),
    (#""\u12"#, 5, "four hexadecimal digits are missing"),
    (#""\ud800""#, 7, "unpaired surrogate"),
    (#""\ud800x""#, 7, "unpaired surrogate"),
    (#""\ud800\n""#, 8, "unpaired surrogate"),
    (#""\ud800\u0041""#, 13, "unpaired surrogate"),
    (#""\udc00""#, 7, "unpaired surrogate"),
    ("// a\n1", 0, "unexpected character"),
  ])
  func refuses(text: String, offset: Int, problem: String) throws {
    let error = try #require(throws: JSONError.self) { try Self.parse(text) }
    #expect(error.problem == problem)
    #expect(error.offset == offset)
    #expect(error.description == "\(problem) at byte \(offset)")
  }

  @Test(
    arguments: [
      [0x22, 0xFF, 0x22],
      [0x22, 0xC0, 0x80, 0x22],
      [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
      [0x22, 0x5C, 0x6E, 0xE4, 0xBD, 0x22],
      [0x22, 0xE4, 0xBD],
      [0x00],
      [0x80],
    ] as [[UInt8]]
  )
  func refusesInvalidBytes(bytes: [UInt8]) {
    #expect(throws: JSONError.self) { try JSON(parsing: bytes) }
  }

  @Test
  func limitsDepth() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(throws: Never.self) { try Self.parse(nested(JSON.depthLimit)) }
    let error = try #require(throws: JSONError.self) { try Self.parse(nested(JSON.depthLimit + 1)) }
    #expect(error.offset == JSON.depthLimit)
    #expect(throws: JSONError.self) {
      try Self.parse(String(repeating: "{\"a\":", count: 100_000))
    }
  }

  @Test
  func limitsValues() throws {
    let count = JSON.valueLimit + 1
    let text = "[" + String(repeating: "0,", count: count) + "0]"
    let error = try #require(throws: JSONError.self) { try Self.parse(text) }
    #expect(error.problem == "more than \(JSON.valueLimit) values")
  }

  /// `String` calls these keys equal; as names in a file they are two.
  @Test
  func tellsCanonicallyEquivalentKeysApart() throws {
    let value = try Self.parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
    #expect(value["\u{E9}"] == 1)
    #expect(value["e\u{301}"] == 2)
    #expect(value.members?.count == 2)
  }

  @Test
  func reportsWhichKeyIsDuplicate() throws {
    let error = try #require(throws: JSONError.self) { try Self.parse(#"{"x":{"y":1,"y":2}}"#) }
    #expect(error.duplicateKey == JSONError.DuplicateKey(text: "y", depth: 2))
    let other = try #require(throws: JSONError.self) { try Self.parse("[1") }
    #expect(other.duplicateKey == nil)
  }

  @Test
  func answersForItsKindOnly() {
    let value: JSON = ["i": 1, "d": .number(2.5), "s": "x", "b": true, "n": .null, "a": [1]]
    #expect(value["i"]?.integer == 1)
    #expect(value["i"]?.double == 1)
    #expect(value["d"]?.double == 2.5)
    #expect(value["d"]?.integer == nil)
    #expect(value["s"]?.string == "x")
    #expect(value["s"]?.double == nil)
    #expect(value["b"]?.bool == true)
    #expect(value["b"]?.integer == nil)
    #expect(value["n"]?.isNull == true)
    #expect(value["a"]?.elements == [1])
    #expect(value["a"]?.members == nil)
    #expect(value["x"] == nil)
    #expect(value["a"]?["i"] == nil)
  }

  // MARK: Writing

  @Test
  func writesCompactText() {
    let value: JSON = [
      "z": [1, .number(0.1), .number(1e20), .number(-0.0)], "a": .null, "t": true, "o": [:],
      "e": [],
      "s": "\"\\\n\r\t\u{1}\u{1F}\u{7F}é/",
    ]
    let text =
      #"{"z":[1,0.1,1e+20,-0.0],"a":null,"t":true,"o":{},"e":[],"#
      + #""s":"\"\\\n\r\t\u0001\u001f\u007fé/"}"#
    #expect(String(decoding: value.serialized(), as: UTF8.self) == text)
  }

  @Test
  func writesIndentedText() {
    let value: JSON = ["a": [1, 2], "b": [:], "c": ["d": "x"]]
    let text = """
      {
        "a": [
          1,
          2
        ],
        "b": {},
        "c": {
          "d": "x"
        }
      }

      """
    #expect(String(decoding: value.prettyPrinted(), as: UTF8.self) == text)
  }

  @Test(arguments: [0, 1, 2, 5_000])
  func writesALongListInPieces(count: Int) {
    let elements = (0..<count).map { ["index": .integer($0), "text": "x\n"] as JSON }
    var pieces: [[UInt8]] = []
    JSON.prettyPrint([.init(key: "a", value: [1])], endingWith: "b", elements) { pieces.append($0) }
    let whole: JSON = ["a": [1], "b": .array(elements)]
    #expect(pieces.flatMap(\.self) == whole.prettyPrinted())
    #expect(pieces.count > 1 || count < 5_000)
  }

  @Test
  func readsBackWhatItWrites() throws {
    var random = SplitMix64(seed: 1)
    for _ in 0..<500 {
      let value = Self.randomValue(depth: 4, using: &random)
      #expect(try JSON(parsing: value.serialized()) == value)
      #expect(try JSON(parsing: value.prettyPrinted()) == value)
    }
  }

  private static func randomValue(depth: Int, using random: inout SplitMix64) -> JSON {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .integer(Int.random(in: .min ... .max, using: &random))
    case 3:
      let value = Double(bitPattern: random.next())
      return .number(value.isFinite ? value : 0.5)
    case 4: return .string(randomText(using: &random))
    case 5, 6:
      return .array((0..<3).map { _ in randomValue(depth: depth - 1, using: &random) })
    default:
      return .object(
        (0..<3).map {
          JSON.Member(
            key: "\($0)" + randomText(using: &random),
            value: randomValue(depth: depth - 1, using: &random)
          )
        }
      )
    }
  }

  private static func randomText(using random: inout SplitMix64) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0..<6, using: &random) {
      let value = UInt32.random(in: 0..<0x11_0000, using: &random)
      if let scalar = Unicode.Scalar(Bool.random(using: &random) ? value : value % 128) {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  // MARK: Damage

  /// Whatever the bytes are, parsing ends with a value or an error.
  @Test
  func survivesFlippedBytes() throws {
    let seed: UInt64 = 20_260
    var random = SplitMix64(seed: seed)
    let text = Array(#"{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00",true,null],"b":{"c":[{},[]]}}"#.utf8)
    var refusedCount = 0
    for _ in 0..<20_000 {
      var bytes = text
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8(
          truncatingIfNeeded: random.next()
        )
      }
      do {
        let value = try JSON(parsing: bytes)
        #expect(try JSON(parsing: value.serialized()) == value, "seed \(seed)")
      } catch {
        refusedCount += 1
      }
    }
    #expect(refusedCount > 1_000, "seed \(seed)")
    for count in text.indices {
      #expect(throws: JSONError.self) { try JSON(parsing: Array(text[..<count])) }
    }
  }
}
