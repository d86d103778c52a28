//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct PreTokenizerTests {
  private static let llama3 =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|"#
    + #"\s*[\r\n]+|\s+(?!\S)|\s+"#

  private func split(
    _ pattern: String,
    _ behavior: TextSplitter.Behavior = .isolated,
    isInverted: Bool = false
  ) throws -> PreTokenizer.Step {
    let pattern = try Pattern(pattern)
    return .split(TextSplitter(pattern: pattern, behavior: behavior, isInverted: isInverted))
  }

  private func words(_ text: String, _ steps: [PreTokenizer.Step]) -> [String] {
    var words: [String] = []
    let bytes = Array(text.utf8)
    PreTokenizer(steps: steps).forEachWord(
      of: bytes,
      in: bytes.indices,
      isFirst: true
    ) { text, range in
      words.append(String(decoding: text[range], as: UTF8.self))
    }
    return words
  }

  @Test(arguments: [
    ("", []),
    ("I'm here, don't  you'LL", ["I", "'m", " here", ",", " don", "'t", " ", " you", "'", "LL"]),
    ("a\n\n  b \n", ["a", "\n\n ", " b", " \n"]),
    (" 12ab½", [" 12", "ab", "½"]),
    ("!?' x", ["!?'", " x"]),
    ("\u{3000}\u{3000}你好", ["\u{3000}", "\u{3000}", "你好"]),
  ])
  func cutsAsGPT2(text: String, expected: [String]) throws {
    #expect(try words(text, [split(PreTokenizer.gpt2Pattern)]) == expected)
  }

  @Test(arguments: [
    ("you'LL '\u{17F}x", ["you", "'LL", " '", "\u{17F}x"]),
    ("x'\u{17F}y", ["x", "'\u{17F}", "y"]),
    ("1234567", ["123", "456", "7"]),
    ("a\n\n  b \n c", ["a", "\n\n", " ", " b", " \n", " c"]),
    ("_foo (bar) ...\r\n\r\nx", ["_foo", " (", "bar", ")", " ...\r\n\r\n", "x"]),
    ("   x", ["  ", " x"]),
  ])
  func cutsAsLlama3(text: String, expected: [String]) throws {
    #expect(try words(text, [split(Self.llama3)]) == expected)
  }

  /// The ids of tokenizers 0.23 know Unicode 16; these characters came with Unicode 17.
  @Test(arguments: ["\u{18DCB}", "\u{33465}"])
  func doesNotKnowLaterLetters(letter: String) throws {
    let steps = [try split(PreTokenizer.gpt2Pattern)]
    #expect(words("中" + letter + "文", steps) == ["中", letter, "文"])
    #expect(words("中\u{2EBF0}文", steps) == ["中\u{2EBF0}文"])  // Unicode 15.1
  }

  @Test(arguments: [
    (TextSplitter.Behavior.isolated, false, ["-", "-", "a", "-", "b", "-", "-", "c"]),
    (.removed, false, ["a", "b", "c"]), (.removed, true, ["-", "-", "-", "-", "-"]),
    (.mergedWithPrevious, false, ["-", "-", "a-", "b-", "-", "c"]),
    (.mergedWithPrevious, true, ["-", "-a", "-b", "-", "-c"]),
    (.mergedWithNext, false, ["-", "-a", "-b", "-", "-c"]),
    (.mergedWithNext, true, ["-", "-", "a-", "b-", "-", "c"]),
    (.contiguous, false, ["--", "a", "-", "b", "--", "c"]),
  ])
  func putsMatchesWhereTheyBelong(
    behavior: TextSplitter.Behavior,
    isInverted: Bool,
    expected: [String]
  ) throws {
    let step = try split("-", behavior, isInverted: isInverted)
    #expect(words("--a-b--c", [step]) == expected)
  }

  @Test func putsASpaceInFront() throws {
    let digits = try split(#"\p{N}"#)
    #expect(words("a 1", [digits, .prefixSpace]) == [" a ", " 1"])
    #expect(words(" a", [.prefixSpace]) == [" a"])
  }

  @Test func marksSpaces() throws {
    let mark = Array("_".utf8)
    let digits = try split(#"\p{N}"#)
    #expect(words("a 1 b", [digits, .markSpaces(mark: mark, .first)]) == ["_a_", "1", "_b"])
    #expect(words("a 1 b", [digits, .markSpaces(mark: mark, .always)]) == ["_a_", "_1", "_b"])
    #expect(words("a 1 b", [digits, .markSpaces(mark: mark, .never)]) == ["a_", "1", "_b"])
  }
}
