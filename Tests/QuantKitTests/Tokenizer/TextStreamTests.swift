//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct TextStreamTests {
  /// The stream's parts, of which none may end inside of a character.
  private func stream(_ ids: [Int], _ tokenizer: Tokenizer, skippingSpecialTokens: Bool) -> String {
    var stream = TextStream(tokenizer: tokenizer, skippingSpecialTokens: skippingSpecialTokens)
    return ids.map { stream.append($0) }.joined() + stream.finish()
  }

  @Test(arguments: GoldenTokenizer.all, [false, true])
  func joinsToWhatIsDecodedAtOnce(golden: GoldenTokenizer, skippingSpecialTokens: Bool) throws {
    let tokenizer = try golden.tokenizer()
    var lists = try golden.decodings().map(\.ids)
    var random = SplitMix64(seed: 3)
    for _ in 0..<300 {
      lists.append(
        (0..<Int.random(in: 1..<20, using: &random)).map { _ in
          Int.random(in: -2..<tokenizer.vocabularySize + 2, using: &random)
        }
      )
    }
    for ids in lists {
      let joined = stream(ids, tokenizer, skippingSpecialTokens: skippingSpecialTokens)
      let decoded = tokenizer.decode(ids, skippingSpecialTokens: skippingSpecialTokens)
      expectEqualBytes(joined, decoded, "\(ids)")
    }
  }

  @Test(arguments: ["spm-llama", "bbpe-gpt2"])
  func givesOutWholeCharacters(name: String) throws {
    let tokenizer = try GoldenTokenizer(name: name).tokenizer()
    let ids = tokenizer.encode("x😀y")
    var stream = TextStream(tokenizer: tokenizer)
    let parts = ids.map { stream.append($0) }.filter { !$0.isEmpty }
    #expect(parts == ["x", "😀", "y"])
    #expect(stream.finish() == "")
  }

  @Test(arguments: ["spm-llama", "bbpe-gpt2"])
  func replacesACharacterThatIsNotCompleted(name: String) throws {
    let tokenizer = try GoldenTokenizer(name: name).tokenizer()
    let ids = tokenizer.encode("😀").dropLast()
    var stream = TextStream(tokenizer: tokenizer)
    for id in ids { #expect(stream.append(id) == "") }
    let expected = name == "spm-llama" ? "\u{FFFD}\u{FFFD}\u{FFFD}" : "\u{FFFD}"
    #expect(stream.finish() == expected)
    #expect(stream.finish() == "", "what is given out once does not come again")
  }

  @Test(arguments: ["spm-llama", "bbpe-gpt2", "json-llama2"])
  func leavesOutACharacterThatIsCutInTwo(name: String) throws {
    let tokenizer = try GoldenTokenizer(name: name).tokenizer()
    // No vocabulary has it whole.
    let ids = tokenizer.encode("é𓀀")
    #expect(ids.count > 4)
    for length in 1...3 {
      var stream = TextStream(tokenizer: tokenizer)
      var text = ids.dropLast(length).map { stream.append($0) }.joined()
      text += stream.finish(isCut: true)
      #expect(text == "é")
    }
  }

  @Test func keepsTheSpaceBetweenPromptAndAnswer() throws {
    let tokenizer = try GoldenTokenizer(name: "spm-llama").tokenizer()
    let prompt = tokenizer.encode("Hello")
    let answer = tokenizer.encode("world")
    var alone = TextStream(tokenizer: tokenizer)
    var after = TextStream(tokenizer: tokenizer, after: prompt)
    #expect(answer.map { alone.append($0) }.joined() == "world")
    #expect(answer.map { after.append($0) }.joined() == " world")
  }

  @Test func continuesACharacterOfThePrompt() throws {
    let tokenizer = try GoldenTokenizer(name: "bbpe-gpt2").tokenizer()
    let ids = tokenizer.encode("😀")
    var stream = TextStream(tokenizer: tokenizer, after: ids.dropLast())
    #expect(stream.append(try #require(ids.last)) == "😀")
  }
}
