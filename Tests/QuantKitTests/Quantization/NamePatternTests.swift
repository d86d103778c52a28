//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct NamePatternTests {
  @Test(
    arguments: [
      ("", "", true), ("", "a", false), ("*", "", true), ("*", "anything.at.all", true),
      ("a", "a", true), ("a", "b", false), ("a", "aa", false), ("aa", "a", false),
      ("*b", "ab", true), ("*b", "b", true), ("*b", "ba", false), ("a*", "ab", true),
      ("a*b", "acb", true), ("a*b", "ab", true), ("a*b", "acbc", false), ("*ab*", "xaaby", true),
      ("*aab", "aaaab", true), ("**", "x", true), ("a*b*c", "a--b--b--c", true),
      ("a*b*c", "a--c--b", false), ("*.weight", "x.weight.weight", true),
      ("*é.weight", "e\u{301}.weight", false),  // Equal as text, but not the same bytes.
      ("*?", "a?", true), ("*?", "ab", false),  // Only the star is special.
    ]
  )
  func matches(_ pattern: String, _ name: String, _ expected: Bool) {
    #expect(NamePattern(text: pattern).matches(name) == expected)
  }

  @Test func staysFastOnANameMadeToBacktrack() {
    let name = String(repeating: "a", count: 2000)
    #expect(!NamePattern(text: "*aaaaaaaaaaaaaaaab").matches(name))
    #expect(!NamePattern(text: "*a*a*a*a*a*a*a*a*b").matches(name))
  }
}
