//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// Compared with `apply_chat_template` of `transformers` for the templates of published checkpoints.
@Suite struct ConversationTemplateTests {
  struct Published: Sendable, CustomTestStringConvertible {
    let name: String
    let json: JSON
    var testDescription: String { name }
  }

  static let published: [Published] = {
    guard let json = try? Fixtures.json("chat/template-cases.json")["templates"]?.elements else {
      return []
    }
    return json.compactMap { item in item["name"]?.string.map { Published(name: $0, json: item) } }
  }()

  private func files(_ item: Published) throws -> TokenizerFiles {
    let folder = try #require(item.json["tokenizer"]?.string)
    var files: [String: [UInt8]] = [
      "chat_template.jinja": try Fixtures.bytes("chat/templates/\(item.name).jinja")
    ]
    let vocabulary = folder.hasPrefix("spm") ? "tokenizer.model" : "tokenizer.json"
    files[vocabulary] = try Fixtures.bytes("tokenizer/\(folder)/\(vocabulary)")
    var members: [JSON.Member] = []
    for key in ["bos_token", "eos_token", "legacy"] {
      if let value = item.json[key] { members.append(.init(key: key, value: value)) }
    }
    files["tokenizer_config.json"] = JSON.object(members).serialized()
    return TokenizerFiles(path: "folder", files: files)
  }

  @Test func allTemplatesAreRead() { #expect(Self.published.count == 15) }

  @Test(arguments: published) func idsEqualTheOriginal(_ item: Published) throws {
    let date = try #require(
      Fixtures.json("chat/template-cases.json")["date"]?.string.flatMap { CalendarDate($0) }
    )
    let files = try files(item)
    let tokenizer = try Tokenizer(files: files)
    let template = try #require(try ConversationTemplate(files: files, tokenizer: tokenizer))
    let format = try ChatFormat(files: files, tokenizer: tokenizer)
    for (index, chat) in try #require(item.json["cases"]?.elements).enumerated() {
      let messages = try ChatMessage.messages(
        parsing: #require(chat["messages"]).serialized(),
        path: "chat.json"
      )
      let options = ChatOptions(isThinking: chat["enable_thinking"]?.bool, date: date)
      if let message = chat["raises"]?.string {
        let error = try #require(throws: TokenizerError.self, "case \(index)") {
          try format.encode(messages, tokenizer: tokenizer, options: options)
        }
        #expect(error.code == .invalidMessages && error.message.contains(message), "\(error)")
        continue
      }
      let text = try template.prompt(for: messages, options: options, messagesPath: "chat.json")
      expectEqualBytes(text, try #require(chat["text"]?.string), "case \(index)")
      let ids = try format.encode(messages, tokenizer: tokenizer, options: options)
      #expect(ids == chat["ids"]?.integers, "case \(index)")
    }
  }

  /// Where the template changes nothing that it wrote before, a conversation that goes on keeps its ids.
  @Test(arguments: ["chatml", "qwen2.5", "llama-3", "mistral-v0.2", "gemma"])
  func goingOnKeepsTheIDs(name: String) throws {
    let item = try #require(Self.published.first { $0.name == name })
    let files = try files(item)
    let tokenizer = try Tokenizer(files: files)
    let format = try ChatFormat(files: files, tokenizer: tokenizer)
    let messages = [
      ChatMessage(role: "user", content: "Hi"), ChatMessage(role: "assistant", content: "Hello!"),
      ChatMessage(role: "user", content: "How are you?"),
    ]
    let first = try format.encode(Array(messages.prefix(1)), tokenizer: tokenizer)
    let second = try format.encode(messages, tokenizer: tokenizer)
    #expect(second.count > first.count)
    #expect(second.starts(with: first))
  }

  @Test func theEndOfAnAnswerIsFound() throws {
    for (name, end) in [
      ("chatml", "<|im_end|>"), ("llama-3", "<|eot_id|>"), ("llama-2", "</s>"), ("zephyr", "</s>"),
    ] {
      let files = try files(#require(Self.published.first { $0.name == name }))
      let tokenizer = try Tokenizer(files: files)
      let id = try #require(tokenizer.id(of: end))
      #expect(try ChatFormat(files: files, tokenizer: tokenizer).stopIDs == [id], "\(name)")
    }
    // Not one of the template's own tokens is in this vocabulary.
    let files = try files(#require(Self.published.first { $0.name == "gemma" }))
    let tokenizer = try Tokenizer(files: files)
    #expect(try ChatFormat(files: files, tokenizer: tokenizer).stopIDs == [])
  }

  private func files(template: JSON, config: [JSON.Member] = []) throws -> TokenizerFiles {
    TokenizerFiles(
      path: "folder",
      files: [
        "tokenizer.json": try Fixtures.bytes("tokenizer/bbpe-qwen2/tokenizer.json"),
        "tokenizer_config.json": JSON.object(
          [.init(key: "chat_template", value: template)] + config
        ).serialized(),
      ]
    )
  }

  private func encode(
    _ files: TokenizerFiles,
    _ options: ChatOptions = ChatOptions(),
    role: String = "user"
  ) throws -> [Int] {
    let tokenizer = try Tokenizer(files: files)
    return try ChatFormat(files: files, tokenizer: tokenizer)
      .encode(
        [ChatMessage(role: role, content: "x")],
        tokenizer: tokenizer,
        options: options,
        messagesPath: "chat.json"
      )
  }

  @Test func takesTheDefaultOfSeveralTemplates() throws {
    let several = try files(template: [
      ["name": "tool_use", "template": "{% macro %}"],
      ["name": "default", "template": "{{ messages[0].content }}"],
    ])
    #expect(try encode(several) == encode(files(template: "x")))
    let none = try files(template: [["name": "tool_use", "template": "x"]])
    #expect(throws: TokenizerError.self) { try encode(none) }
  }

  @Test func aFileOfItsOwnGoesFirst() throws {
    let files = TokenizerFiles(
      path: "folder",
      files: [
        "tokenizer.json": try Fixtures.bytes("tokenizer/bbpe-qwen2/tokenizer.json"),
        "tokenizer_config.json": (["chat_template": "y"] as JSON).serialized(),
        "chat_template.jinja": Array("x\n".utf8),
      ]
    )
    #expect(try encode(files) == encode(self.files(template: "x")))
  }

  /// The file is named, the line, and the way out.
  @Test(arguments: ["{% macro x() %}", "{{ messages | xmlattr }}", "{{ 'open"])
  func templatesOutOfReachAreErrors(template: String) throws {
    let error = try #require(throws: TokenizerError.self) {
      try encode(files(template: .string(template)))
    }
    #expect(error.code == .unknownChatFormat)
    for part in ["'folder'", "line 1", "--raw"] {
      #expect(error.message.contains(part), "\(error.message)")
    }
  }

  @Test func whatTheTemplateRefusesNamesTheConversation() throws {
    let error = try #require(throws: TokenizerError.self) {
      try encode(files(template: "{{ raise_exception('no ' + messages[0].role) }}"), role: "fool")
    }
    #expect(error.code == .invalidMessages)
    #expect(error.message.contains("'chat.json'") && error.message.contains("no fool"))
  }

  @Test func thinkingNeedsATemplateThatKnowsIt() throws {
    let plain = try files(template: "x")
    for isThinking in [true, false] {
      let error = try #require(throws: TokenizerError.self) {
        try encode(plain, ChatOptions(isThinking: isThinking))
      }
      #expect(error.code == .unsupported && error.message.contains("--no-thinking"))
    }
    let thinking = try files(template: "{{ enable_thinking }}")
    #expect(try encode(thinking, ChatOptions(isThinking: true)) != encode(thinking))
  }

  @Test func emptyConversationsAreErrors() throws {
    let files = try files(template: "x")
    let tokenizer = try Tokenizer(files: files)
    let format = try ChatFormat(files: files, tokenizer: tokenizer)
    let error = try #require(throws: TokenizerError.self) {
      try format.encode([], tokenizer: tokenizer)
    }
    #expect(error.code == .invalidMessages)
  }
}
