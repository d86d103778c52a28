//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Cuts a template into tokens as Jinja does with the options `trim_blocks` and `lstrip_blocks`, which
/// chat templates are written for.
///
/// The line break behind a block tag goes, and the blanks between the beginning of a line and a block
/// tag; `-` in a tag takes all space on its side, `+` keeps it.
struct TemplateLexer {
  enum Token: Equatable {
    case text(String)
    case outputBegin, outputEnd
    case blockBegin, blockEnd
    case name(String)
    case string(String)
    case integer(Int)
    case symbol(String)
    case end
  }

  struct Located {
    let token: Token
    let line: Int
  }

  private static let symbols = [
    "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}",
    ">", "<", "=", ".", ":", "|", ",", ";",
  ].map { Array($0.utf8) }

  private let source: [UInt8]
  private var position = 0
  private var line = 1
  private var tokens: [Located] = []
  /// Whether what came last ended with a line break.
  private var isAtLineStart = true

  /// The tokens of a template, `.end` last.
  static func tokens(of template: String) throws(TemplateError) -> [Located] {
    var lexer = TemplateLexer(template)
    while lexer.position < lexer.source.count { try lexer.readTextAndTag() }
    lexer.append(.end)
    return lexer.tokens
  }

  private init(_ template: String) {
    // Line breaks of any kind become one, and a last one is dropped, as Jinja has it.
    var bytes: [UInt8] = []
    for byte in template.utf8 {
      if byte == UInt8(ascii: "\n"), bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
      bytes.append(byte)
    }
    for index in bytes.indices where bytes[index] == UInt8(ascii: "\r") {
      bytes[index] = UInt8(ascii: "\n")
    }
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    source = bytes
  }

  private mutating func append(_ token: Token) { tokens.append(Located(token: token, line: line)) }

  private func byte(at index: Int) -> UInt8? { index < source.count ? source[index] : nil }

  /// Moves on, counting lines.
  private mutating func advance(to end: Int) {
    line += source[position..<end].count { $0 == UInt8(ascii: "\n") }
    isAtLineStart = end > 0 && source[end - 1] == UInt8(ascii: "\n")
    position = end
  }

  // MARK: Text and tags

  private mutating func readTextAndTag() throws(TemplateError) {
    var start = position
    while start < source.count,
      !(source[start] == UInt8(ascii: "{") && "{%#".utf8.contains(byte(at: start + 1) ?? 0))
    { start += 1 }
    let kind = byte(at: start + 1)
    let sign = byte(at: start + 2)
    var end = start
    if kind != nil, sign == UInt8(ascii: "-") {
      end = TemplateText.trimmedEnd(of: source, in: position..<start)
    } else if kind != nil, kind != UInt8(ascii: "{"), sign != UInt8(ascii: "+") {
      let lineStart = source[position..<start].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
      if let blankStart = lineStart ?? (isAtLineStart ? position : nil),
        TemplateText.trimmedEnd(of: source, in: blankStart..<start) == blankStart
      {
        end = blankStart
      }
    }
    if end > position { append(.text(String(decoding: source[position..<end], as: UTF8.self))) }
    advance(to: start)
    guard let kind else { return }
    let isSigned = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")
    advance(to: start + (isSigned ? 3 : 2))
    switch kind {
    case UInt8(ascii: "#"): try skipComment()
    case UInt8(ascii: "%"):
      append(.blockBegin)
      try readTag(mark: "%", end: .blockEnd)
    default:
      append(.outputBegin)
      try readTag(mark: "}", end: .outputEnd)
    }
  }

  private mutating func skipComment() throws(TemplateError) {
    var index = position
    while index < source.count {
      if source[index] == UInt8(ascii: "#"), byte(at: index + 1) == UInt8(ascii: "}") {
        let sign = index > position ? source[index - 1] : 0
        return finishTag(at: index + 2, sign: sign, dropsLineBreak: true)
      }
      index += 1
    }
    throw .syntax("a comment has no end", line: line)
  }

  /// Moves behind the end of a tag and the space that goes with it.
  private mutating func finishTag(at end: Int, sign: UInt8, dropsLineBreak: Bool) {
    var end = end
    if sign == UInt8(ascii: "-") {
      end = TemplateText.trimmedStart(of: source, in: end..<source.count)
    } else if sign != UInt8(ascii: "+"), dropsLineBreak, byte(at: end) == UInt8(ascii: "\n") {
      end += 1
    }
    advance(to: end)
  }

  private mutating func readTag(mark: UnicodeScalar, end: Token) throws(TemplateError) {
    let mark = UInt8(ascii: mark)
    let isBlock = end == .blockEnd
    var bracketCount = 0
    while true {
      advance(to: TemplateText.trimmedStart(of: source, in: position..<source.count))
      guard let first = byte(at: position) else { throw .syntax("a tag has no end", line: line) }
      if bracketCount == 0 {
        let isSigned = first == UInt8(ascii: "-") || (isBlock && first == UInt8(ascii: "+"))
        let markStart = position + (isSigned ? 1 : 0)
        if byte(at: markStart) == mark, byte(at: markStart + 1) == UInt8(ascii: "}") {
          append(end)
          return finishTag(
            at: markStart + 2,
            sign: isSigned ? first : 0,
            dropsLineBreak: isBlock
          )
        }
      }
      switch first {
      case UInt8(ascii: "'"), UInt8(ascii: "\""): try readString(quote: first)
      case UInt8(ascii: "0")...UInt8(ascii: "9"): try readInteger()
      case _ where Self.isNameByte(first): readName()
      default:
        guard let symbol = Self.symbols.first(where: { source[position...].starts(with: $0) })
        else {
          let scalar = UTF8Text.scalar(in: source, from: position).scalar
          throw .syntax("'\(scalar)' stands in a tag", line: line)
        }
        if "([{".utf8.contains(first) { bracketCount += 1 }
        if ")]}".utf8.contains(first) { bracketCount -= 1 }
        append(.symbol(String(decoding: symbol, as: UTF8.self)))
        advance(to: position + symbol.count)
      }
    }
  }

  // MARK: Names, numbers and strings

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private mutating func readName() {
    let end = source[position...].firstIndex { !Self.isNameByte($0) } ?? source.count
    append(.name(String(decoding: source[position..<end], as: UTF8.self)))
    advance(to: end)
  }

  private mutating func readInteger() throws(TemplateError) {
    let end = source[position...].firstIndex { !Self.isNameByte($0) } ?? source.count
    let text = String(decoding: source[position..<end], as: UTF8.self)
    let isFraction =
      byte(at: end) == UInt8(ascii: ".")
      && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte(at: end + 1) ?? 0)
    guard !isFraction, let value = Int(text) else {
      throw .unsupported("the number '\(text)\(isFraction ? "." : "")'", line: line)
    }
    append(.integer(value))
    advance(to: end)
  }

  private mutating func readString(quote: UInt8) throws(TemplateError) {
    var end = position + 1
    while let byte = byte(at: end), byte != quote { end += byte == UInt8(ascii: "\\") ? 2 : 1 }
    guard end < source.count else { throw .syntax("a string has no end", line: line) }
    let text = source[position + 1..<end]
    guard let value = TemplateText.unescaped(text) else {
      throw .unsupported("an escape in a string", line: line)
    }
    append(.string(value))
    advance(to: end + 1)
  }
}
