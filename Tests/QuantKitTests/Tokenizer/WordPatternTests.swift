//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct WordPatternTests {
  private static let llama3 = WordPattern(
    text:
      #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|"#
      + #"\s*[\r\n]+|\s+(?!\S)|\s+"#
  )

  private func words(_ text: String, _ steps: [PreTokenizer.Step]) -> [String] {
    var words: [String] = []
    let bytes = Array(text.utf8)
    PreTokenizer(steps: steps).forEachWord(of: bytes, in: bytes.indices) { text, range in
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
  func cutsAsGPT2(text: String, expected: [String]) {
    #expect(words(text, [.words(.gpt2)]) == expected)
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
    let pattern = try #require(Self.llama3)
    #expect(words(text, [.words(pattern)]) == expected)
  }

  /// The ids of tokenizers 0.23 know Unicode 16; these characters came with Unicode 17.
  @Test(arguments: ["\u{18DCB}", "\u{33465}"])
  func doesNotKnowLaterLetters(letter: String) {
    #expect(words("中" + letter + "文", [.words(.gpt2)]) == ["中", letter, "文"])
    #expect(words("中\u{2EBF0}文", [.words(.gpt2)]) == ["中\u{2EBF0}文"])  // Unicode 15.1
  }

  @Test func cutsDigits() {
    #expect(
      words("ab12 ٣½c", [.digits(individually: true)]) == ["ab", "1", "2", " ", "٣", "½", "c"]
    )
    #expect(words("ab12 ٣½c", [.digits(individually: false)]) == ["ab", "12", " ", "٣½", "c"])
  }

  @Test func putsASpaceInFront() {
    let steps: [PreTokenizer.Step] = [.digits(individually: true), .prefixSpace]
    #expect(words("a 1", steps) == [" a ", " 1"])
    #expect(words(" a", [.prefixSpace]) == [" a"])
  }

  @Test func knowsNoOtherPattern() {
    #expect(WordPattern(text: #"\s+"#) == nil)
    #expect(WordPattern(text: "") == nil)
  }

  /// Every pattern matches something at every place, so that no text is lost and no loop is
  /// endless.
  @Test func matchesCoverTheText() throws {
    let patterns = [WordPattern.gpt2, try #require(Self.llama3)]
    var random = SplitMix64(seed: 21)
    for _ in 0..<300 {
      let scalars = (0..<20).compactMap { _ in
        Bool.random(using: &random)
          ? Unicode.Scalar(UInt32.random(in: 0..<0x80, using: &random))
          : Unicode.Scalar(UInt32.random(in: 0..<0x3100, using: &random))
      }
      let text = String(String.UnicodeScalarView(scalars))
      for pattern in patterns {
        expectEqualBytes(words(text, [.words(pattern)]).joined(), text)
      }
    }
  }
}
