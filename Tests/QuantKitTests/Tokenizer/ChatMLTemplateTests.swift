//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct ChatMLTemplateTests {
  private static let plain = """
    {% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] \
    + '<|im_end|>' + '\\n'}}{% endfor %}{% if add_generation_prompt %}\
    {{ '<|im_start|>assistant\\n' }}{% endif %}
    """

  private func files(_ template: JSON) throws -> TokenizerFiles {
    TokenizerFiles(
      path: "folder",
      files: [
        "tokenizer.json": try Fixtures.bytes("tokenizer/bbpe-qwen2/tokenizer.json"),
        "tokenizer_config.json":
          (["chat_template": template, "eos_token": "<|endoftext|>"] as JSON)
          .serialized(),
      ]
    )
  }

  @Test func buildsPromptsAsTheOriginal() throws {
    let fixture = try Fixtures.json("chat/chatml-cases.json")
    let files = try files(try #require(fixture["template"]))
    let tokenizer = try Tokenizer(files: files)
    let format = try ChatFormat(files: files, tokenizer: tokenizer)
    #expect(format.name == "ChatML")
    #expect(format.stopIDs == [800, 802])
    for item in try #require(fixture["cases"]?.elements) {
      let messages = try ChatMessage.messages(
        parsing: #require(item["messages"]).serialized(),
        path: "chat.json"
      )
      let ids = try format.encode(messages, tokenizer: tokenizer)
      #expect(ids == item["expected_ids"]?.integers)
    }
    let error = try #require(throws: TokenizerError.self) {
      try format.encode([], tokenizer: tokenizer)
    }
    #expect(error.code == .invalidMessages)
  }

  @Test func recognizesTheTemplateHoweverItIsWritten() throws {
    let template = try #require(ChatMLTemplate(Self.plain))
    #expect(template.defaultSystemMessage == nil)
    #expect(
      template.prompt(for: [ChatMessage(role: "user", content: "Hi")])
        == "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"
    )
    let spaced = Self.plain.replacing("{{'", with: "{{  '").replacing("' + ", with: "'+")
    #expect(ChatMLTemplate(spaced) == template)
    #expect(ChatMLTemplate(Self.plain.replacing("'", with: "\"")) == template)
    #expect(ChatMLTemplate(Self.plain.replacing("\\n", with: "\n")) == template)
  }

  @Test func findsTheDefaultSystemMessage() throws {
    let clause = """
      {% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}\
      {{ '<|im_start|>system\\nSay \\'yes\\'.<|im_end|>\\n' }}{% endif %}
      """
    let text = Self.plain.replacing("{% for message in messages %}", with: clause)
    let template = try #require(ChatMLTemplate(text))
    #expect(template.defaultSystemMessage == "Say 'yes'.")
    let user = ChatMessage(role: "user", content: "Hi")
    let system = ChatMessage(role: "system", content: "S")
    #expect(template.prompt(for: [user]).hasPrefix("<|im_start|>system\nSay 'yes'.<|im_end|>\n"))
    #expect(template.prompt(for: [system, user]).hasPrefix("<|im_start|>system\nS<|im_end|>\n"))
  }

  @Test(arguments: [
    "", "{{ 'open", "{{ 'x\\q' }}", "{% for message in messages %}",
    plain + "{{ eos_token }}", "{{ bos_token }}" + plain, plain + " ",
    plain.replacing("im_end", with: "im_stop"),
    plain.replacing("message['content']", with: "message['content'] | trim"),
    plain.replacing(
      "{% for message in messages %}",
      with: "{% for message in messages %}{{ 'x' }}"
    ),
    plain.replacing("add_generation_prompt", with: "not add_generation_prompt"),
  ])
  func refusesAnyOtherTemplate(template: String) throws {
    #expect(ChatMLTemplate(template) == nil)
    let files = try files(.string(template))
    let tokenizer = try Tokenizer(files: files)
    let error = try #require(throws: TokenizerError.self) {
      try ChatFormat(files: files, tokenizer: tokenizer)
    }
    #expect(error.code == .unknownChatFormat)
    #expect(error.message.contains("'folder'"))
    #expect(error.message.contains("--raw"))
  }

  @Test func takesTheDefaultOfSeveralTemplates() throws {
    let files = try files([
      ["name": "tool_use", "template": "{{ x }}"],
      ["name": "default", "template": .string(Self.plain)],
    ])
    let format = try ChatFormat(files: files, tokenizer: Tokenizer(files: files))
    #expect(format.name == "ChatML")
  }

  @Test func takesATemplateFromAFileOfItsOwn() throws {
    let template = Array((Self.plain + "\n").utf8)
    let json = try Fixtures.bytes("tokenizer/bbpe-qwen2/tokenizer.json")
    let files = TokenizerFiles(
      path: "folder",
      files: ["tokenizer.json": json, "chat_template.jinja": template]
    )
    let format = try ChatFormat(files: files, tokenizer: Tokenizer(files: files))
    #expect(format.stopIDs == [802])
  }

  @Test func needsTheTokensInTheVocabulary() throws {
    for folder in ["bbpe-gpt2", "spm-llama"] {
      let golden = try GoldenTokenizer(name: folder).files()
      let name = folder == "bbpe-gpt2" ? "tokenizer.json" : "tokenizer.model"
      let files = TokenizerFiles(
        path: "folder",
        files: [
          name: try #require(golden[name]), "chat_template.jinja": Array(Self.plain.utf8),
        ]
      )
      let tokenizer = try Tokenizer(files: files)
      let error = try #require(throws: TokenizerError.self) {
        try ChatFormat(files: files, tokenizer: tokenizer)
      }
      #expect(error.code == .unknownChatFormat)
    }
  }
}
