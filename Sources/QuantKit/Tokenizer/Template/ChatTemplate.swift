//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A chat template, ready to be run on conversations.
///
/// The part of Jinja that published templates use, with Python's rules for its values. A template sees
/// what it is given and nothing else, can call nothing but what `TemplateEvaluator` has, and is bounded
/// in nesting and work. What it uses beyond that is an error that names it: syntax when the template is
/// read, a filter, a test, a method or a function when it is reached.
struct ChatTemplate: Sendable {
  /// The largest template that is read, in bytes; published ones stay below 32 KiB.
  static let byteLimit = 1 << 20

  private let statements: [TemplateStatement]
  private let names: Set<String>

  /// Reads a template.
  init(_ template: String) throws(TemplateError) {
    guard template.utf8.count <= Self.byteLimit else {
      throw .tooMuch("it has \(template.utf8.count) bytes", limit: Self.byteLimit, line: 1)
    }
    var parser = try TemplateParser(template)
    statements = try parser.parse()
    names = parser.names
  }

  /// Whether the template looks at a variable of that name.
  func uses(_ name: String) -> Bool { names.contains(name) }

  /// The text that the template makes.
  ///
  /// - Parameters:
  ///   - variables: What the template can look at.
  ///   - date: What it takes for today; nil hides its function for that.
  ///   - workLimit: How much it may do.
  /// - Returns: The text.
  /// - Throws: `TemplateError`.
  func render(
    _ variables: [String: TemplateValue],
    date: CalendarDate? = nil,
    workLimit: Int = TemplateEvaluator.workLimit
  ) throws(TemplateError) -> String {
    var evaluator = TemplateEvaluator(variables: variables, date: date, workLimit: workLimit)
    _ = try evaluator.execute(statements)
    return evaluator.output
  }
}
