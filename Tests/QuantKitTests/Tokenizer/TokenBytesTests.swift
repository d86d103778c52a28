//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct TokenBytesTests {
  /// In the middle of a text a token stands for its bytes whatever is around it.
  @Test(arguments: ["spm-llama", "bbpe-gpt2", "bbpe-qwen2", "json-llama2"])
  func joinToTheText(name: String) throws {
    let tokenizer = try GoldenTokenizer(name: name).tokenizer()
    let text = "x y 12, 你好 😀éz"
    let bytes = tokenizer.encode(text).flatMap { tokenizer.bytes(of: $0) }
    // The dummy prefix of SentencePiece is a part of the first token.
    let joined = String(decoding: bytes, as: UTF8.self)
    expectEqualBytes(joined.first == " " ? String(joined.dropFirst()) : joined, text, "\(name)")
  }

  @Test(arguments: ["spm-llama", "bbpe-gpt2", "json-llama2"])
  func aPartOfACharacterIsItsBytes(name: String) throws {
    let tokenizer = try GoldenTokenizer(name: name).tokenizer()
    let parts = tokenizer.encode("😀").map { tokenizer.bytes(of: $0) }
    #expect(parts.last?.last == 0x80)
    #expect(Array(parts.joined().suffix(4)) == Array("😀".utf8))
  }

  @Test func anIDWithoutAPieceIsNothing() throws {
    let tokenizer = try GoldenTokenizer(name: "spm-llama").tokenizer()
    #expect(tokenizer.bytes(of: -1).isEmpty)
    #expect(tokenizer.bytes(of: tokenizer.vocabularySize).isEmpty)
    #expect(tokenizer.bytes(of: 1) == Array("<s>".utf8))
  }
}
