//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Why a chat template cannot be read, or not be run on a conversation.
struct TemplateError: Error, Sendable {
  enum Kind: Sendable {
    /// It is no Jinja, or needs a part of Jinja that is not known here.
    case unknown
    /// It refuses the conversation with a message of its own.
    case raised
  }

  let kind: Kind
  /// The line of the template, counted from 1.
  let line: Int
  /// Words for a person, to follow the line; the template's own when it raised them.
  let problem: String
}

extension TemplateError {
  /// `construct` is what the template calls it, such as `the filter 'tojson'`.
  static func unsupported(_ construct: String, line: Int) -> TemplateError {
    TemplateError(kind: .unknown, line: line, problem: "\(construct) is not supported")
  }

  static func syntax(_ problem: String, line: Int) -> TemplateError {
    TemplateError(kind: .unknown, line: line, problem: problem)
  }

  static func tooMuch(_ what: String, limit: Int, line: Int) -> TemplateError {
    TemplateError(kind: .unknown, line: line, problem: "\(what), more than \(limit)")
  }

  static func raised(_ message: String, line: Int) -> TemplateError {
    TemplateError(kind: .raised, line: line, problem: message)
  }
}
