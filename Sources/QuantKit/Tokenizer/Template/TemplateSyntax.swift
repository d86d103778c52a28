//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// An expression of a chat template.
struct TemplateExpression: Sendable {
  indirect enum Kind: Sendable {
    case none
    case bool(Bool)
    case integer(Int)
    case string(String)
    case name(String)
    case list([TemplateExpression])
    case attribute(of: TemplateExpression, name: String)
    case element(of: TemplateExpression, at: TemplateExpression)
    case slice(
      of: TemplateExpression,
      start: TemplateExpression?,
      stop: TemplateExpression?,
      step: TemplateExpression?
    )
    case call(TemplateExpression, TemplateArguments)
    case filter(String, of: TemplateExpression, TemplateArguments)
    case test(String, of: TemplateExpression, TemplateArguments)
    case not(TemplateExpression)
    case negative(TemplateExpression)
    case and(TemplateExpression, TemplateExpression)
    case or(TemplateExpression, TemplateExpression)
    case arithmetic(Operator, TemplateExpression, TemplateExpression)
    case comparison(TemplateExpression, [(comparison: Comparison, operand: TemplateExpression)])
    case conditional(
      TemplateExpression,
      condition: TemplateExpression,
      otherwise: TemplateExpression?
    )
  }

  enum Operator: String, Sendable {
    case add = "+"
    case subtract = "-"
    case concatenate = "~"
    case multiply = "*"
    case floorDivide = "//"
    case modulo = "%"
  }

  enum Comparison: String, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case isIn = "in"
    case isNotIn = "not in"
  }

  let kind: Kind
  let line: Int
  /// How many expressions lie in each other here, this one included: what running it needs of the
  /// stack.
  let depth: Int
}

/// What stands between the parentheses of a call.
struct TemplateArguments: Sendable {
  var positional: [TemplateExpression] = []
  var named: [(name: String, value: TemplateExpression)] = []

  /// All values, for what goes through a whole template.
  var values: [TemplateExpression] { positional + named.map(\.value) }
}

/// A statement of a chat template.
struct TemplateStatement: Sendable {
  indirect enum Kind: Sendable {
    case text(String)
    case output(TemplateExpression)
    /// `if`, `elif` and, without a condition, `else`.
    case conditional([(condition: TemplateExpression?, body: [TemplateStatement])])
    case loop(Loop)
    case assignment(name: String, attribute: String?, TemplateExpression)
    case capture(name: String, body: [TemplateStatement])
    /// A body that only marks the assistant's words for training.
    case generation([TemplateStatement])
    case leaveLoop
    case nextTurn
  }

  struct Loop: Sendable {
    let targets: [String]
    let sequence: TemplateExpression
    let condition: TemplateExpression?
    let body: [TemplateStatement]
    let otherwise: [TemplateStatement]
  }

  let kind: Kind
  let line: Int
}
