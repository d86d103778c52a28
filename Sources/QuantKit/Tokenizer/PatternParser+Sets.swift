//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension PatternParser {
  /// The rest of a set, behind its bracket.
  mutating func set() throws(PatternError) -> CharacterSet.Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw PatternError(problem: "it nests deeper than \(Self.depthLimit)")
    }
    let isComplement = consume("^")
    guard next != "]" else { throw PatternError(problem: "a set is empty") }
    var parts: [CharacterSet.Expression] = []
    while !consume("]") {
      guard !consume("&&"), !text[position...].starts(with: ["[", ":"]) else {
        throw PatternError(problem: "intersections and named sets are not known")
      }
      parts.append(try setItem())
    }
    return isComplement ? .complement(.union(parts)) : .union(parts)
  }

  private mutating func setItem() throws(PatternError) -> CharacterSet.Expression {
    let scalar = try take()
    if scalar == "[" { return try set() }
    let first = scalar == "\\" ? try escapedCharacter() : scalar
    guard let first else { return try escape() }
    // A hyphen before the closing bracket stands for itself.
    guard next == "-", position + 1 < text.count, text[position + 1] != "]" else {
      return try literal(first)
    }
    position += 1
    let end = try take()
    let last = end == "\\" ? try escapedCharacter() : end
    guard let last, last != "[", first <= last else {
      throw PatternError(problem: "a range in a set has no end above its beginning")
    }
    guard ignoresCase else { return .range(first.value...last.value) }
    guard last.value < 0x80 else { throw Self.caseBeyondASCII }
    return .union(
      try (first.value...last.value).map { value throws(PatternError) in
        try literal(Unicode.Scalar(UInt8(value)))
      }
    )
  }

  private static let caseBeyondASCII = PatternError(
    problem: "it ignores the case of characters beyond ASCII"
  )

  /// A character as itself, or in both cases where that is asked for.
  ///
  /// Two characters beyond ASCII are letters of ASCII in another case.
  func literal(_ scalar: Unicode.Scalar) throws(PatternError) -> CharacterSet.Expression {
    guard ignoresCase else { return .character(scalar) }
    guard scalar.value < 0x80 else { throw Self.caseBeyondASCII }
    guard ("A"..."Z").contains(scalar) || ("a"..."z").contains(scalar) else {
      return .character(scalar)
    }
    let lower = UInt8(scalar.value) | 0x20
    var cases = [Unicode.Scalar(lower), Unicode.Scalar(lower ^ 0x20)]
    if lower == UInt8(ascii: "s") { cases.append("\u{17F}") }
    if lower == UInt8(ascii: "k") { cases.append("\u{212A}") }
    return .union(cases.map(CharacterSet.Expression.character))
  }

  /// The character that is written behind a backslash, or nil, and nothing is read, where that is a
  /// set.
  private mutating func escapedCharacter() throws(PatternError) -> Unicode.Scalar? {
    let controls: [Unicode.Scalar: Unicode.Scalar] = [
      "n": "\n", "r": "\r", "t": "\t", "f": "\u{C}", "v": "\u{B}", "a": "\u{7}", "e": "\u{1B}",
    ]
    let scalar = try take()
    if let control = controls[scalar] { return control }
    switch scalar {
    case "s", "S", "d", "D", "w", "W", "p", "P":
      position -= 1
      return nil
    case "u": return try hexadecimal(digits: 4)
    case "x":
      guard consume("{") else { return try hexadecimal(digits: 2) }
      let digits = text[position...].prefix { $0 != "}" }.count
      let character = try hexadecimal(digits: digits)
      guard consume("}") else { throw PatternError(problem: "it ends too early") }
      return character
    case "0"..."9", "A"..."Z", "a"..."z":
      throw PatternError(problem: "'\\\(scalar)' is not known")
    default: return scalar
    }
  }

  private mutating func hexadecimal(digits: Int) throws(PatternError) -> Unicode.Scalar {
    let number = String(String.UnicodeScalarView(text[position...].prefix(digits)))
    guard (1...6).contains(digits), number.utf8.count == digits,
      let value = UInt32(number, radix: 16), let scalar = Unicode.Scalar(value),
      digits != 2 || value < 0x80
    else { throw PatternError(problem: "'\(number)' is no character in hexadecimal") }
    position += digits
    return scalar
  }

  /// A character or a set, behind the backslash.
  mutating func escape() throws(PatternError) -> CharacterSet.Expression {
    if let scalar = try escapedCharacter() { return try literal(scalar) }
    switch try take() {
    case "s": return .kinds(where: \.isWhitespace)
    case "S": return .complement(.kinds(where: \.isWhitespace))
    case "w": return Self.wordCharacters
    case "W": return .complement(Self.wordCharacters)
    case "d": return .kinds { $0.categoryName == "Nd" }
    case "D": return .complement(.kinds { $0.categoryName == "Nd" })
    case "p": return try property()
    default: return .complement(try property())
    }
  }

  /// Letters, marks, decimal digits and connectors; below U+0100 other numbers too.
  private static let wordCharacters = CharacterSet.Expression.union(
    [
      .kinds {
        $0.isAlphabetic || $0.categoryName.hasPrefix("M") || ["Nd", "Pc"].contains($0.categoryName)
      }
    ] + "\u{B2}\u{B3}\u{B9}\u{BC}\u{BD}\u{BE}".unicodeScalars.map { .character($0) }
  )

  /// `{L}`, `{Lu}` or `{Alphabetic}`, `{^L}` for all others.
  private mutating func property() throws(PatternError) -> CharacterSet.Expression {
    guard consume("{") else { throw PatternError(problem: "'\\p' names no property") }
    let isComplement = consume("^")
    let name = String(String.UnicodeScalarView(text[position...].prefix { $0 != "}" }))
    position += name.unicodeScalars.count
    let isCategory = CharacterKind.all.contains { $0.categoryName.hasPrefix(name) }
    guard consume("}"), name == "Alphabetic" || !name.isEmpty && isCategory else {
      throw PatternError(problem: "the property '\\p{\(name)}' is not known")
    }
    // Ignoring case, letters in one case would count as those in another.
    guard !ignoresCase || !["Lu", "Ll", "Lt"].contains(name) else { throw Self.caseBeyondASCII }
    let set = CharacterSet.Expression.kinds {
      isCategory ? $0.categoryName.hasPrefix(name) : $0.isAlphabetic
    }
    return isComplement ? .complement(set) : set
  }
}
