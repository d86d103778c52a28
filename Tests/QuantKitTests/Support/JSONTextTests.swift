//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct JSONTextTests {
  private static func text(_ text: String) throws -> JSONText {
    try JSONText(checking: Array(text.utf8))
  }

  /// A value put together from members and elements alone.
  private static func rebuilt(_ text: JSONText) -> JSON {
    if let members = text.members {
      return .object(members.map { JSON.Member(key: $0.key, value: rebuilt($0.value)) })
    }
    return text.elements.map { .array($0.map(rebuilt)) } ?? text.value
  }

  @Test(arguments: [
    "null", " true ", "-12.5e3", #""a\"\\\u00e9}]""#, "[]", " [ ] ", "{}", "{ }", "[1,2]",
    "[1 , [2 ,[ ] ] , {}]",
    #"{"b": 1, "a": {"b": [2, "]"]}, "c\n" : "}" , "" :null }"#,
    #"{"x,y":[-0,"{",{"z":[[[]]]}],"é":false}"#,
  ])
  func agreesWithTheValue(text: String) throws {
    let expected = try JSON(parsing: Array(text.utf8))
    let found = try Self.text(text)
    #expect(found.value == expected)
    #expect(Self.rebuilt(found) == expected)
    #expect(found.kindText == expected.kindText)
    #expect(found.string == expected.string)
    #expect(found.isString == (expected.string != nil))
    #expect(found.integer == expected.integer)
    #expect(found.double == expected.double)
    #expect(found.elements?.count == expected.elements?.count)
    for member in expected.members ?? [] {
      #expect(found[member.key]?.value == member.value)
    }
    #expect(found["no such key"] == nil)
  }

  /// What `JSON(parsing:)` refuses, checking refuses with the same words, and nothing else.
  @Test
  func agreesWithTheParserOnDamage() throws {
    let seed: UInt64 = 20_261
    var random = SplitMix64(seed: seed)
    let text = Array(
      #" {"a":[1,-2.5e3,"x\u00e9\ud83d\ude00é"],"b":{"c":[{},[]],"d":""},"e":null}"#.utf8
    )
    for _ in 0..<20_000 {
      var bytes = text
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] =
          text.randomElement(using: &random) ?? 0
      }
      let parsed = Result { try JSON(parsing: bytes) }
      let checked = Result { try JSONText(checking: bytes) }
      switch (parsed, checked) {
      case (.success(let value), .success(let text)):
        #expect(Self.rebuilt(text) == value, "seed \(seed)")
      case (.failure(let expected), .failure(let found)):
        #expect(expected as? JSONError == found as? JSONError, "seed \(seed)")
      default:
        Issue.record("seed \(seed): \(parsed), \(checked)")
      }
    }
  }

  /// Of many keys the first that repeats an earlier one is named, also where it is written otherwise.
  @Test
  func findsTheFirstDuplicateOfMany() throws {
    var members = (0..<5_000).map { #""k\#($0)":\#($0)"# }
    _ = try Self.text("{\(members.joined(separator: ","))}")
    members[4_000] = #""k12":0"#
    members[3_000] = #""\u006b77":0"#
    let text = "{\(members.joined(separator: ","))}"
    let error = try #require(throws: JSONError.self) { try Self.text(text) }
    #expect(error.duplicateKey == JSONError.DuplicateKey(text: "k77", depth: 1))
    #expect(error.offset == 1 + members[..<3_000].joined(separator: ",").utf8.count + 1)
    // All alike, which must not take the square of their number.
    let alike = Array(repeating: #""a":0"#, count: 100_000).joined(separator: ",")
    #expect(throws: JSONError.self) { try Self.text("{\(alike)}") }
  }
}
