//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// One turn of a conversation.
public struct ChatMessage: Sendable, Equatable {
  /// Who speaks: `system`, `user` or `assistant`, or what else the chat format knows.
  public let role: String
  /// What is said.
  public let content: String

  /// One turn of a conversation.
  public init(role: String, content: String) {
    self.role = role
    self.content = content
  }
}

extension ChatMessage {
  /// Reads a conversation: `[{"role": "user", "content": "Hello"}, …]`.
  ///
  /// Members other than these two are refused, because no chat format here could express them.
  ///
  /// - Parameters:
  ///   - bytes: The JSON text.
  ///   - path: The file that it comes from, for messages.
  /// - Returns: The messages in their order.
  /// - Throws: `TokenizerError`: `.malformed` when it is no JSON, `.invalidMessages` when it has
  ///   another shape.
  public static func messages(
    parsing bytes: [UInt8],
    path: String
  ) throws(TokenizerError) -> [ChatMessage] {
    let json: JSON
    do throws(JSONError) {
      json = try JSON(parsing: bytes)
    } catch {
      throw .malformed(path: path, error)
    }
    guard let elements = json.elements else {
      throw .invalidMessages(path: path, problem: "it is \(json.kindText), an array is expected")
    }
    var messages: [ChatMessage] = []
    for (index, element) in elements.enumerated() {
      messages.append(try message(element, name: "message \(index + 1)", path: path))
    }
    return messages
  }

  private static func message(
    _ json: JSON,
    name: String,
    path: String
  ) throws(TokenizerError) -> ChatMessage {
    guard let members = json.members else {
      throw .invalidMessages(path: path, problem: "\(name) is \(json.kindText), no object")
    }
    func text(_ key: String) throws(TokenizerError) -> String {
      guard let text = json[key]?.string else {
        throw .invalidMessages(path: path, problem: "\(name) has no text under '\(key)'")
      }
      return text
    }
    if let other = members.first(where: { $0.key != "role" && $0.key != "content" }) {
      throw .invalidMessages(
        path: path,
        problem: "\(name) has the member '\(other.key)', only 'role' and 'content' are known"
      )
    }
    return ChatMessage(role: try text("role"), content: try text("content"))
  }
}
