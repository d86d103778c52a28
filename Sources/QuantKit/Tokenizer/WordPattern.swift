//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A regular expression that published tokenizers cut text with, matched by hand.
///
/// There is no regular expression engine here: the few patterns in use are known by their text, and
/// each of them matches every character, so the matches follow each other without gaps.
struct WordPattern: Sendable, Equatable {
  private enum Style { case gpt2, grouped }
  private let style: Style
  /// How many digits make a group, in the grouped style.
  private let digitLimit: Int

  /// GPT-2's pattern.
  static let gpt2 = WordPattern(style: .gpt2, digitLimit: .max)

  /// The patterns by their text in `tokenizer.json`.
  private static let known: [(text: String, pattern: WordPattern)] = [
    (
      #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#,
      gpt2
    ),
    (groupedText(digits: #"\p{N}{1,3}"#), WordPattern(style: .grouped, digitLimit: 3)),
    (groupedText(digits: #"\p{N}"#), WordPattern(style: .grouped, digitLimit: 1)),
  ]

  /// The pattern that Llama 3, Qwen 2 and others use, which differ in how they group digits.
  private static func groupedText(digits: String) -> String {
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"# + digits
      + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  }

  private init(style: Style, digitLimit: Int) {
    self.style = style
    self.digitLimit = digitLimit
  }

  /// The pattern with this text, or nil when it is none of the known ones.
  init?(text: String) {
    guard let known = Self.known.first(where: { $0.text == text }) else { return nil }
    self = known.pattern
  }

  /// Where the match that begins at `start` ends.
  ///
  /// The text is valid UTF-8, and `start` lies before `end`.
  func endOfMatch(in text: [UInt8], from start: Int, to end: Int) -> Int {
    var cursor = Cursor(text: text, position: start, end: end)
    switch style {
    case .gpt2: cursor.matchGPT2()
    case .grouped: cursor.matchGrouped(digitLimit: digitLimit)
    }
    return cursor.position
  }
}

/// A place in a text from which alternatives are tried.
private struct Cursor {
  let text: [UInt8]
  var position: Int
  let end: Int

  // 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
  mutating func matchGPT2() {
    if skipContraction(ignoringCase: false) { return }
    let start = position
    if text[position] == UInt8(ascii: " ") { position += 1 }
    guard let (first, _) = next, !first.isWhitespace else {
      position = start
      return skipWhitespace(upToLastLineBreak: false)
    }
    skip { $0 == first }
  }

  // (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,digitLimit}
  // | ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
  mutating func matchGrouped(digitLimit: Int) {
    if skipContraction(ignoringCase: true) { return }
    let start = position
    guard let (first, firstEnd) = next else { return }
    switch first {
    case .letter:
      return skip { $0 == .letter }
    case .number:
      return skip(atMost: digitLimit) { $0 == .number }
    case .space, .other:
      position = firstEnd
      if let (second, _) = next, second == .letter { return skip { $0 == .letter } }
      position = start
    case .lineBreak: break
    }
    if text[position] == UInt8(ascii: " ") { position += 1 }
    if let (second, _) = next, second == .other {
      skip { $0 == .other }
      return skip { $0 == .lineBreak }
    }
    position = start
    skipWhitespace(upToLastLineBreak: true)
  }

  private var next: (CharacterClass, end: Int)? {
    position < end ? CharacterClass.next(in: text, from: position) : nil
  }

  private mutating func skip(atMost limit: Int = .max, while condition: (CharacterClass) -> Bool) {
    var count = 0
    while count < limit, let (next, nextEnd) = next, condition(next) {
      position = nextEnd
      count += 1
    }
  }

  // \s+(?!\S)|\s+, after \s*[\r\n]+ when asked for: a run of whitespace, without its last character
  // when a word follows.
  private mutating func skipWhitespace(upToLastLineBreak: Bool) {
    let start = position
    var lastStart = position
    var endOfLastLineBreak: Int?
    while let (next, nextEnd) = next, next.isWhitespace {
      lastStart = position
      position = nextEnd
      if next == .lineBreak { endOfLastLineBreak = position }
    }
    if upToLastLineBreak, let endOfLastLineBreak {
      position = endOfLastLineBreak
    } else if position < end && lastStart > start {
      position = lastStart
    }
  }

  // 's|'t|'re|'ve|'m|'ll|'d; ignoring case, the long s (U+017F) is an s.
  private mutating func skipContraction(ignoringCase: Bool) -> Bool {
    guard text[position] == UInt8(ascii: "'") else { return false }
    let caseBit: UInt8 = ignoringCase ? 0x20 : 0
    let first = position + 1 < end ? text[position + 1] | caseBit : 0
    let second = position + 2 < end ? text[position + 2] | caseBit : 0
    switch (first, second) {
    case (UInt8(ascii: "s"), _), (UInt8(ascii: "t"), _), (UInt8(ascii: "m"), _),
      (UInt8(ascii: "d"), _):
      position += 2
    case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
      (UInt8(ascii: "l"), UInt8(ascii: "l")):
      position += 3
    default:
      guard ignoringCase, position + 2 < end, text[position + 1] == 0xC5,
        text[position + 2] == 0xBF
      else { return false }
      position += 3
    }
    return true
  }
}
