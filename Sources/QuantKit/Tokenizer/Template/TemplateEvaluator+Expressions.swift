//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension TemplateEvaluator {
  mutating func evaluate(_ expression: TemplateExpression) throws(TemplateError) -> TemplateValue {
    let line = expression.line
    try charge(Self.stepCost, line: line)
    switch expression.kind {
    case .none: return .none
    case .bool(let value): return .bool(value)
    case .integer(let value): return .integer(value)
    case .string(let text): return .string(text)
    case .name(let name): return value(of: name)
    case .list(let elements):
      try charge(elements.count * Self.elementCost, line: line)
      let values = try evaluate(elements)
      // Lists that a template puts into each other could become too deep for the stack.
      for value in values {
        switch value {
        case .list, .iterator: throw .unsupported("a list in a list", line: line)
        default: continue
        }
      }
      return .list(values)
    case .attribute(let object, let name):
      return try attribute(name, of: evaluate(object), line: line)
    case .element(let object, let index):
      return try element(of: evaluate(object), at: evaluate(index), line: line)
    case .slice(let object, let start, let stop, let step):
      return try slice(
        evaluate(object),
        start: bound(start),
        stop: bound(stop),
        step: bound(step) ?? 1,
        line: line
      )
    case .call(let callee, let arguments): return try call(callee, arguments, line: line)
    case .filter(let name, let operand, let arguments):
      return try filter(name, evaluate(operand), evaluate(arguments), line: line)
    case .test(let name, let operand, let arguments):
      return .bool(try test(name, evaluate(operand), evaluate(arguments), line: line))
    case .not(let operand): return .bool(try !evaluate(operand).isTrue)
    case .negative(let operand):
      let value = try evaluate(operand)
      guard let number = value.integer, number != .min else {
        throw .syntax("\(value.kindText) has a sign", line: line)
      }
      return .integer(-number)
    case .and(let left, let right):
      let value = try evaluate(left)
      return value.isTrue ? try evaluate(right) : value
    case .or(let left, let right):
      let value = try evaluate(left)
      return value.isTrue ? value : try evaluate(right)
    case .arithmetic(let operation, let left, let right):
      return try apply(operation, evaluate(left), evaluate(right), line: line)
    case .comparison(let first, let rest):
      var left = try evaluate(first)
      for (comparison, operand) in rest {
        let right = try evaluate(operand)
        guard try compare(left, comparison, right, line: line) else { return .bool(false) }
        left = right
      }
      return .bool(true)
    case .conditional(let value, let condition, let otherwise):
      if try evaluate(condition).isTrue { return try evaluate(value) }
      return try otherwise.map { expression throws(TemplateError) in try evaluate(expression) }
        ?? .undefined("an 'if' without 'else'")
    }
  }

  mutating func evaluate(
    _ expressions: [TemplateExpression]
  ) throws(TemplateError) -> [TemplateValue] {
    var values: [TemplateValue] = []
    for expression in expressions { values.append(try evaluate(expression)) }
    return values
  }

  // MARK: Parts

  private mutating func attribute(
    _ name: String,
    of value: TemplateValue,
    line: Int
  ) throws(TemplateError) -> TemplateValue {
    switch value {
    case .undefined: throw .syntax("'\(name)' of \(value.kindText) is asked for", line: line)
    case .namespace(let index): return member(name, ofNamespace: index) ?? .undefined(name)
    case .loop(let index, let count):
      switch name {
      case "index": return .integer(index + 1)
      case "index0": return .integer(index)
      case "revindex": return .integer(count - index)
      case "revindex0": return .integer(count - index - 1)
      case "first": return .bool(index == 0)
      case "last": return .bool(index == count - 1)
      case "length": return .integer(count)
      default: throw .unsupported("'loop.\(name)'", line: line)
      }
    default: return value[name] ?? .undefined(name)
    }
  }

  private mutating func element(
    of value: TemplateValue,
    at index: TemplateValue,
    line: Int
  ) throws(TemplateError) -> TemplateValue {
    switch (value, index) {
    case (.undefined, _):
      throw .syntax("a part of \(value.kindText) is asked for", line: line)
    case (_, .string(let key)): return try attribute(key, of: value, line: line)
    case (.list(let elements), .integer(let index)):
      let position = index < 0 ? index + elements.count : index
      return elements.indices.contains(position) ? elements[position] : .undefined("[\(index)]")
    case (.string(let text), .integer(let index)):
      try charge(text.utf8.count, line: line)
      let scalars = Array(text.unicodeScalars)
      let position = index < 0 ? index + scalars.count : index
      return scalars.indices.contains(position)
        ? .string(String(scalars[position])) : .undefined("[\(index)]")
    default: return .undefined("[…]")
    }
  }

  private mutating func bound(_ expression: TemplateExpression?) throws(TemplateError) -> Int? {
    guard let expression else { return nil }
    let value = try evaluate(expression)
    if case .none = value { return nil }
    guard let number = value.integer else {
      throw .syntax("\(value.kindText) bounds a slice", line: expression.line)
    }
    return number
  }

  private mutating func slice(
    _ value: TemplateValue,
    start: Int?,
    stop: Int?,
    step: Int,
    line: Int
  ) throws(TemplateError) -> TemplateValue {
    func pick<Element>(_ all: [Element]) throws(TemplateError) -> [Element] {
      guard step != 0, step != .min else {
        throw .syntax("a slice has the step \(step)", line: line)
      }
      // Python's rules: negative bounds count from the end, and both are brought into range.
      let lowest = step < 0 ? -1 : 0
      let highest = step < 0 ? all.count - 1 : all.count
      func clamped(_ bound: Int?, otherwise: Int) -> Int {
        guard let bound else { return otherwise }
        return min(max(bound < 0 ? bound + all.count : bound, lowest), highest)
      }
      return stride(
        from: clamped(start, otherwise: step < 0 ? highest : lowest),
        to: clamped(stop, otherwise: step < 0 ? lowest : highest),
        by: step
      ).map { all[$0] }
    }
    switch value {
    case .list(let elements):
      try charge(elements.count * Self.elementCost, line: line)
      return .list(try pick(elements))
    case .string(let text):
      try charge(2 * text.utf8.count, line: line)
      return .string(String(String.UnicodeScalarView(try pick(Array(text.unicodeScalars)))))
    default: throw .syntax("a slice of \(value.kindText) is asked for", line: line)
    }
  }

  // MARK: Operators

  private mutating func apply(
    _ operation: TemplateExpression.Operator,
    _ left: TemplateValue,
    _ right: TemplateValue,
    line: Int
  ) throws(TemplateError) -> TemplateValue {
    if operation == .concatenate {
      return try join([text(of: left, line: line), text(of: right, line: line)], line: line)
    }
    switch (left, right) {
    case (.string(let left), .string(let right)) where operation == .add:
      return try join([left, right], line: line)
    case (.list(let left), .list(let right)) where operation == .add:
      try charge((left.count + right.count) * Self.elementCost, line: line)
      return .list(left + right)
    default: break
    }
    guard let first = left.integer, let second = right.integer else {
      throw .syntax(
        "'\(operation.rawValue)' stands between \(left.kindText) and \(right.kindText)",
        line: line
      )
    }
    let (result, overflow): (Int, Bool)
    switch operation {
    case .add: (result, overflow) = first.addingReportingOverflow(second)
    case .subtract: (result, overflow) = first.subtractingReportingOverflow(second)
    case .multiply: (result, overflow) = first.multipliedReportingOverflow(by: second)
    case .floorDivide, .modulo, .concatenate:
      guard second != 0, second != -1 || first != .min else {
        throw .syntax("\(first) is divided by \(second)", line: line)
      }
      // Python rounds down, Swift towards zero.
      let (quotient, remainder) = first.quotientAndRemainder(dividingBy: second)
      let isRoundedUp = remainder != 0 && (remainder < 0) != (second < 0)
      result =
        operation == .modulo
        ? remainder + (isRoundedUp ? second : 0) : quotient - (isRoundedUp ? 1 : 0)
      overflow = false
    }
    guard !overflow else { throw .syntax("a number is too large", line: line) }
    return .integer(result)
  }

  mutating func join(_ texts: [String], line: Int) throws(TemplateError) -> TemplateValue {
    try charge(texts.reduce(0) { $0 + $1.utf8.count }, line: line)
    return .string(texts.joined())
  }

  private mutating func compare(
    _ left: TemplateValue,
    _ comparison: TemplateExpression.Comparison,
    _ right: TemplateValue,
    line: Int
  ) throws(TemplateError) -> Bool {
    switch comparison {
    case .equal, .notEqual:
      try charge(size(of: left), line: line)
      return TemplateValue.areEqual(left, right) == (comparison == .equal)
    case .isIn: return try contains(right, left, line: line)
    case .isNotIn: return try !contains(right, left, line: line)
    case .less, .lessOrEqual, .greater, .greaterOrEqual: break
    }
    let isLess: Bool
    let isEqual: Bool
    if let first = left.integer, let second = right.integer {
      (isLess, isEqual) = (first < second, first == second)
    } else if case .string(let first) = left, case .string(let second) = right {
      try charge(first.utf8.count, line: line)
      isLess = first.utf8.lexicographicallyPrecedes(second.utf8)
      isEqual = first.utf8.elementsEqual(second.utf8)
    } else {
      throw .syntax(
        "'\(comparison.rawValue)' stands between \(left.kindText) and \(right.kindText)",
        line: line
      )
    }
    return switch comparison {
    case .less: isLess
    case .lessOrEqual: isLess || isEqual
    case .greater: !isLess && !isEqual
    default: !isLess
    }
  }

  /// Whether a text, a list or a dictionary has something in it.
  mutating func contains(
    _ value: TemplateValue,
    _ part: TemplateValue,
    line: Int
  ) throws(TemplateError) -> Bool {
    switch (value, part) {
    case (.string(let text), .string(let part)):
      try charge(text.utf8.count + part.utf8.count, line: line)
      return TemplateText.contains(part, in: text)
    case (.string, _): throw .syntax("\(part.kindText) is looked for in a string", line: line)
    case (.dictionary, .string(let key)): return value[key] != nil
    default:
      for element in try elements(of: value, line: line) {
        try charge(size(of: element), line: line)
        if TemplateValue.areEqual(element, part) { return true }
      }
      return false
    }
  }

  /// What comparing a value costs.
  func size(of value: TemplateValue) -> Int {
    switch value {
    case .string(let text): text.utf8.count
    case .list(let elements), .iterator(let elements):
      elements.reduce(Self.stepCost) { $0 + size(of: $1) }
    case .dictionary(let members): members.reduce(Self.stepCost) { $0 + size(of: $1.value) }
    default: Self.stepCost
    }
  }
}
