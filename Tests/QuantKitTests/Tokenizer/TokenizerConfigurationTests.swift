//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct TokenizerConfigurationTests {
  private func tokenizer(_ configuration: [String: JSON]) throws -> Tokenizer {
    var files = configuration.mapValues { $0.serialized() }
    files["tokenizer.model"] = Protobuf.model()
    return try Tokenizer(files: TokenizerFiles(path: "folder", files: files))
  }

  static let beginnings: [(configuration: JSON, ids: [Int])] = [
    ([:], []),
    (["add_bos_token": true], [1]),
    (["add_bos_token": false, "tokenizer_class": "LlamaTokenizer"], []),
    (["tokenizer_class": "LlamaTokenizer"], [1]),
    (["tokenizer_class": "BaichuanTokenizer"], [1]),
    (["tokenizer_class": "OtherTokenizer"], []),
    (["add_bos_token": true, "bos_token": "</s>"], [2]),
    (["add_bos_token": true, "bos_token": ["content": "</s>", "lstrip": false]], [2]),
    (["add_bos_token": true, "bos_token": "not there"], [1]),
    (["add_bos_token": true, "bos_token": .null], [1]),
  ]

  @Test(arguments: beginnings)
  func findsWhatBeginsAText(configuration: JSON, ids: [Int]) throws {
    let tokenizer = try tokenizer(["tokenizer_config.json": configuration])
    #expect(tokenizer.beginningIDs == ids)
    #expect(tokenizer.encode("ab", addingSpecialTokens: true) == ids + [6])
    #expect(tokenizer.encode("ab") == [6])
  }

  @Test func addsAnEndTokenWhereAskedFor() throws {
    let tokenizer = try tokenizer(["tokenizer_config.json": ["add_eos_token": true]])
    #expect(tokenizer.encode("ab", addingSpecialTokens: true) == [6, 2])
  }

  static let ends: [(files: [String: JSON], ids: [Int])] = [
    ([:], [2]),
    (["generation_config.json": ["eos_token_id": 5]], [5]),
    (
      ["generation_config.json": ["eos_token_id": [5, 6]], "config.json": ["eos_token_id": 7]],
      [5, 6]
    ),
    (["generation_config.json": ["top_k": 5], "config.json": ["eos_token_id": [7]]], [7]),
    (["generation_config.json": ["eos_token_id": .null], "config.json": ["eos_token_id": 7]], [7]),
    (["tokenizer_config.json": ["eos_token": "<s>"]], [1]),
    (["special_tokens_map.json": ["eos_token": "<s>"]], [1]),
    (
      [
        "special_tokens_map.json": ["eos_token": "<s>"],
        "tokenizer_config.json": ["eos_token": "</s>"],
      ], [2]
    ),
  ]

  @Test(arguments: ends)
  func findsWhereGenerationEnds(files: [String: JSON], ids: [Int]) throws {
    #expect(try tokenizer(files).endIDs == ids)
  }

  @Test(arguments: ["tokenizer_config.json", "added_tokens.json"])
  func tokensAddedLaterHaveTheirPlace(name: String) throws {
    let content: JSON =
      name == "added_tokens.json"
      ? ["<|x|>": 9]
      : ["added_tokens_decoder": ["9": ["content": "<|x|>", "special": true]]]
    let tokenizer = try tokenizer([name: content])
    #expect(tokenizer.vocabularySize == 10)
    #expect(tokenizer.piece(of: 8) == nil)
    #expect(tokenizer.id(of: "<|x|>") == 9)
    #expect(tokenizer.decode([6, 8, 9, 3]) == "ab<|x|>a")
    #expect(tokenizer.encodeMatchingSpecialTokens("ab<|x|>a<s>") == [6, 9, 3, 0])
    #expect(!tokenizer.encode("<|x|>").contains(9), "the plain library does not know it")
    #expect(tokenizer.isSpecial(9) == (name == "tokenizer_config.json"))
  }

  static let malformed: [(name: String, content: JSON, problem: String)] = [
    ("tokenizer_config.json", [1], "it is an array, an object is expected"),
    ("tokenizer_config.json", ["add_bos_token": 1], "'add_bos_token' is a number"),
    ("tokenizer_config.json", ["bos_token": 1], "'bos_token' is a number"),
    ("tokenizer_config.json", ["bos_token": [:] as JSON], "'bos_token.content' is missing"),
    (
      "tokenizer_config.json", ["added_tokens_decoder": ["x": ["content": "y"]]],
      "'added_tokens_decoder.x' is no id"
    ),
    (
      "tokenizer_config.json",
      ["added_tokens_decoder": ["9": ["content": "y"], "10": ["content": "y"]]],
      "'y' has the id 10"
    ),
    ("added_tokens.json", ["x": -4], "'x' is no id"),
    ("added_tokens.json", ["x": 4_194_304], "'x' is no id"),
    ("added_tokens.json", ["x": 4_000_000], "the id 4000000 is out of proportion to 9 tokens"),
    (
      "tokenizer_config.json",
      ["additional_special_tokens": .array(Array(repeating: "x", count: 4097))],
      "additional_special_tokens: 4097, at most 4096"
    ),
    ("generation_config.json", ["eos_token_id": "2"], "'eos_token_id' is no id"),
    ("config.json", ["eos_token_id": [2, -1]], "'eos_token_id' is no id"),
  ]

  @Test(arguments: malformed)
  func refusesNonsense(name: String, content: JSON, problem: String) throws {
    let error = try #require(throws: TokenizerError.self) { try tokenizer([name: content]) }
    #expect(error.code == .malformed)
    #expect(error.message.contains(problem), "\(error)")
  }

  @Test func ofEqualSpecialTokensTheLastCounts() throws {
    let bytes =
      #"{"bos_token": {"content": "x", "lstrip": true}, "eos_token": "y","#
      + #" "additional_special_tokens": ["z", "x", "z"]}"#
    let configuration = try TokenizerConfiguration(
      files: TokenizerFiles(path: "x", files: ["tokenizer_config.json": Array(bytes.utf8)])
    )
    #expect(configuration.specialTokens.map(\.content) == ["y", "x", "z"])
    #expect(configuration.specialTokens.allSatisfy { !$0.stripsLeft })
  }

  @Test func readsThoseFilesOfAFolderThatExist() throws {
    let files = try TokenizerFiles(folder: Fixtures.demo("checkpoint"))
    let present = TokenizerFiles.names.filter { files[$0] != nil }
    #expect(
      present == [
        "tokenizer.model", "tokenizer_config.json", "special_tokens_map.json",
        "generation_config.json", "config.json",
      ]
    )
    #expect(files["model.safetensors"] == nil)
    #expect(throws: TokenizerError.self) {
      try Tokenizer(files: TokenizerFiles(folder: Fixtures.path("quant")))
    }
    let error = #expect(throws: FileError.self) {
      try TokenizerFiles(folder: Fixtures.path("no such folder"))
    }
    #expect(error?.code == .notFound)
  }
}
