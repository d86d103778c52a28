//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension TemplateEvaluator {
  /// Arguments with their values.
  struct Arguments {
    var positional: [TemplateValue] = []
    var named: [(name: String, value: TemplateValue)] = []
    let line: Int
    /// What is called, for messages.
    var callee = ""

    func checkCount(_ range: ClosedRange<Int>) throws(TemplateError) {
      if let name = named.first?.name {
        throw .unsupported("the argument '\(name)' of \(callee)", line: line)
      }
      guard range.contains(positional.count) else {
        throw .unsupported("\(callee) with \(positional.count) arguments", line: line)
      }
    }

    /// An argument that is a string, or nil when there is none.
    func string(_ index: Int) throws(TemplateError) -> String? {
      guard index < positional.count else { return nil }
      if case .none = positional[index] { return nil }
      guard case .string(let text) = positional[index] else {
        throw .unsupported("\(callee) with \(positional[index].kindText)", line: line)
      }
      return text
    }

    func required(_ index: Int) throws(TemplateError) -> String {
      guard let text = try string(index) else {
        throw .unsupported("\(callee) without a string", line: line)
      }
      return text
    }

    /// A number, or nil when there is none.
    func integer(_ index: Int) throws(TemplateError) -> Int? {
      guard index < positional.count else { return nil }
      guard let number = positional[index].integer else {
        throw .unsupported("\(callee) with \(positional[index].kindText)", line: line)
      }
      return number
    }
  }
}

extension TemplateEvaluator.Arguments {
  /// The same arguments, with what they are passed to.
  func of(_ callee: String, _ line: Int) -> Self {
    Self(positional: positional, named: named, line: line, callee: callee)
  }
}
