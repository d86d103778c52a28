//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The filters and tests that a template can use.
extension TemplateEvaluator {
  // MARK: Filters

  mutating func filter(
    _ name: String,
    _ value: TemplateValue,
    _ arguments: Arguments,
    line: Int
  ) throws(TemplateError) -> TemplateValue {
    let arguments = arguments.of("the filter '\(name)'", line)
    switch name {
    case "trim":
      try arguments.checkCount(0...1)
      let text = try text(of: value, line: line)
      try charge(text.utf8.count, line: line)
      return .string(TemplateText.stripped(text, of: try arguments.string(0)))
    case "upper", "lower", "capitalize":
      try arguments.checkCount(0...0)
      let text = try text(of: value, line: line)
      try charge(text.utf8.count, line: line)
      return try changeCase(of: text, to: name, arguments)
    case "string":
      try arguments.checkCount(0...0)
      return .string(try text(of: value, line: line))
    case "tojson":
      try arguments.checkCount(0...0)
      guard case .string(let text) = value else {
        throw .unsupported("the filter 'tojson' of \(value.kindText)", line: line)
      }
      try charge(6 * text.utf8.count, line: line)
      return .string(TemplateText.json(text))
    case "replace":
      try arguments.checkCount(2...2)
      let text = try text(of: value, line: line)
      return try replace(arguments.required(0), with: arguments.required(1), in: text, arguments)
    case "length", "count":
      try arguments.checkCount(0...0)
      return .integer(try count(of: value, line: line))
    case "first", "last", "list", "reverse":
      try arguments.checkCount(0...0)
      return try reorder(value, by: name, line: line)
    case "join":
      try arguments.checkCount(0...1)
      return try joined(value, by: arguments.string(0) ?? "", arguments)
    case "default", "d":
      try arguments.checkCount(1...2)
      let replacesFalse = arguments.positional.count > 1 && arguments.positional[1].isTrue
      let stays = replacesFalse ? value.isTrue : value.isDefined
      return stays ? value : arguments.positional[0]
    case "items":
      if case .undefined = value { return .iterator([]) }
      return try method("items", of: value, arguments)
    case "map":
      guard arguments.positional.isEmpty, arguments.named.count == 1,
        arguments.named[0].name == "attribute", case .string(let key) = arguments.named[0].value
      else { throw .unsupported("the filter 'map' without an attribute alone", line: line) }
      let elements = try elements(of: value, line: line)
      try charge(elements.count * Self.elementCost, line: line)
      return .iterator(elements.map { $0[key] ?? .undefined(key) })
    case "selectattr", "rejectattr":
      try arguments.checkCount(1...3)
      return try select(value, keeping: name == "selectattr", arguments)
    default: throw .unsupported("the filter '\(name)'", line: line)
    }
  }

  private mutating func count(of value: TemplateValue, line: Int) throws(TemplateError) -> Int {
    switch value {
    case .string(let text):
      try charge(text.utf8.count, line: line)
      return text.unicodeScalars.count
    case .list(let elements): return elements.count
    case .dictionary(let members): return members.count
    case .undefined: return 0
    default: throw .syntax("the length of \(value.kindText) is asked for", line: line)
    }
  }

  private mutating func reorder(
    _ value: TemplateValue,
    by name: String,
    line: Int
  ) throws(TemplateError) -> TemplateValue {
    let elements = try elements(of: value, line: line)
    try charge(elements.count * Self.elementCost, line: line)
    switch (name, value) {
    case ("first", _): return elements.first ?? .undefined("the first of nothing")
    case ("last", .iterator):
      throw .unsupported("the filter 'last' of \(value.kindText)", line: line)
    case ("last", _): return elements.last ?? .undefined("the last of nothing")
    case ("list", _): return .list(elements)
    case (_, .string(let text)):
      return .string(String(String.UnicodeScalarView(text.unicodeScalars.reversed())))
    default: return .iterator(elements.reversed())
    }
  }

  private mutating func select(
    _ value: TemplateValue,
    keeping: Bool,
    _ arguments: Arguments
  ) throws(TemplateError) -> TemplateValue {
    let key = try arguments.required(0)
    var kept: [TemplateValue] = []
    for element in try elements(of: value, line: arguments.line) {
      try charge(Self.elementCost, line: arguments.line)
      let member = element[key] ?? .undefined(key)
      var holds = member.isTrue
      if arguments.positional.count > 1 {
        let operands = Arguments(
          positional: Array(arguments.positional.dropFirst(2)),
          line: arguments.line
        )
        holds = try test(arguments.required(1), member, operands, line: arguments.line)
      }
      if holds == keeping { kept.append(element) }
    }
    return .iterator(kept)
  }

  // MARK: Tests

  mutating func test(
    _ name: String,
    _ value: TemplateValue,
    _ arguments: Arguments,
    line: Int
  ) throws(TemplateError) -> Bool {
    let arguments = arguments.of("the test '\(name)'", line)
    let isUnary = !["equalto", "eq", "==", "ne", "!=", "in", "divisibleby"].contains(name)
    try arguments.checkCount(isUnary ? 0...0 : 1...1)
    switch (name, value) {
    case ("defined", _): return value.isDefined
    case ("undefined", _): return !value.isDefined
    case ("none", .none), ("boolean", .bool), ("integer", .integer), ("number", .integer),
      ("number", .bool), ("string", .string), ("mapping", .dictionary), ("callable", .function),
      ("iterable", .string), ("iterable", .list), ("iterable", .dictionary),
      ("iterable", .iterator),
      ("iterable", .undefined), ("sequence", .string), ("sequence", .list),
      ("sequence", .dictionary), ("sequence", .undefined):
      return true
    case ("none", _), ("boolean", _), ("integer", _), ("number", _), ("string", _), ("mapping", _),
      ("callable", _), ("iterable", _), ("sequence", _):
      return false
    case ("true", _), ("false", _):
      guard case .bool(let flag) = value else { return false }
      return flag == (name == "true")
    case ("equalto", _), ("eq", _), ("==", _):
      try charge(size(of: value), line: line)
      return TemplateValue.areEqual(value, arguments.positional[0])
    case ("ne", _), ("!=", _):
      try charge(size(of: value), line: line)
      return !TemplateValue.areEqual(value, arguments.positional[0])
    case ("in", _): return try contains(arguments.positional[0], value, line: line)
    case ("odd", _), ("even", _), ("divisibleby", _):
      let divisor = isUnary ? 2 : try arguments.integer(0) ?? 0
      guard let number = value.integer, divisor > 0 else {
        throw .syntax("'\(name)' is asked of \(value.kindText)", line: line)
      }
      return number.isMultiple(of: divisor) == (name != "odd")
    default: throw .unsupported("the test '\(name)'", line: line)
    }
  }
}
