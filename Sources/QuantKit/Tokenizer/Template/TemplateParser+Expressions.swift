//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension TemplateParser {
  /// An expression, `a if b else c` included.
  mutating func expression() throws(TemplateError) -> TemplateExpression {
    try enter()
    defer { leave() }
    let line = line
    var value = try disjunction()
    while accept(.name("if")) {
      let condition = try disjunction()
      let otherwise = accept(.name("else")) ? try expression() : nil
      value = try node(
        .conditional(value, condition: condition, otherwise: otherwise),
        over: [value, condition] + (otherwise.map { [$0] } ?? []),
        line: line
      )
    }
    return value
  }

  /// An expression without `if`.
  mutating func disjunction() throws(TemplateError) -> TemplateExpression {
    var left = try conjunction()
    while token == .name("or") {
      let line = line
      advance()
      let right = try conjunction()
      left = try node(.or(left, right), over: [left, right], line: line)
    }
    return left
  }

  private mutating func conjunction() throws(TemplateError) -> TemplateExpression {
    var left = try negation()
    while token == .name("and") {
      let line = line
      advance()
      let right = try negation()
      left = try node(.and(left, right), over: [left, right], line: line)
    }
    return left
  }

  private mutating func negation() throws(TemplateError) -> TemplateExpression {
    let line = line
    guard accept(.name("not")) else { return try comparison() }
    try enter()
    defer { leave() }
    let value = try negation()
    return try node(.not(value), over: [value], line: line)
  }

  private mutating func comparison() throws(TemplateError) -> TemplateExpression {
    let line = line
    let first = try arithmetic(above: 0)
    var rest: [(TemplateExpression.Comparison, TemplateExpression)] = []
    while let comparison = acceptComparison() {
      rest.append((comparison, try arithmetic(above: 0)))
    }
    guard !rest.isEmpty else { return first }
    return try node(.comparison(first, rest), over: [first] + rest.map(\.1), line: line)
  }

  private mutating func acceptComparison() -> TemplateExpression.Comparison? {
    switch token {
    case .symbol(let text):
      guard let comparison = TemplateExpression.Comparison(rawValue: text) else { return nil }
      advance()
      return comparison
    case .name("in"):
      advance()
      return .isIn
    case .name("not") where next(1) == .name("in"):
      advance()
      advance()
      return .isNotIn
    default: return nil
    }
  }

  /// Operators that bind more tightly than `precedence`.
  private mutating func arithmetic(
    above precedence: Int
  ) throws(TemplateError) -> TemplateExpression {
    var left = try prefixed()
    while case .symbol(let text) = token {
      let line = line
      if text == "/" || text == "**" { throw .unsupported("the operator '\(text)'", line: line) }
      guard let operation = TemplateExpression.Operator(rawValue: text),
        operation.precedence > precedence
      else { break }
      advance()
      let right = try arithmetic(above: operation.precedence)
      left = try node(.arithmetic(operation, left, right), over: [left, right], line: line)
    }
    return left
  }

  private mutating func prefixed() throws(TemplateError) -> TemplateExpression {
    try filtered(try signed())
  }

  private mutating func signed() throws(TemplateError) -> TemplateExpression {
    let line = line
    if token == .symbol("+") { throw .unsupported("the sign '+'", line: line) }
    guard accept(.symbol("-")) else { return try postfixed(try primary()) }
    try enter()
    defer { leave() }
    let value = try signed()
    return try node(.negative(value), over: [value], line: line)
  }

  private mutating func primary() throws(TemplateError) -> TemplateExpression {
    let line = line
    let token = token
    switch token {
    case .name(let name):
      advance()
      switch name {
      case "true", "True": return try node(.bool(true), line: line)
      case "false", "False": return try node(.bool(false), line: line)
      case "none", "None": return try node(.none, line: line)
      default:
        note(name)
        return try node(.name(name), line: line)
      }
    case .string(var text):
      advance()
      // Strings side by side are one, as in Python.
      while case .string(let more) = self.token {
        text += more
        advance()
      }
      return try node(.string(text), line: line)
    case .integer(let value):
      advance()
      return try node(.integer(value), line: line)
    case .symbol("("):
      advance()
      if accept(.symbol(")")) { return try node(.list([]), line: line) }
      let value = try expression()
      guard accept(.symbol(",")) else {
        try expect(.symbol(")"))
        return value
      }
      return try list([value], until: ")", line: line)
    case .symbol("["):
      advance()
      return try list([], until: "]", line: line)
    case .symbol("{"): throw .unsupported("a dictionary written out", line: line)
    default: throw unexpected("a value")
    }
  }

  private mutating func list(
    _ first: [TemplateExpression],
    until end: String,
    line: Int
  ) throws(TemplateError) -> TemplateExpression {
    var elements = first
    while !accept(.symbol(end)) {
      elements.append(try expression())
      if token != .symbol(end) { try expect(.symbol(",")) }
    }
    return try node(.list(elements), over: elements, line: line)
  }

  private mutating func postfixed(
    _ value: TemplateExpression
  ) throws(TemplateError) -> TemplateExpression {
    var value = value
    while case .symbol(let text) = token {
      let line = line
      switch text {
      case ".":
        advance()
        value = try node(.attribute(of: value, name: try name()), over: [value], line: line)
      case "[":
        advance()
        value = try subscripted(value, line: line)
      case "(":
        advance()
        let arguments = try arguments()
        value = try node(.call(value, arguments), over: [value] + arguments.values, line: line)
      default: return value
      }
    }
    return value
  }

  private mutating func subscripted(
    _ value: TemplateExpression,
    line: Int
  ) throws(TemplateError) -> TemplateExpression {
    var parts: [TemplateExpression?] = []
    while true {
      let isEmpty = token == .symbol(":") || token == .symbol("]")
      parts.append(isEmpty ? nil : try expression())
      guard parts.count < 3, accept(.symbol(":")) else { break }
    }
    try expect(.symbol("]"))
    let children = [value] + parts.compactMap { $0 }
    if parts.count == 1 {
      guard let index = parts[0] else { throw unexpected("an index") }
      return try node(.element(of: value, at: index), over: children, line: line)
    }
    return try node(
      .slice(of: value, start: parts[0], stop: parts[1], step: parts.count > 2 ? parts[2] : nil),
      over: children,
      line: line
    )
  }

  /// Filters and tests, which bind more tightly than any operator between two values.
  private mutating func filtered(
    _ value: TemplateExpression
  ) throws(TemplateError) -> TemplateExpression {
    var value = value
    while true {
      let line = line
      if accept(.symbol("|")) {
        let name = try name()
        let arguments = accept(.symbol("(")) ? try arguments() : TemplateArguments()
        value = try node(
          .filter(name, of: value, arguments),
          over: [value] + arguments.values,
          line: line
        )
      } else if accept(.name("is")) {
        let isNegated = accept(.name("not"))
        let name = try name()
        var arguments = TemplateArguments()
        if accept(.symbol("(")) {
          arguments = try self.arguments()
        } else if ["equalto", "eq", "ne", "in", "divisibleby"].contains(name) {
          arguments.positional = [try postfixed(try primary())]
        }
        let test = try node(
          .test(name, of: value, arguments),
          over: [value] + arguments.values,
          line: line
        )
        value = isNegated ? try node(.not(test), over: [test], line: line) : test
      } else if accept(.symbol("(")) {
        throw .unsupported("a call of this expression", line: line)
      } else {
        return value
      }
    }
  }

  private mutating func arguments() throws(TemplateError) -> TemplateArguments {
    var arguments = TemplateArguments()
    while !accept(.symbol(")")) {
      if case .name(let name) = token, next(1) == .symbol("=") {
        advance()
        advance()
        arguments.named.append((name, try expression()))
      } else {
        arguments.positional.append(try expression())
      }
      if token != .symbol(")") { try expect(.symbol(",")) }
    }
    return arguments
  }

  private func node(
    _ kind: TemplateExpression.Kind,
    over children: [TemplateExpression] = [],
    line: Int
  ) throws(TemplateError) -> TemplateExpression {
    let depth = 1 + (children.map(\.depth).max() ?? 0)
    guard depth <= Self.depthLimit else {
      throw .tooMuch("an expression is too deep", limit: Self.depthLimit, line: line)
    }
    return TemplateExpression(kind: kind, line: line, depth: depth)
  }
}

extension TemplateExpression.Operator {
  fileprivate var precedence: Int {
    switch self {
    case .add, .subtract: 1
    case .concatenate: 2
    case .multiply, .floorDivide, .modulo: 3
    }
  }
}
