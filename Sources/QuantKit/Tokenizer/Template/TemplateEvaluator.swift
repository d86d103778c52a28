//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Runs the statements of a chat template.
struct TemplateEvaluator {
  /// How much a template may do: each statement and expression costs `stepCost`, each byte of a text that
  /// is made or searched 1, each element of a list `elementCost`.
  static let workLimit = 1 << 26
  static let stepCost = 64
  static let elementCost = 256

  /// What is done after a statement.
  enum Flow {
    case goOn, leaveLoop, nextTurn
  }

  private(set) var output = ""
  let date: CalendarDate?
  /// Names and their values, those of the innermost loop last.
  private var scopes: [[String: TemplateValue]]
  private var namespaces: [[String: TemplateValue]] = []
  private let workLimit: Int
  private var work = 0

  init(variables: [String: TemplateValue], date: CalendarDate?, workLimit: Int) {
    scopes = [variables]
    self.date = date
    self.workLimit = workLimit
  }

  /// Counts work before it is done.
  mutating func charge(_ cost: Int, line: Int) throws(TemplateError) {
    work += min(cost, workLimit + 1)
    guard work <= workLimit else {
      throw .tooMuch("it does too much", limit: workLimit, line: line)
    }
  }

  // MARK: Names

  func value(of name: String) -> TemplateValue {
    for scope in scopes.reversed() {
      if let value = scope[name] { return value }
    }
    return hasFunction(name) ? .function(name) : .undefined(name)
  }

  mutating func makeNamespace(_ members: [String: TemplateValue]) -> TemplateValue {
    namespaces.append(members)
    return .namespace(namespaces.count - 1)
  }

  func member(_ name: String, ofNamespace index: Int) -> TemplateValue? { namespaces[index][name] }

  // MARK: Statements

  mutating func execute(_ statements: [TemplateStatement]) throws(TemplateError) -> Flow {
    for statement in statements {
      let flow = try execute(statement)
      if flow != .goOn { return flow }
    }
    return .goOn
  }

  private mutating func execute(_ statement: TemplateStatement) throws(TemplateError) -> Flow {
    let line = statement.line
    try charge(Self.stepCost, line: line)
    switch statement.kind {
    case .text(let text): try write(text, line: line)
    case .output(let expression): try write(text(of: evaluate(expression), line: line), line: line)
    case .conditional(let branches):
      for branch in branches {
        if let condition = branch.condition, try !evaluate(condition).isTrue { continue }
        return try execute(branch.body)
      }
    case .loop(let loop): try execute(loop, line: line)
    case .assignment(let name, let attribute, let expression):
      let value = try evaluate(expression)
      // Every reading of it would find what the readings before left.
      if case .iterator = value { throw .unsupported("'set' of \(value.kindText)", line: line) }
      guard let attribute else {
        scopes[scopes.count - 1][name] = value
        break
      }
      guard case .namespace(let index) = self.value(of: name) else {
        throw .syntax("'\(name)' is no namespace", line: line)
      }
      try charge(Self.elementCost, line: line)
      namespaces[index][attribute] = value
    case .capture(let name, let body):
      let outer = output
      output = ""
      scopes.append([:])
      let flow = try execute(body)
      scopes.removeLast()
      scopes[scopes.count - 1][name] = .string(output)
      output = outer
      return flow
    case .generation(let body):
      scopes.append([:])
      defer { scopes.removeLast() }
      return try execute(body)
    case .leaveLoop: return .leaveLoop
    case .nextTurn: return .nextTurn
    }
    return .goOn
  }

  private mutating func write(_ text: String, line: Int) throws(TemplateError) {
    try charge(text.utf8.count, line: line)
    output += text
  }

  private mutating func execute(
    _ loop: TemplateStatement.Loop,
    line: Int
  ) throws(TemplateError) {
    var elements: [[String: TemplateValue]] = []
    for value in try self.elements(of: evaluate(loop.sequence), line: line) {
      try charge(Self.elementCost, line: line)
      let scope = try bind(value, to: loop.targets, line: line)
      if let condition = loop.condition {
        scopes.append(scope)
        let holds = try evaluate(condition).isTrue
        scopes.removeLast()
        guard holds else { continue }
      }
      elements.append(scope)
    }
    guard !elements.isEmpty else {
      scopes.append([:])
      _ = try execute(loop.otherwise)
      scopes.removeLast()
      return
    }
    // Names that a turn sets are gone in the next.
    for index in elements.indices {
      scopes.append(elements[index])
      scopes[scopes.count - 1]["loop"] = .loop(index: index, count: elements.count)
      let flow = try execute(loop.body)
      scopes.removeLast()
      if flow == .leaveLoop { break }
    }
  }

  private func bind(
    _ value: TemplateValue,
    to names: [String],
    line: Int
  ) throws(TemplateError) -> [String: TemplateValue] {
    if names.count == 1 { return [names[0]: value] }
    guard case .list(let parts) = value, parts.count == names.count else {
      throw .syntax("\(value.kindText) is taken apart into \(names.count) names", line: line)
    }
    return Dictionary(zip(names, parts)) { $1 }
  }
}
