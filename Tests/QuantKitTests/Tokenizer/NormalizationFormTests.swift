//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct NormalizationFormTests {
  private func compose(_ text: String) -> String {
    String(decoding: NormalizationForm.composed.normalize(Array(text.utf8)), as: UTF8.self)
  }

  @Test(arguments: [
    ("plain ASCII", "plain ASCII"), ("e\u{301}", "\u{E9}"), ("\u{E9}", "\u{E9}"),
    ("\u{212B}", "\u{C5}"),  // a singleton
    ("\u{1E69}", "\u{1E69}"), ("s\u{307}\u{323}", "\u{1E69}"),  // marks in the wrong order
    ("a\u{305}\u{301}", "a\u{305}\u{301}"),  // blocked by a mark of the same class
    ("\u{958}", "\u{915}\u{93C}"),  // excluded from composition
    ("\u{1100}\u{1161}\u{11A8}", "\u{AC01}"), ("\u{AC00}\u{11A8}", "\u{AC01}"),
    ("\u{AC00}\u{11A7}", "\u{AC00}\u{11A7}"),  // one before the trailing consonants
    ("\u{AC01}\u{11A8}", "\u{AC01}\u{11A8}"), ("\u{FA0E}", "\u{FA0E}"), ("\u{F900}", "\u{8C48}"),
    ("\u{2F800}", "\u{4E3D}"), ("\u{301}a", "\u{301}a"), ("\u{344}", "\u{308}\u{301}"),
    ("か\u{3099}", "が"), ("\u{11099}\u{110BA}", "\u{1109A}"), ("", ""),
  ])
  func composes(text: String, expected: String) {
    expectEqualBytes(compose(text), expected)
  }

  /// The standard library compares strings by canonical equivalence, which checks the
  /// decompositions.
  @Test func everyCharacterStaysEquivalent() {
    for value in 0..<0x3_0000 as Range<UInt32> {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = "x\(scalar)"
      let composed = compose(text)
      // The table may be of a newer Unicode version than the standard library.
      if composed != text && scalar.properties.generalCategory != .unassigned {
        Issue.record("U+\(String(value, radix: 16)) becomes something else")
      }
      if !compose(composed).utf8.elementsEqual(composed.utf8) {
        Issue.record("U+\(String(value, radix: 16)) is not composed at once")
      }
    }
  }

  @Test func equivalentTextsBecomeTheSame() {
    let marks: [Unicode.Scalar] = [
      "\u{301}", "\u{323}", "\u{308}", "\u{345}", "\u{5B0}", "a", "\u{E9}",
    ]
    var random = SplitMix64(seed: 2)
    for _ in 0..<500 {
      let first = (0..<6).compactMap { _ in marks.randomElement(using: &random) }
      let second = first.shuffled(using: &random)
      let (left, right) = (
        String(String.UnicodeScalarView(first)), String(String.UnicodeScalarView(second))
      )
      #expect((left == right) == compose(left).utf8.elementsEqual(compose(right).utf8))
    }
  }

  @Test(arguments: ["NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "Strip"])
  func normalizesAsTheOriginal(name: String) throws {
    let steps: [String: TextNormalizer.Step] = [
      "Lowercase": .lowercase, "StripAccents": .stripAccents,
      "Strip": .strip(left: true, right: true),
    ]
    let step = try #require(steps[name] ?? NormalizationForm(rawValue: name).map { .form($0) })
    let normalizer = TextNormalizer(steps: [step])
    for item in try #require(Fixtures.json("tokenizer/normalizers.json").elements) {
      let text = try #require(item["text"]?.string)
      let normalized = normalizer.normalize(Array(text.utf8))
      #expect(normalized == Array(try #require(item[name]?.string).utf8), "\(text)")
    }
  }

  /// The library whose forms these are knows Unicode 11.
  @Test func doesNotKnowLaterDecompositions() {
    let form = NormalizationForm.compatibilityComposed
    #expect(form.normalize(Array("\u{32FE}".utf8)) == Array("ヲ".utf8))
    #expect(form.normalize(Array("\u{32FF}".utf8)) == Array("\u{32FF}".utf8))
  }
}
