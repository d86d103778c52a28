//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Reads the statements of a chat template.
struct TemplateParser {
  /// How deep statements, and brackets in an expression, may lie in each other.
  static let nestingLimit = 64
  /// How deep expressions may lie in each other, where `a + b + c` counts 3.
  static let depthLimit = 256

  private let tokens: [TemplateLexer.Located]
  private var position = 0
  private var nesting = 0
  private var loopCount = 0
  /// Every name that the template looks up.
  private(set) var names: Set<String> = []

  init(_ template: String) throws(TemplateError) {
    tokens = try TemplateLexer.tokens(of: template)
  }

  /// All statements of the template.
  mutating func parse() throws(TemplateError) -> [TemplateStatement] {
    let statements = try body(until: [])
    guard token == .end else { throw unexpected("a statement") }
    return statements
  }

  // MARK: Tokens

  var token: TemplateLexer.Token { tokens[position].token }
  var line: Int { tokens[position].line }

  func next(_ distance: Int) -> TemplateLexer.Token {
    tokens[min(position + distance, tokens.count - 1)].token
  }

  mutating func advance() { position = min(position + 1, tokens.count - 1) }

  /// Passes over a token if it is the next.
  mutating func accept(_ expected: TemplateLexer.Token) -> Bool {
    guard token == expected else { return false }
    advance()
    return true
  }

  mutating func expect(_ expected: TemplateLexer.Token) throws(TemplateError) {
    guard accept(expected) else { throw unexpected(expected.text) }
  }

  mutating func name() throws(TemplateError) -> String {
    guard case .name(let name) = token else { throw unexpected("a name") }
    advance()
    return name
  }

  func unexpected(_ expected: String) -> TemplateError {
    .syntax("\(token.text) stands where \(expected) is expected", line: line)
  }

  /// Marks that something begins that lies in something else of its kind.
  mutating func enter() throws(TemplateError) {
    nesting += 1
    guard nesting <= Self.nestingLimit else {
      throw .tooMuch("nesting is too deep", limit: Self.nestingLimit, line: line)
    }
  }

  mutating func leave() { nesting -= 1 }

  mutating func note(_ name: String) { names.insert(name) }

  // MARK: Statements

  /// Statements up to a tag with one of the names, which is passed over together with the beginning of its
  /// tag.
  private mutating func body(
    until ends: Set<String>
  ) throws(TemplateError) -> [TemplateStatement] {
    try enter()
    defer { leave() }
    var statements: [TemplateStatement] = []
    while true {
      let line = line
      switch token {
      case .text(let text):
        advance()
        statements.append(.init(kind: .text(text), line: line))
      case .outputBegin:
        advance()
        let value = try expression()
        try expect(.outputEnd)
        statements.append(.init(kind: .output(value), line: line))
      case .blockBegin:
        if case .name(let name) = next(1), ends.contains(name) {
          advance()
          return statements
        }
        advance()
        statements.append(.init(kind: try statement(), line: line))
      default:
        guard ends.isEmpty else {
          throw unexpected("'\(ends.sorted().joined(separator: "' or '"))'")
        }
        return statements
      }
    }
  }

  private mutating func statement() throws(TemplateError) -> TemplateStatement.Kind {
    let line = line
    let name = try name()
    switch name {
    case "if": return try conditional()
    case "for": return try loop()
    case "set": return try assignment()
    case "generation":
      try expect(.blockEnd)
      return .generation(try closedBody(by: "endgeneration"))
    case "break" where loopCount > 0:
      try expect(.blockEnd)
      return .leaveLoop
    case "continue" where loopCount > 0:
      try expect(.blockEnd)
      return .nextTurn
    default: throw .unsupported("the statement '\(name)'", line: line)
    }
  }

  private mutating func closedBody(by end: String) throws(TemplateError) -> [TemplateStatement] {
    let body = try body(until: [end])
    advance()
    try expect(.blockEnd)
    return body
  }

  private mutating func conditional() throws(TemplateError) -> TemplateStatement.Kind {
    var branches: [(TemplateExpression?, [TemplateStatement])] = []
    var condition: TemplateExpression? = try expression()
    while true {
      try expect(.blockEnd)
      let body = try body(until: condition == nil ? ["endif"] : ["elif", "else", "endif"])
      branches.append((condition, body))
      switch try name() {
      case "elif": condition = try expression()
      case "else": condition = nil
      default:
        try expect(.blockEnd)
        return .conditional(branches)
      }
    }
  }

  private mutating func loop() throws(TemplateError) -> TemplateStatement.Kind {
    var targets = [try name()]
    while accept(.symbol(",")) { targets.append(try name()) }
    try expect(.name("in"))
    // A condition of its own stands behind the sequence, so the sequence has none.
    let sequence = try disjunction()
    let condition = accept(.name("if")) ? try expression() : nil
    if token == .name("recursive") { throw .unsupported("a recursive loop", line: line) }
    try expect(.blockEnd)
    loopCount += 1
    let body = try body(until: ["else", "endfor"])
    loopCount -= 1
    var otherwise: [TemplateStatement] = []
    if try name() == "else" {
      try expect(.blockEnd)
      otherwise = try closedBody(by: "endfor")
    } else {
      try expect(.blockEnd)
    }
    return .loop(
      .init(
        targets: targets,
        sequence: sequence,
        condition: condition,
        body: body,
        otherwise: otherwise
      )
    )
  }

  private mutating func assignment() throws(TemplateError) -> TemplateStatement.Kind {
    let target = try name()
    if accept(.blockEnd) { return .capture(name: target, body: try closedBody(by: "endset")) }
    let attribute = accept(.symbol(".")) ? try name() : nil
    if token == .symbol(",") { throw .unsupported("'set' of several names", line: line) }
    try expect(.symbol("="))
    let value = try expression()
    try expect(.blockEnd)
    return .assignment(name: target, attribute: attribute, value)
  }
}

extension TemplateLexer.Token {
  /// The token for messages.
  var text: String {
    switch self {
    case .text: "text"
    case .outputBegin: "'{{'"
    case .outputEnd: "'}}'"
    case .blockBegin: "'{%'"
    case .blockEnd: "'%}'"
    case .name(let text), .symbol(let text): "'\(text)'"
    case .string: "a string"
    case .integer(let value): "'\(value)'"
    case .end: "the end"
    }
  }
}
