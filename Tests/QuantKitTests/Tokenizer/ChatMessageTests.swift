//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct ChatMessageTests {
  @Test func readsAConversation() throws {
    let text = #"[{"role": "user", "content": "Hi"}, {"content": "", "role": "assistant"}]"#
    let messages = try ChatMessage.messages(parsing: Array(text.utf8), path: "chat.json")
    #expect(
      messages == [
        ChatMessage(role: "user", content: "Hi"), ChatMessage(role: "assistant", content: ""),
      ]
    )
    #expect(try ChatMessage.messages(parsing: Array("[]".utf8), path: "chat.json") == [])
  }

  @Test(arguments: [
    (#"{"role": "user"}"#, "it is an object, an array is expected"),
    ("[3]", "message 1 is a number, no object"),
    (
      #"[{"role": "user", "content": "x"}, {"role": "user"}]"#,
      "message 2 has no text under 'content'"
    ),
    (#"[{"content": "x"}]"#, "message 1 has no text under 'role'"),
    (#"[{"role": "user", "content": ["x"]}]"#, "message 1 has no text under 'content'"),
    (#"[{"role": "user", "content": "x", "name": "y"}]"#, "message 1 has the member 'name'"),
  ])
  func refusesOtherShapes(text: String, problem: String) throws {
    let error = try #require(throws: TokenizerError.self) {
      try ChatMessage.messages(parsing: Array(text.utf8), path: "chat.json")
    }
    #expect(error.code == .invalidMessages)
    #expect(error.message.contains("'chat.json'"))
    #expect(error.message.contains(problem), "\(error)")
  }

  @Test func refusesWhatIsNoJSON() throws {
    let error = try #require(throws: TokenizerError.self) {
      try ChatMessage.messages(parsing: Array("[".utf8), path: "chat.json")
    }
    #expect(error.code == .malformed)
    #expect(error.byteOffset == 1)
  }
}
