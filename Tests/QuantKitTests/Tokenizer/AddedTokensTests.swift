//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct AddedTokensTests {
  /// The parts of a text: texts as they are, tokens as their id.
  private func split(_ text: String, _ tokens: [AddedToken]) throws -> [String] {
    let bytes = Array(text.utf8)
    let added = try AddedTokens(tokens, path: "file")
    return added.split(bytes, matchingSpecial: true).map { part in
      switch part {
      case .text(let range): String(decoding: bytes[range], as: UTF8.self)
      case .token(let id): "#\(id)"
      }
    }
  }

  @Test func theLongestTokenWins() throws {
    let tokens = [
      AddedToken(id: 1, content: "<a"), AddedToken(id: 2, content: "<a>"),
      AddedToken(id: 3, content: ">"),
    ]
    #expect(try split("x<a>><ay", tokens) == ["x", "#2", "#3", "#1", "y"])
    #expect(try split("", tokens) == [])
    #expect(try split("plain", tokens) == ["plain"])
    #expect(try split("plain", []) == ["plain"])
  }

  @Test func spaceGoesWithTheToken() throws {
    let tokens = [
      AddedToken(id: 1, content: "<l>", stripsLeft: true),
      AddedToken(id: 2, content: "<r>", stripsRight: true),
    ]
    #expect(try split("a \u{3000}<l> b", tokens) == ["a", "#1", " b"])
    #expect(try split("a <r>\n\u{A0} b", tokens) == ["a ", "#2", "b"])
    #expect(try split("<r>  <l>", tokens) == ["#2", "#1"], "the space belongs to the first")
    #expect(try split("  <l>", tokens) == ["#1"])
  }

  @Test(arguments: [
    ("a <w> b", true), ("a<w> b", false), ("a <w>1", false), ("\u{301}<w>", false), ("<w>", true),
    ("-<w>-", true), ("é<w>", false), ("_<w>", false),
  ])
  func wordsStandAlone(text: String, isMatched: Bool) throws {
    let parts = try split(text, [AddedToken(id: 1, content: "<w>", isSingleWord: true)])
    #expect(parts.contains("#1") == isMatched)
    #expect(isMatched || parts == [text])
  }

  /// Taking space to both sides must not take time that grows with the square of its length.
  @Test(.timeLimit(.minutes(1))) func longSpaceIsFast() throws {
    let tokens = [AddedToken(id: 1, content: " ", stripsLeft: true, stripsRight: true)]
    #expect(try split(String(repeating: " ", count: 100_000), tokens).count == 100_000)
  }
}
