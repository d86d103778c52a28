//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Reads the text of a pattern.
struct PatternParser {
  /// The longest pattern, in characters; published ones have some hundreds.
  static let lengthLimit = 1 << 12
  /// How deep groups and sets may nest.
  static let depthLimit = 32
  /// The highest number of repetitions that may be asked for.
  static let repetitionLimit = 100

  let text: [Unicode.Scalar]
  var position = 0
  var ignoresCase = false
  var depth = 0

  private init(_ text: String) { self.text = Array(text.unicodeScalars) }

  static func parse(_ text: String) throws(PatternError) -> PatternNode {
    var parser = PatternParser(text)
    guard parser.text.count <= lengthLimit else {
      throw PatternError(problem: "it has more than \(lengthLimit) characters")
    }
    let node = try parser.choice()
    guard parser.position == parser.text.count else {
      throw PatternError(problem: "a ')' closes no group")
    }
    return node
  }

  var next: Unicode.Scalar? { position < text.count ? text[position] : nil }

  mutating func consume(_ expected: String) -> Bool {
    let expected = Array(expected.unicodeScalars)
    guard text[position...].starts(with: expected) else { return false }
    position += expected.count
    return true
  }

  mutating func take() throws(PatternError) -> Unicode.Scalar {
    guard let scalar = next else { throw PatternError(problem: "it ends too early") }
    position += 1
    return scalar
  }

  /// Alternatives up to the end of the group; options set inside end with it.
  private mutating func choice() throws(PatternError) -> PatternNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw PatternError(problem: "it nests deeper than \(Self.depthLimit)")
    }
    var parts = [try sequence()]
    while consume("|") { parts.append(try sequence()) }
    return parts.count == 1 ? parts[0] : .choice(parts)
  }

  private mutating func sequence() throws(PatternError) -> PatternNode {
    var parts: [PatternNode] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      if consume("(?i)") {
        ignoresCase = true
        // What follows, alternatives too, is a group of its own.
        parts.append(try choice())
        break
      }
      parts.append(try repetitions(of: try item()))
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func item() throws(PatternError) -> PatternNode {
    let scalar = try take()
    switch scalar {
    case "(": return try group()
    case "[": return .character(try set())
    case "\\": return .character(try escape())
    case ".": return .character(.complement(.character("\n")))
    case "$": return .lineEnd
    case "^": return .lineStart
    case "*", "+", "?": throw PatternError(problem: "'\(scalar)' repeats nothing")
    default: return .character(try literal(scalar))
    }
  }

  /// The rest of a group, behind its parenthesis.
  private mutating func group() throws(PatternError) -> PatternNode {
    let outerIgnoresCase = ignoresCase
    defer { ignoresCase = outerIgnoresCase }
    var lookAhead: Bool?
    if consume("?") {
      if consume("i:") {
        ignoresCase = true
      } else if consume("=") {
        lookAhead = true
      } else if consume("!") {
        lookAhead = false
      } else if !consume(":") {
        let rest = String(String.UnicodeScalarView(text[position...].prefix(3)))
        throw PatternError(problem: "groups that begin with '(?\(rest)' are not known")
      }
    }
    let content = try choice()
    guard consume(")") else { throw PatternError(problem: "a group is not closed") }
    guard let lookAhead else { return content }
    guard let set = content.characterSet else {
      throw PatternError(problem: "it looks ahead at more than one character")
    }
    return .lookAhead(set, isMember: lookAhead)
  }

  private mutating func repetitions(of item: PatternNode) throws(PatternError) -> PatternNode {
    var item = item
    while let (minimum, maximum, isInterval) = try quantifier() {
      guard !item.canBeEmpty else {
        throw PatternError(problem: "it repeats what can be empty")
      }
      // After an interval, a plus is one more quantifier, not a possessive one.
      let mode: PatternNode.Mode =
        consume("?") ? .lazy : !isInterval && consume("+") ? .possessive : .greedy
      if mode == .possessive && item.characterSet == nil {
        throw PatternError(problem: "it repeats a group possessively")
      }
      if mode == .lazy && isInterval && minimum == maximum {
        throw PatternError(problem: "it has an exact number of repetitions that may be none")
      }
      item = .repetition(item, minimum: minimum, maximum: maximum, mode)
    }
    return item
  }

  private mutating func quantifier() throws(PatternError) -> (Int, Int?, isInterval: Bool)? {
    if consume("*") { return (0, nil, false) }
    if consume("+") { return (1, nil, false) }
    if consume("?") { return (0, 1, false) }
    guard next == "{" else { return nil }
    position += 1
    let minimum = number()
    let maximum = consume(",") ? number() : minimum
    let hasLimits = minimum != nil || maximum != nil
    guard consume("}"), hasLimits, max(minimum ?? 0, maximum ?? 0) <= Self.repetitionLimit,
      maximum.map({ (minimum ?? 0) <= $0 && $0 > 0 }) ?? true
    else {
      throw PatternError(
        problem: "'{' begins no number of repetitions up to \(Self.repetitionLimit)"
      )
    }
    return (minimum ?? 0, maximum, true)
  }

  private mutating func number() -> Int? {
    let digits = text[position...].prefix { ("0"..."9").contains($0) }
    guard !digits.isEmpty else { return nil }
    position += digits.count
    return Int(String(String.UnicodeScalarView(digits))) ?? .max
  }
}
