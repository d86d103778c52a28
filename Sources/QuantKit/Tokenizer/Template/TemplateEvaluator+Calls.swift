//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The functions and methods that a template can call.
extension TemplateEvaluator {
  mutating func evaluate(_ arguments: TemplateArguments) throws(TemplateError) -> Arguments {
    var result = Arguments(positional: try evaluate(arguments.positional), line: 0)
    for argument in arguments.named {
      result.named.append((argument.name, try evaluate(argument.value)))
    }
    return result
  }

  /// The value as Python prints it.
  func text(of value: TemplateValue, line: Int) throws(TemplateError) -> String {
    switch value {
    case .undefined: ""
    case .none: "None"
    case .bool(let value): value ? "True" : "False"
    case .integer(let value): String(value)
    case .string(let text): text
    default: throw .unsupported("\(value.kindText) as text", line: line)
    }
  }

  /// What a loop goes through.
  mutating func elements(
    of value: TemplateValue,
    line: Int
  ) throws(TemplateError) -> [TemplateValue] {
    switch value {
    case .undefined: return []
    case .list(let elements), .iterator(let elements): return elements
    case .dictionary(let members):
      try charge(members.count * Self.elementCost, line: line)
      return members.map { .string($0.key) }
    case .string(let text):
      try charge(text.utf8.count * Self.elementCost, line: line)
      return text.unicodeScalars.map { .string(String($0)) }
    default: throw .syntax("\(value.kindText) is gone through", line: line)
    }
  }

  // MARK: Functions and methods

  func hasFunction(_ name: String) -> Bool {
    switch name {
    case "raise_exception", "namespace", "range": true
    case "strftime_now": date != nil
    default: false
    }
  }

  mutating func call(
    _ callee: TemplateExpression,
    _ arguments: TemplateArguments,
    line: Int
  ) throws(TemplateError) -> TemplateValue {
    switch callee.kind {
    case .attribute(let object, let name):
      let object = try evaluate(object)
      return try method(name, of: object, evaluate(arguments).of("the method '\(name)'", line))
    case .name(let name):
      guard case .function(let function) = value(of: name) else {
        throw .unsupported("the function '\(name)'", line: line)
      }
      return try self.function(function, evaluate(arguments).of("the function '\(name)'", line))
    default: throw .unsupported("a call of this expression", line: line)
    }
  }

  private mutating func function(
    _ name: String,
    _ arguments: Arguments
  ) throws(TemplateError) -> TemplateValue {
    switch name {
    case "raise_exception":
      try arguments.checkCount(1...1)
      throw .raised(
        try text(of: arguments.positional[0], line: arguments.line),
        line: arguments.line
      )
    case "namespace":
      guard arguments.positional.isEmpty else {
        throw .unsupported("'namespace' of a value", line: arguments.line)
      }
      try charge((1 + arguments.named.count) * Self.elementCost, line: arguments.line)
      return makeNamespace(Dictionary(arguments.named.map { ($0.name, $0.value) }) { $1 })
    case "range":
      try arguments.checkCount(1...2)
      let first = try arguments.integer(0) ?? 0
      let second = try arguments.integer(1)
      let (start, end) = second.map { (first, $0) } ?? (0, first)
      let (count, overflow) = end.subtractingReportingOverflow(start)
      let cost = max(count, 0).multipliedReportingOverflow(by: Self.elementCost)
      try charge(overflow || cost.overflow ? .max : cost.partialValue, line: arguments.line)
      return .list(start < end ? (start..<end).map { .integer($0) } : [])
    default:
      try arguments.checkCount(1...1)
      let format = try arguments.required(0)
      guard let date, let text = date.formatted(format) else {
        throw .unsupported("the date format '\(format)'", line: arguments.line)
      }
      return .string(text)
    }
  }

  mutating func method(
    _ name: String,
    of value: TemplateValue,
    _ arguments: Arguments
  ) throws(TemplateError) -> TemplateValue {
    switch value {
    case .string(let text): return try method(name, ofText: text, arguments)
    case .dictionary(let members):
      switch name {
      case "items":
        try arguments.checkCount(0...0)
        try charge(2 * members.count * Self.elementCost, line: arguments.line)
        return .list(members.map { .list([.string($0.key), $0.value]) })
      case "keys":
        try arguments.checkCount(0...0)
        return .list(try elements(of: value, line: arguments.line))
      case "get":
        try arguments.checkCount(1...2)
        return try value[arguments.required(0)]
          ?? (arguments.positional.count > 1 ? arguments.positional[1] : .none)
      default: break
      }
    case .undefined:
      throw .syntax("'\(name)' of \(value.kindText) is called", line: arguments.line)
    default: break
    }
    throw .unsupported("\(arguments.callee) of \(value.kindText)", line: arguments.line)
  }

  mutating func method(
    _ name: String,
    ofText text: String,
    _ arguments: Arguments
  ) throws(TemplateError) -> TemplateValue {
    try charge(text.utf8.count, line: arguments.line)
    switch name {
    case "strip", "lstrip", "rstrip":
      try arguments.checkCount(0...1)
      return .string(
        TemplateText.stripped(
          text,
          of: try arguments.string(0),
          left: name != "rstrip",
          right: name != "lstrip"
        )
      )
    case "startswith", "endswith":
      try arguments.checkCount(1...1)
      let part = try arguments.required(0)
      return .bool(
        name == "startswith"
          ? text.utf8.starts(with: part.utf8)
          : text.utf8.reversed().starts(with: part.utf8.reversed())
      )
    case "split":
      try arguments.checkCount(0...2)
      let separator = try arguments.string(0)
      guard separator != "" else {
        throw .syntax("a text is split at nothing", line: arguments.line)
      }
      let limit = try arguments.integer(1) ?? -1
      let count = TemplateText.count(of: separator, in: text)
      try charge(
        (1 + (limit < 0 ? count : min(limit, count))) * Self.elementCost,
        line: arguments.line
      )
      let parts = TemplateText.split(text, at: separator, limit: limit)
      return .list(parts.map { .string($0) })
    case "replace":
      try arguments.checkCount(2...2)
      return try replace(arguments.required(0), with: arguments.required(1), in: text, arguments)
    case "upper", "lower", "capitalize":
      try arguments.checkCount(0...0)
      return try changeCase(of: text, to: name, arguments)
    case "join":
      try arguments.checkCount(1...1)
      return try joined(arguments.positional[0], by: text, arguments)
    default: throw .unsupported("\(arguments.callee) of a string", line: arguments.line)
    }
  }

  mutating func replace(
    _ old: String,
    with new: String,
    in text: String,
    _ arguments: Arguments
  ) throws(TemplateError) -> TemplateValue {
    guard !old.isEmpty else { throw .unsupported("replacing nothing", line: arguments.line) }
    try charge(text.utf8.count + old.utf8.count, line: arguments.line)
    let count = TemplateText.count(of: old, in: text)
    let cost = count.multipliedReportingOverflow(by: new.utf8.count + Self.stepCost)
    try charge(cost.overflow ? .max : cost.partialValue, line: arguments.line)
    return .string(TemplateText.replacing(old, with: new, in: text))
  }

  /// Letters beyond ASCII are refused: Python and Swift follow different versions of Unicode.
  func changeCase(
    of text: String,
    to form: String,
    _ arguments: Arguments
  ) throws(TemplateError) -> TemplateValue {
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
      throw .unsupported("\(arguments.callee) of letters beyond ASCII", line: arguments.line)
    }
    switch form {
    case "upper": return .string(text.uppercased())
    case "lower": return .string(text.lowercased())
    default: return .string(text.prefix(1).uppercased() + text.dropFirst().lowercased())
    }
  }

  mutating func joined(
    _ value: TemplateValue,
    by separator: String,
    _ arguments: Arguments
  ) throws(TemplateError) -> TemplateValue {
    var texts: [String] = []
    for element in try elements(of: value, line: arguments.line) {
      let text = try text(of: element, line: arguments.line)
      try charge(separator.utf8.count + text.utf8.count + Self.stepCost, line: arguments.line)
      texts.append(text)
    }
    return .string(texts.joined(separator: separator))
  }
}
