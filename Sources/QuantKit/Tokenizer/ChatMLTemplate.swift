//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// ChatML: every message between `<|im_start|>role` and `<|im_end|>`, with a default system message
/// or without.
struct ChatMLTemplate: Sendable, Equatable {
  static let start = "<|im_start|>"
  static let end = "<|im_end|>"

  /// The system text where a conversation has none.
  let defaultSystemMessage: String?

  /// Recognizes a Jinja template; nil when it is any other.
  ///
  /// - Parameter template: The text of the template. Spaces inside of tags, the kind of quotation
  ///   marks and how line breaks are written in strings do not matter.
  init?(_ template: String) {
    guard let tokens = TemplateScanner.tokens(of: template) else { return nil }
    let (head, tail) = Self.headAndTail
    guard tokens.starts(with: head), tokens.count >= head.count + tail.count,
      tokens.suffix(tail.count).elementsEqual(tail)
    else { return nil }
    let middle = Array(tokens.dropFirst(head.count).dropLast(tail.count))
    if middle.isEmpty {
      defaultSystemMessage = nil
      return
    }
    let (opening, closing) = ("\(Self.start)system\n", "\(Self.end)\n")
    let texts = middle.compactMap { if case .string(let text) = $0 { text } else { nil } }
    guard let text = texts.last, text.hasPrefix(opening), text.hasSuffix(closing),
      text.utf8.count >= opening.utf8.count + closing.utf8.count,
      middle == Self.systemClause(writing: text)
    else { return nil }
    defaultSystemMessage = String(text.dropFirst(opening.count).dropLast(closing.count))
  }

  /// The template without the clause for the default system message, before and after that clause.
  private static let headAndTail: (head: [TemplateScanner.Token], tail: [TemplateScanner.Token]) = (
    TemplateScanner.tokens(of: "{% for message in messages %}") ?? [],
    TemplateScanner.tokens(
      of: """
        {{'\(start)' + message['role'] + '\\n' + message['content'] + '\(end)' + '\\n'}}\
        {% endfor %}{% if add_generation_prompt %}{{ '\(start)assistant\\n' }}{% endif %}
        """
    ) ?? []
  )

  private static func systemClause(writing text: String) -> [TemplateScanner.Token] {
    let clause = "{% if loop.first and messages[0]['role'] != 'system' %}{{ '' }}{% endif %}"
    return (TemplateScanner.tokens(of: clause) ?? []).map { $0 == .string("") ? .string(text) : $0 }
  }

  /// The text of a conversation and of the beginning of the answer.
  func prompt(for messages: [ChatMessage]) -> String {
    var text = ""
    if let defaultSystemMessage, messages.first?.role != "system" {
      text += "\(Self.start)system\n\(defaultSystemMessage)\(Self.end)\n"
    }
    for message in messages {
      text += "\(Self.start)\(message.role)\n\(message.content)\(Self.end)\n"
    }
    return text + "\(Self.start)assistant\n"
  }
}

/// Cuts a Jinja template into tokens that are equal for templates that differ only in how they are
/// written.
enum TemplateScanner {
  enum Token: Equatable {
    /// A tag's mark, a name, a number or an operator.
    case symbol(String)
    /// The value of a string in a tag.
    case string(String)
    /// What stands outside of tags.
    case text(String)

    static func == (left: Self, right: Self) -> Bool {
      switch (left, right) {
      case (.symbol(let left), .symbol(let right)), (.string(let left), .string(let right)),
        (.text(let left), .text(let right)):
        // By bytes: canonically equivalent texts are other tokens for a model.
        left.utf8.elementsEqual(right.utf8)
      default: false
      }
    }
  }

  private static let marks = ["{{", "}}", "{%", "%}", "!=", "=="]

  /// The tokens, or nil when a string is not closed or has an unusual escape.
  static func tokens(of template: String) -> [Token]? {
    var tokens: [Token] = []
    var rest = Array(template.unicodeScalars)[...]
    var isInTag = false
    var text = ""
    while let first = rest.first {
      let mark = marks.first { rest.starts(with: $0.unicodeScalars) }
      if let mark, isInTag || mark == "{{" || mark == "{%" {
        if !text.isEmpty { tokens.append(.text(text)) }
        text = ""
        tokens.append(.symbol(mark))
        rest = rest.dropFirst(2)
        isInTag = mark == "{{" || mark == "{%" || (isInTag && mark.last == "=")
      } else if !isInTag {
        text.unicodeScalars.append(first)
        rest = rest.dropFirst()
      } else if first == "'" || first == "\"" {
        guard let string = string(from: &rest, quote: first) else { return nil }
        tokens.append(.string(string))
      } else if first.properties.isWhitespace {
        rest = rest.dropFirst()
      } else if isNameCharacter(first) {
        let name = rest.prefix(while: isNameCharacter)
        tokens.append(.symbol(String(String.UnicodeScalarView(name))))
        rest = rest.dropFirst(name.count)
      } else {
        tokens.append(.symbol(String(first)))
        rest = rest.dropFirst()
      }
    }
    if !text.isEmpty { tokens.append(.text(text)) }
    return tokens
  }

  private static func isNameCharacter(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  private static func string(
    from rest: inout ArraySlice<Unicode.Scalar>,
    quote: Unicode.Scalar
  ) -> String? {
    var value = String.UnicodeScalarView()
    rest = rest.dropFirst()
    while let scalar = rest.popFirst() {
      if scalar == quote { return String(value) }
      guard scalar == "\\" else {
        value.append(scalar)
        continue
      }
      switch rest.popFirst() {
      case "n": value.append("\n")
      case "t": value.append("\t")
      case "\\": value.append("\\")
      case "'": value.append("'")
      case "\"": value.append("\"")
      default: return nil
      }
    }
    return nil
  }
}
