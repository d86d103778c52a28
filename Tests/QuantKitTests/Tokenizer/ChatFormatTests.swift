//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct ChatFormatTests {
  /// The chat fixture, its begin token put before every text when asked for.
  private func baichuanFiles(addsBeginningToken: Bool = false) throws -> TokenizerFiles {
    var files: [String: [UInt8]] = [:]
    for name in ["tokenizer.model", "generation_config.json"] {
      files[name] = try Fixtures.bytes("chat/\(name)")
    }
    var members = try #require(Fixtures.json("chat/tokenizer_config.json").members)
    members.removeAll { $0.key == "add_bos_token" }
    members.append(.init(key: "add_bos_token", value: .bool(addsBeginningToken)))
    files["tokenizer_config.json"] = JSON.object(members).serialized()
    return TokenizerFiles(path: "folder", files: files)
  }

  @Test func buildsBaichuanPromptsAsTheOriginal() throws {
    let cases = try #require(Fixtures.json("chat/cases.json")["cases"]?.elements)
    #expect(cases.count > 30)
    for item in cases {
      let name = try #require(item["name"]?.string)
      let files = try baichuanFiles(addsBeginningToken: item["add_bos_token"]?.bool ?? false)
      let tokenizer = try Tokenizer(files: files)
      let format = try ChatFormat(files: files, tokenizer: tokenizer)
      let messages = try ChatMessage.messages(
        parsing: #require(item["messages"]).serialized(),
        path: "messages.json"
      )
      let argument = try #require(item["max_new_tokens"]?.integer)
      let configured = try #require(item["generation_max_new_tokens"]?.integer)
      func encode() throws(TokenizerError) -> [Int] {
        try format.encode(
          messages,
          tokenizer: tokenizer,
          contextLength: item["model_max_length"]?.integer,
          maximumNewTokens: argument == 0 ? configured : argument
        )
      }
      if item["raises"] != nil {
        let error = #expect(throws: TokenizerError.self, "\(name)") { try encode() }
        #expect(error?.code == .invalidMessages)
      } else {
        #expect(try encode() == item["expected_ids"]?.integers, "\(name)")
      }
    }
  }

  @Test func takesTheLimitsFromTheFiles() throws {
    var files: [String: [UInt8]] = [:]
    files["tokenizer.model"] = try Fixtures.bytes("chat/tokenizer.model")
    files["generation_config.json"] = (["max_new_tokens": 30] as JSON).serialized()
    files["config.json"] =
      (["architectures": ["BaiChuanForCausalLM"], "model_max_length": 40] as JSON).serialized()
    let all = TokenizerFiles(path: "folder", files: files)
    let tokenizer = try Tokenizer(files: all)
    let format = try ChatFormat(files: all, tokenizer: tokenizer)
    let message = ChatMessage(role: "user", content: String(repeating: "x", count: 100))
    let ids = try format.encode([message], tokenizer: tokenizer)
    #expect(ids.count == 10)
    #expect(ids.last == 196)
    let longer = try format.encode([message], tokenizer: tokenizer, maximumNewTokens: 20)
    #expect(longer.count == 20)
  }

  @Test func limitsOfAnySizeDoNoHarm() throws {
    let files = try baichuanFiles()
    let tokenizer = try Tokenizer(files: files)
    let format = try ChatFormat(files: files, tokenizer: tokenizer)
    let message = ChatMessage(role: "user", content: "Hello")
    for context in [Int.min, -1, 0, 1, .max] {
      for answer in [Int.min, -1, 1, .max] {
        _ = try format.encode(
          [message],
          tokenizer: tokenizer,
          contextLength: context,
          maximumNewTokens: answer
        )
      }
    }
  }

  @Test func roleIDsMustBeInTheVocabulary() throws {
    let files = TokenizerFiles(
      path: "folder",
      files: [
        "tokenizer.model": Protobuf.model(),
        "tokenizer_config.json": (["tokenizer_class": "BaichuanTokenizer"] as JSON).serialized(),
      ]
    )
    let tokenizer = try Tokenizer(files: files)
    let error = try #require(throws: TokenizerError.self) {
      try ChatFormat(files: files, tokenizer: tokenizer)
    }
    #expect(error.code == .unknownChatFormat)
    #expect(error.message.contains("195 and 196"))
  }

  @Test func modelsWithoutTemplateHaveNoFormat() throws {
    let files = TokenizerFiles(path: "folder", files: ["tokenizer.model": Protobuf.model()])
    let tokenizer = try Tokenizer(files: files)
    let error = try #require(throws: TokenizerError.self) {
      try ChatFormat(files: files, tokenizer: tokenizer)
    }
    #expect(error.code == .unknownChatFormat)
    #expect(error.message.contains("there is no chat template"))
  }
}
