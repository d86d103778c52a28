//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit

extension ChatMessage {
  /// The roles that there are, and what each is for a chat format: `developer` is the newer name of `system`.
  private static let roles = [
    "system": "system", "developer": "system", "user": "user", "assistant": "assistant",
  ]

  /// Reads the messages of a request.
  ///
  /// - Parameter value: The parameter `messages`.
  /// - Returns: One message at least.
  /// - Throws: `APIError` that names what is wrong.
  static func messages(_ value: JSON?) throws(APIError) -> [ChatMessage] {
    let name = "messages"
    guard let value else {
      throw .invalid("'\(name)' is missing", parameter: name, code: "missing_parameter")
    }
    guard let elements = value.elements, !elements.isEmpty else {
      throw .badValue(name, expected: "an array of one message at least", found: value)
    }
    var messages: [ChatMessage] = []
    for (index, element) in elements.enumerated() {
      messages.append(try message(element, name: "\(name)[\(index)]"))
    }
    return messages
  }

  private static func message(_ value: JSON, name: String) throws(APIError) -> ChatMessage {
    guard let members = value.members else {
      throw .badValue(name, expected: "an object", found: value)
    }
    var role: String?
    var content: String?
    for member in members {
      let path = "\(name).\(member.key.printable)"
      switch member.key {
      case "role":
        guard let known = member.value.string.flatMap({ roles[$0] }) else {
          throw .badValue(path, expected: "system, user or assistant", found: member.value)
        }
        role = known
      case "content": content = try text(member.value, name: path)
      // Whose turn it is within a role: no chat format here can say it.
      case "name": break
      default:
        guard member.value.isNull || NeutralValue.emptyList.matches(member.value) else {
          throw .unsupported(path, "is not supported")
        }
      }
    }
    guard let role else {
      throw .invalid("'\(name).role' is missing", parameter: name, code: "missing_parameter")
    }
    guard let content else {
      throw .invalid("'\(name).content' is missing", parameter: name, code: "missing_parameter")
    }
    return ChatMessage(role: role, content: content)
  }

  /// A text, or the lines that the parts of a text are.
  private static func text(_ value: JSON, name: String) throws(APIError) -> String {
    if let text = value.string { return text }
    guard let parts = value.elements, !parts.isEmpty else {
      throw .badValue(name, expected: "a string, or an array of text parts", found: value)
    }
    var texts: [String] = []
    for (index, part) in parts.enumerated() {
      guard part["type"]?.string == "text", let text = part["text"]?.string else {
        throw .unsupported("\(name)[\(index)]", "must be {\"type\": \"text\", \"text\": …}")
      }
      texts.append(text)
    }
    return texts.joined(separator: "\n")
  }
}
