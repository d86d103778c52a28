//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A token that is matched in the text before it is cut into words.
struct AddedToken: Sendable {
  let id: Int
  let content: String
  /// Whether it matches only where no word character touches it.
  var isSingleWord = false
  /// Whether the whitespace before it goes with it.
  var stripsLeft = false
  /// Whether the whitespace after it goes with it.
  var stripsRight = false
  /// Whether it is looked for in the normalized text.
  var isNormalized = false
  /// Whether it controls the model rather than being text.
  var isSpecial = false
}

/// The tokens added to a vocabulary, ready to be found in a text.
struct AddedTokens: Sendable {
  /// The longest added token that is accepted, in bytes.
  static let byteLimit = 1 << 12
  /// The most bytes that all added tokens may have together.
  static let totalByteLimit = 1 << 20

  /// A part of a text.
  enum Part {
    case text(Range<Int>)
    case token(id: Int)
  }

  private var tokens: [AddedToken] = []
  private let rawTrie: ByteTrie  // values index `tokens`, here and below
  private let normalizedTrie: ByteTrie
  private(set) var specialIDs: Set<Int> = []
  /// What normalized tokens are decoded to, which is not as they are written.
  private(set) var normalizedContents: [Int: [UInt8]] = [:]

  /// Prepares tokens for the search.
  ///
  /// - Parameters:
  ///   - tokens: The tokens; an empty one is ignored, since it would match everywhere.
  ///   - path: The file that they come from, for messages.
  ///   - normalize: What the tokenizer does to text before it looks for normalized tokens.
  /// - Throws: `TokenizerError.malformed` when a token or all together are too long.
  init(
    _ tokens: [AddedToken],
    path: String,
    normalize: ([UInt8]) -> [UInt8] = { $0 }
  ) throws(TokenizerError) {
    let byteCounts = tokens.map(\.content.utf8.count)
    if let longest = byteCounts.max(), longest > Self.byteLimit {
      throw .tooMuch(
        path: path,
        "bytes of an added token",
        found: longest,
        limit: Self.byteLimit
      )
    }
    let byteCount = byteCounts.reduce(0, +)
    guard byteCount <= Self.totalByteLimit else {
      throw .tooMuch(
        path: path,
        "bytes of all added tokens",
        found: byteCount,
        limit: Self.totalByteLimit
      )
    }
    var raw: [(bytes: [UInt8], value: Int)] = []
    var normalized: [(bytes: [UInt8], value: Int)] = []
    var normalizedByteCount = 0
    for token in tokens where !token.content.isEmpty {
      let content = Array(token.content.utf8)
      if token.isNormalized {
        normalized.append((normalize(content), self.tokens.count))
        normalizedContents[token.id] = normalized.last?.bytes
        normalizedByteCount += normalized.last?.bytes.count ?? 0
        guard normalizedByteCount <= ByteTrie.byteLimit else {
          throw .tooMuch(
            path: path,
            "bytes of all normalized added tokens",
            found: normalizedByteCount,
            limit: ByteTrie.byteLimit
          )
        }
      } else {
        raw.append((content, self.tokens.count))
      }
      if token.isSpecial { specialIDs.insert(token.id) }
      self.tokens.append(token)
    }
    rawTrie = ByteTrie(raw)
    // What the normalizer takes away altogether cannot be found.
    normalizedTrie = ByteTrie(normalized.filter { !$0.bytes.isEmpty })
  }

  /// Cuts a text at the tokens that are looked for before the text is normalized.
  func split(_ text: [UInt8], matchingSpecial: Bool) -> [Part] {
    split(text, using: rawTrie, matchingSpecial: matchingSpecial)
  }

  /// Cuts a normalized text at the tokens that are looked for after that.
  func splitNormalized(_ text: [UInt8], matchingSpecial: Bool) -> [Part] {
    split(text, using: normalizedTrie, matchingSpecial: matchingSpecial)
  }

  /// Cuts at the leftmost token first, of those at one place at the longest.
  ///
  /// A match that is rejected, because it is part of a word or special, still uses up its text.
  private func split(_ text: [UInt8], using trie: ByteTrie, matchingSpecial: Bool) -> [Part] {
    if trie.isEmpty { return text.isEmpty ? [] : [.text(text.indices)] }
    var parts: [Part] = []
    var partStart = 0
    var position = 0
    while position < text.count {
      guard let match = trie.longestMatch(in: text, from: position, to: text.count) else {
        position += 1
        continue
      }
      let token = tokens[match.value]
      var (start, end) = (position, match.end)
      position = match.end
      if token.isSpecial && !matchingSpecial { continue }
      if token.isSingleWord && Self.touchesWord(start..<end, in: text) { continue }
      if token.stripsLeft {
        start = Self.startOfSpace(before: start, notBefore: partStart, in: text)
      }
      // Where the token before took the space after this one already, it is not walked through
      // again.
      if token.stripsRight { end = Self.endOfSpace(after: max(end, partStart), in: text) }
      if partStart < start { parts.append(.text(partStart..<start)) }
      parts.append(.token(id: token.id))
      partStart = end
    }
    if partStart < text.count { parts.append(.text(partStart..<text.count)) }
    return parts
  }

  private static func startOfSpace(
    before end: Int,
    notBefore limit: Int,
    in text: [UInt8]
  ) -> Int {
    var start = end
    while start > limit {
      let previous = UTF8Text.characterStart(in: text, before: start)
      guard UTF8Text.scalar(in: text, from: previous).scalar.properties.isWhitespace else { break }
      start = previous
    }
    return max(start, limit)
  }

  private static func endOfSpace(after start: Int, in text: [UInt8]) -> Int {
    var end = start
    while end < text.count {
      let (scalar, next) = UTF8Text.scalar(in: text, from: end)
      guard scalar.properties.isWhitespace else { break }
      end = next
    }
    return end
  }

  private static func touchesWord(_ range: Range<Int>, in text: [UInt8]) -> Bool {
    if range.lowerBound > 0 {
      let start = UTF8Text.characterStart(in: text, before: range.lowerBound)
      if isWordCharacter(UTF8Text.scalar(in: text, from: start).scalar) { return true }
    }
    return range.upperBound < text.count
      && isWordCharacter(UTF8Text.scalar(in: text, from: range.upperBound).scalar)
  }

  /// `\w` as Unicode defines it.
  private static func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    return switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: true
    default: properties.isAlphabetic || properties.isJoinControl
    }
  }
}
