//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct ChatPromptTests {
  private func files(template: String?) throws -> TokenizerFiles {
    var files: [String: [UInt8]] = [:]
    for name in ["tokenizer.model", "generation_config.json", "tokenizer_config.json"] {
      files[name] = try Fixtures.bytes("chat/\(name)")
    }
    if let template { files["chat_template.jinja"] = Array(template.utf8) }
    return TokenizerFiles(path: "folder", files: files)
  }

  private func prompt(
    _ messages: [ChatMessage],
    template: String?,
    contextLength: Int,
    room: Int?
  ) throws -> (prompt: ChatPrompt, text: String) {
    let files = try files(template: template)
    let tokenizer = try Tokenizer(files: files)
    let prompt = try ChatPrompt(
      messages,
      format: ChatFormat(files: files, tokenizer: tokenizer),
      tokenizer: tokenizer,
      options: ChatOptions(),
      contextLength: contextLength,
      room: room
    )
    return (prompt, tokenizer.decode(prompt.tokens))
  }

  @Test func cutsBaichuansHistoryAsTheOriginal() throws {
    var cutCount = 0
    for item in try #require(Fixtures.json("chat/cases.json")["cases"]?.elements) {
      guard item["raises"] == nil, item["add_bos_token"]?.bool != true else { continue }
      let messages = try ChatMessage.messages(
        parsing: #require(item["messages"]).serialized(),
        path: "messages.json"
      )
      let argument = try #require(item["max_new_tokens"]?.integer)
      let configured = try #require(item["generation_max_new_tokens"]?.integer)
      let prompt = try prompt(
        messages,
        template: nil,
        contextLength: #require(item["model_max_length"]?.integer),
        room: argument == 0 ? configured : argument
      ).prompt
      #expect(prompt.tokens == item["expected_ids"]?.integers)
      cutCount += prompt.isCut ? 1 : 0
    }
    #expect(cutCount > 5)
  }

  private static let template =
    "{% for message in messages %}[{{ message['role'] }}]{{ message['content'] }}{% endfor %}>"

  /// A system message, rounds of the user and the assistant, and a last question.
  private func conversation(rounds: Int, hasSystem: Bool = true) -> [ChatMessage] {
    let system = hasSystem ? [ChatMessage(role: "system", content: "S")] : []
    let history = (0..<rounds).flatMap {
      [
        ChatMessage(role: "user", content: "u\($0)"),
        ChatMessage(role: "assistant", content: "a\($0)"),
      ]
    }
    return system + history + [ChatMessage(role: "user", content: "last")]
  }

  @Test(arguments: [true, false])
  func leavesOutOldestRoundsOfOtherConversations(hasSystem: Bool) throws {
    let messages = conversation(rounds: 9, hasSystem: hasSystem)
    func prompt(_ context: Int, room: Int = 10) throws -> (prompt: ChatPrompt, text: String) {
      try self.prompt(messages, template: Self.template, contextLength: context, room: room)
    }
    let whole = try prompt(1 << 20)
    #expect(!whole.prompt.isCut)
    let beginning = hasSystem ? "[system]S" : ""
    #expect(whole.text.hasPrefix(beginning + "[user]u0[assistant]a0"))
    let length = whole.prompt.tokens.count
    #expect(try prompt(length + 10).prompt.tokens == whole.prompt.tokens)

    var shown = 10
    for context in (10..<length + 10).reversed() {
      let (prompt, text) = try prompt(context)
      #expect(prompt.isCut)
      #expect(text.hasSuffix("[user]last>"))
      let first = (1...8).first { text.hasPrefix(beginning + "[user]u\($0)[") } ?? 9
      if first == 9 { #expect(text == beginning + "[user]last>") }
      #expect(prompt.tokens.count <= context - 10 || first == 9)
      let count = 10 - first
      #expect(count <= shown)
      // No more than needed: with one round more it would not fit.
      if first > 0, first < 9 {
        let more = try self.prompt(
          Array(messages[..<(hasSystem ? 1 : 0)])
            + messages[((hasSystem ? 1 : 0) + 2 * (first - 1))...],
          template: Self.template,
          contextLength: 1 << 20,
          room: 10
        )
        #expect(more.prompt.tokens.count > context - 10)
      }
      shown = count
    }
    #expect(shown == 1)
  }

  @Test func neverLeavesOutTheLastMessage() throws {
    let messages = conversation(rounds: 0)
    let prompt = try prompt(messages, template: Self.template, contextLength: 4, room: 2).prompt
    #expect(!prompt.isCut)
    #expect(prompt.tokens.count > 4)
  }
}
