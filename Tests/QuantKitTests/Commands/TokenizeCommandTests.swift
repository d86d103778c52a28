//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct TokenizeCommandTests {
  private let folder: TemporaryFolder
  private let demo = Fixtures.demo("checkpoint")

  init() throws { folder = try TemporaryFolder() }

  @Test func idsAndPieces() throws {
    let plain = try BuiltProgram.run("tokenize", demo, "The capital of Germany is")
    #expect(plain.output.split(separator: "\n").count == 8)
    let json = try JSON(
      parsing: BuiltProgram.run("tokenize", demo, "The capital of Germany is", "--json").outputBytes
    )
    let ids = try #require(json["ids"]?.integers)
    #expect(json["pieces"]?.elements?.count == ids.count)
    let back = try BuiltProgram.run(
      "tokenize",
      demo,
      "--decode",
      ids.map(String.init).joined(separator: ",")
    )
    #expect(back.output == "The capital of Germany is\n")
  }

  @Test func linesOfJSON() throws {
    // U+2028 ends a line for some readers, but not here.
    let file = try folder.write("\"a\\nb\"\n\"x\u{2028}y\"\n\"\"\n", to: "texts.jsonl")
    let result = try BuiltProgram.run("tokenize", demo, "--jsonl", file)
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 4 && lines[3].isEmpty && lines[2] == "[]")
    let broken = try folder.write("\"fine\"\n{}\n", to: "broken.jsonl")
    let refused = try BuiltProgram.run("tokenize", demo, "--jsonl", broken)
    #expect(refused.status == 1 && refused.errors.contains("line 2"), "\(refused.errors)")
  }

  @Test func messagesTakeTheChatFormat() throws {
    let file = try folder.write(
      #"[{"role": "user", "content": "What is the capital of France?"}]"#,
      to: "chat.json"
    )
    let result = try BuiltProgram.run("tokenize", demo, "--messages", file, "--json")
    let ids = try JSON(parsing: result.outputBytes)["ids"]?.integers
    #expect(ids?.first == 195 && ids?.last == 196)
  }

  @Test func worksOnTokenizerFilesAlone() throws {
    let result = try BuiltProgram.run(
      "tokenize",
      Fixtures.path("tokenizer/bbpe-gpt2"),
      "Hello <|endoftext|>",
      "--json"
    )
    #expect(result.status == 0, "\(result.errors)")
    let missing = try BuiltProgram.run("tokenize", folder.path, "x")
    #expect(missing.status == 1 && missing.errors.contains("tokenizer"))
  }

  @Test func idsOutsideTheVocabularyAreRefused() throws {
    let result = try BuiltProgram.run("tokenize", demo, "--decode", "1,999999")
    #expect(result.status == 1 && result.errors.contains("999999"))
    let notIDs = try BuiltProgram.run("tokenize", demo, "--decode", "1,x")
    #expect(notIDs.status == 64)
  }

  @Test func emptyConversationNamesItsFile() throws {
    let messages = try folder.write("[]", to: "messages.json")
    let result = try BuiltProgram.run(
      "tokenize",
      Fixtures.demo("checkpoint"),
      "--messages",
      messages
    )
    #expect(result.status == 1 && result.errors.contains("messages.json"), "\(result.errors)")
  }
}
