//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct TokenizerTests {
  @Test(arguments: GoldenTokenizer.all)
  func encodesAsTheOriginal(golden: GoldenTokenizer) throws {
    let tokenizer = try golden.tokenizer()
    let cases = try golden.cases()
    #expect(!cases.isEmpty)
    for item in cases {
      #expect(tokenizer.encode(item.text) == item.ids, "\(item.text.debugDescription)")
      if let expected = item.idsWithSpecial {
        #expect(tokenizer.encode(item.text, addingSpecialTokens: true) == expected)
      }
      if let expected = item.plainIDs {
        #expect(tokenizer.encode(item.text, matchingSpecialTokens: false) == expected)
      }
    }
  }

  @Test(arguments: GoldenTokenizer.all)
  func decodesAsTheOriginal(golden: GoldenTokenizer) throws {
    let tokenizer = try golden.tokenizer()
    for item in try golden.decodings() {
      expectEqualBytes(tokenizer.decode(item.ids), item.decoded, "\(item.ids)")
      if let expected = item.decodedSkippingSpecial {
        let decoded = tokenizer.decode(item.ids, skippingSpecialTokens: true)
        expectEqualBytes(decoded, expected, "\(item.ids)")
      }
    }
  }

  @Test func encodesTheQuestionsOfTheDemonstrationModel() throws {
    let files = try TokenizerFiles(folder: Fixtures.demo("checkpoint"))
    let tokenizer = try Tokenizer(files: files)
    let format = try ChatFormat(files: files, tokenizer: tokenizer)
    let bytes = try InputFile.contents(of: Fixtures.demo("eval/expected.json"), limit: .max)
    let chats = try #require(JSON(parsing: bytes)["chat"]?.elements)
    #expect(!chats.isEmpty)
    for chat in chats {
      let json = try #require(chat["messages"])
      let messages = try ChatMessage.messages(parsing: json.serialized(), path: "chat.json")
      let ids = try format.encode(messages, tokenizer: tokenizer)
      #expect(ids == chat["prompt_ids"]?.integers)
      let answer = try #require(chat["answer_ids"]?.integers)
      expectEqualBytes(tokenizer.decode(answer), try #require(chat["answer"]?.string))
    }
    #expect(tokenizer.beginningIDs == [])
    #expect(tokenizer.endIDs == [2])
    #expect(format.stopIDs == [2])
  }

  @Test(arguments: GoldenTokenizer.all)
  func idsAndPiecesBelongTogether(golden: GoldenTokenizer) throws {
    let tokenizer = try golden.tokenizer()
    #expect(tokenizer.vocabularySize > 100)
    for id in 0..<tokenizer.vocabularySize {
      let piece = try #require(tokenizer.piece(of: id))
      #expect(tokenizer.id(of: piece) == id)
    }
    for id in [-1, .min, .max, tokenizer.vocabularySize] {
      #expect(tokenizer.piece(of: id) == nil)
      #expect(!tokenizer.isSpecial(id))
      #expect(tokenizer.decode([id]) == "")
    }
    #expect(tokenizer.id(of: "") == nil)
    #expect(tokenizer.id(of: "no such piece") == nil)
  }

  @Test(arguments: GoldenTokenizer.all)
  func anyTextHasIDs(golden: GoldenTokenizer) throws {
    let tokenizer = try golden.tokenizer()
    var random = SplitMix64(seed: 11)
    for _ in 0..<100 {
      let bytes = (0..<Int.random(in: 0..<60, using: &random)).map { _ in
        UInt8.random(in: .min ... .max, using: &random)
      }
      let scalars = (0..<Int.random(in: 0..<40, using: &random)).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: 0..<0x11_0000, using: &random))
      }
      for text in [
        String(decoding: bytes, as: UTF8.self), String(String.UnicodeScalarView(scalars)),
      ] {
        let ids = tokenizer.encode(text)
        #expect(ids.allSatisfy { (0..<tokenizer.vocabularySize).contains($0) })
        if golden.name == "bbpe-gpt2" { expectEqualBytes(tokenizer.decode(ids), text) }
      }
    }
  }

  @Test func specialTokensAreTextWhereAskedFor() throws {
    let tokenizer = try GoldenTokenizer(name: "bbpe-qwen2").tokenizer()
    let text = "<|im_end|><tool_call>"
    #expect(tokenizer.encode(text) == [802, 803])
    let plain = tokenizer.encode(text, matchingSpecialTokens: false)
    #expect(!plain.contains(802))
    #expect(plain.last == 803, "an added token that is not special is matched all the same")
    #expect(tokenizer.decode(plain) == text)
    #expect(tokenizer.isSpecial(802))
    #expect(!tokenizer.isSpecial(803))
  }

  /// Merging must not take time that grows with the square of the length.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: ["spm-llama", "bbpe-gpt2", "json-llama2", "spm-unigram", "json-unigram"]
  )
  func longWordsAreFast(name: String) throws {
    let tokenizer = try GoldenTokenizer(name: name).tokenizer()
    let text = String(repeating: "ab", count: 100_000)
    #expect(tokenizer.decode(tokenizer.encode(text)) == text)
  }
}
