//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a `tokenizer.json` does to a text before it is cut into words.
struct TextNormalizer: Sendable {
  /// One change; each is made to what the one before it leaves.
  enum Step: Sendable {
    case form(NormalizationForm)
    case lowercase
    /// Text in front of every text that is not empty.
    case prepend([UInt8])
    case replace(TextReplacement)
    /// Leaves out all combining marks.
    case stripAccents
    /// Leaves out whitespace at the beginning, the end or both.
    case strip(left: Bool, right: Bool)
    /// SentencePiece's rules, as that library's port to `tokenizer.json` follows them.
    case characterMap(CharacterMap)
  }

  let steps: [Step]

  /// The text as it is cut into words.
  ///
  /// - Parameter text: Valid UTF-8.
  /// - Returns: Valid UTF-8.
  /// - Complexity: O(bytes), O(bytes × log bytes) for a run of combining marks.
  func normalize(_ text: [UInt8]) -> [UInt8] {
    var text = text
    for step in steps {
      switch step {
      case .form(let form): text = form.normalize(text)
      case .lowercase: text = Self.lowercased(text)
      case .prepend(let prefix): if !text.isEmpty { text = prefix + text }
      case .replace(let replacement): text = replacement.replace(in: text)
      case .stripAccents: text = Self.withoutMarks(text)
      case .strip(let left, let right): text = Self.stripped(text, left: left, right: right)
      case .characterMap(let map): text = Self.mapped(text, map)
      }
    }
    return text
  }

  /// Character by character: a sigma at the end of a word is one like any other.
  private static func lowercased(_ text: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    var position = 0
    while position < text.count {
      let (scalar, end) = UTF8Text.scalar(in: text, from: position)
      if scalar.value < 0x80 {
        let isUpper = ("A"..."Z").contains(scalar)
        output.append(isUpper ? text[position] | 0x20 : text[position])
      } else {
        output.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
      }
      position = end
    }
    return output
  }

  private static func withoutMarks(_ text: [UInt8]) -> [UInt8] {
    if text.allSatisfy({ $0 < 0x80 }) { return text }
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    var position = 0
    while position < text.count {
      let (scalar, end) = UTF8Text.scalar(in: text, from: position)
      if !isMark(scalar) {
        output.append(contentsOf: text[position..<end])
      }
      position = end
    }
    return output
  }

  /// Whether a character is a mark in Unicode 9, the version of the library whose ids are to come
  /// out; two of its marks became letters later, and a sign became a mark.
  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    CharacterKind(scalar).categoryName.hasPrefix("M") && scalar.isAssigned(in: (9, 0))
      && scalar != "\u{111C9}" || scalar == "\u{1CF2}" || scalar == "\u{1CF3}"
  }

  private static func stripped(_ text: [UInt8], left: Bool, right: Bool) -> [UInt8] {
    var (start, end) = (0, text.count)
    while left, start < end {
      let (scalar, next) = UTF8Text.scalar(in: text, from: start)
      guard scalar.properties.isWhitespace else { break }
      start = next
    }
    while right, start < end {
      let last = UTF8Text.characterStart(in: text, before: end)
      guard UTF8Text.scalar(in: text, from: last).scalar.properties.isWhitespace else { break }
      end = last
    }
    return Array(text[start..<end])
  }

  /// A short grapheme cluster goes by the shortest rule that fits its beginning, and what is behind
  /// that is lost; otherwise so does every character.
  private static func mapped(_ text: [UInt8], _ map: CharacterMap) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    for cluster in String(decoding: text, as: UTF8.self) {
      let bytes = Array(cluster.utf8)
      if bytes.count < 6, let match = map.shortestMatch(in: bytes, within: bytes.indices) {
        output.append(contentsOf: match)
        continue
      }
      var position = 0
      while position < bytes.count {
        let end = UTF8Text.characterEnd(in: bytes, from: position)
        let match = map.shortestMatch(in: bytes, within: position..<end)
        output.append(contentsOf: match ?? bytes[position..<end])
        position = end
      }
    }
    return output
  }
}

/// Puts one text in the place of every match of a pattern.
struct TextReplacement: Sendable {
  let pattern: Pattern
  let content: [UInt8]

  func replace(in text: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    var matcher = PatternMatcher(pattern)
    matcher.forEachPart(of: text, in: text.indices) { part, isMatch in
      if isMatch {
        output.append(contentsOf: content)
      } else {
        output.append(contentsOf: text[part])
      }
    }
    return output
  }
}
