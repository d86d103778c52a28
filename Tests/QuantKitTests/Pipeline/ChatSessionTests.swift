//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct ChatSessionTests {
  private static let capital = "What is the capital of France?"
  private static let sum = "What is 23 plus 45?"

  /// The demonstration model, loaded once for each arithmetic.
  private static let models = Arithmetic.allCases.map { arithmetic in
    Result {
      try RunSession(path: Fixtures.demo("checkpoint"), threadCount: 2, arithmetic: arithmetic)
    }
  }

  private func chat(
    _ arithmetic: Arithmetic = .exact,
    system: String? = nil,
    settings: GenerationSettings = GenerationSettings(maximumTokenCount: 24, isGreedy: true)
  ) throws -> ChatSession {
    let index = try #require(Arithmetic.allCases.firstIndex(of: arithmetic))
    return try ChatSession(Self.models[index].get(), system: system, settings: settings)
  }

  /// What a session that never said anything answers to the last message.
  private func freshReply(
    to messages: [ChatMessage],
    _ arithmetic: Arithmetic = .exact
  ) throws -> ChatReply {
    let chat = try chat(arithmetic)
    chat.replaceMessages(with: messages)
    return try #require(try chat.regenerate { _ in })
  }

  // MARK: Turns

  @Test(arguments: Arithmetic.allCases)
  func laterTurnsFeedOnlyWhatIsNew(arithmetic: Arithmetic) throws {
    let chat = try chat(arithmetic)
    var before = 0
    for (turn, text) in [Self.capital, Self.sum, "法国的首都是哪里？"].enumerated() {
      var pieces = ""
      let reply = try chat.send(text) { pieces += $0 }
      #expect(pieces == reply.text && !reply.text.isEmpty)
      #expect(reply.reusedTokenCount + reply.prefilledTokenCount == reply.promptTokenCount)
      // All of the turn before: its prompt and its answer but the token that ended it.
      #expect(reply.reusedTokenCount == before, "turn \(turn)")
      before = reply.promptTokenCount + reply.generatedTokenCount
      #expect(chat.contextTokenCount == before)
      let fresh = try freshReply(to: Array(chat.messages.dropLast()), arithmetic)
      #expect(fresh.reusedTokenCount == 0)
      #expect(fresh.prefilledTokenCount == reply.promptTokenCount)
      #expect(fresh.text == reply.text)
    }
    #expect(
      chat.messages.map(\.role) == ["user", "assistant", "user", "assistant", "user", "assistant"]
    )
    #expect(chat.messages[1].content == "The capital of France is Paris.")
  }

  /// What the first test sees in words, in all bits.
  @Test(arguments: ["llama-tiny", "baichuan13b-tiny"])
  func aCacheThatWasCutGivesTheSameLogits(name: String) throws {
    let model = try GoldenModel(name: name).load(.int8)
    let prompt = (0..<24).map { $0 * 7 % 30 + 3 }
    let cache = model.makeCache(capacity: 64)
    _ = try model.forward(prompt[..<10] + [5, 6, 7, 8, 9], cache: cache, logits: .none)
    cache.truncate(to: 10)
    let reused = try model.forward(Array(prompt[10...]), cache: cache, logits: .all)
    let fresh = try model.forward(prompt, cache: model.makeCache(capacity: 64), logits: .all)
    #expect(reused == Array(fresh.suffix(reused.count)))
  }

  @Test func reusesTheCommonBeginningAlone() {
    func count(_ cached: [Int], _ prompt: [Int], limit: Int? = nil) -> Int {
      CachedSequence.reusableCount(of: cached, for: prompt, lengthLimit: limit)
    }
    #expect(count([], [1]) == 0)
    #expect(count([1, 2, 3], [1, 2, 4, 3]) == 2)
    #expect(count([1, 2, 3], [1, 2, 3]) == 2, "the last token gives the logits")
    #expect(count([1, 2, 3], [1, 2]) == 1)
    #expect(count([1, 2, 3], [1, 2, 3, 4]) == 3)
    #expect(count([1, 2, 3], [1, 2, 3, 4], limit: 4) == 3)
    #expect(count([1, 2, 3], [1, 2, 3, 4], limit: 3) == 0)
    #expect(count([1, 2, 3, 4], [1, 2], limit: 3) == 0)
  }

  // MARK: Interrupts

  @Test func anInterruptKeepsWhatWasSaid() throws {
    let chat = try chat()
    let cancellation = Cancellation()
    let reply = try chat.send(Self.capital, cancellation: cancellation) {
      if $0.contains("capital") { cancellation.cancel() }
    }
    #expect(reply.stopReason == .cancelled)
    #expect(reply.text == "The capital")
    #expect(chat.messages.last == ChatMessage(role: "assistant", content: "The capital"))
    let next = try chat.send(Self.sum) { _ in }
    #expect(next.reusedTokenCount >= reply.promptTokenCount)
    #expect(next.text == (try freshReply(to: Array(chat.messages.dropLast()))).text)
  }

  @Test func anInterruptBeforeTheFirstWordTakesTheMessageBack() throws {
    let chat = try chat(system: "Be brief.")
    let cancellation = Cancellation()
    cancellation.cancel()
    let reply = try chat.send(Self.capital, cancellation: cancellation) { _ in }
    #expect(reply.text.isEmpty && reply.prefilledTokenCount == 0)
    #expect(chat.messages == [ChatMessage(role: "system", content: "Be brief.")])
  }

  @Test func aFailureLeavesTheConversation() throws {
    struct Failure: Error {}
    let chat = try chat()
    _ = try chat.send(Self.capital) { _ in }
    let messages = chat.messages
    #expect(throws: Failure.self) { try chat.send(Self.sum) { _ in throw Failure() } }
    #expect(chat.messages == messages)
    let reply = try chat.send(Self.sum) { _ in }
    #expect(reply.text == (try freshReply(to: Array(chat.messages.dropLast()))).text)
  }

  // MARK: Changing the conversation

  @Test func undoAndRegenerate() throws {
    let chat = try chat()
    #expect(chat.undo() == nil)
    #expect(try chat.regenerate { _ in } == nil)
    let first = try chat.send(Self.capital) { _ in }
    let again = try #require(try chat.regenerate { _ in })
    #expect(again.text == first.text)
    #expect(again.reusedTokenCount == first.promptTokenCount - 1)
    #expect(chat.messages.count == 2)
    _ = try chat.send(Self.sum) { _ in }
    #expect(chat.undo() == Self.sum)
    #expect(chat.messages.map(\.content) == [Self.capital, first.text])
    #expect(chat.undo() == Self.capital)
    #expect(chat.messages.isEmpty)
  }

  @Test func anotherDrawAnswersOtherwise() throws {
    let settings = GenerationSettings(maximumTokenCount: 24, temperature: 2, topK: 0, seed: 1)
    let chat = try chat(settings: settings)
    #expect(try chat.isSampling())
    let first = try chat.send(Self.capital) { _ in }.text
    let second = try chat.regenerate { _ in }?.text
    #expect(first != second)
    // The seed repeats both.
    chat.clear()
    #expect(try chat.send(Self.capital) { _ in }.text == first)
    #expect(try chat.regenerate { _ in }?.text == second)
  }

  @Test func theSystemMessageStaysWhenTheRestGoes() throws {
    let chat = try chat(system: "Be brief.")
    _ = try chat.send(Self.capital) { _ in }
    chat.clear()
    #expect(chat.messages == [ChatMessage(role: "system", content: "Be brief.")])
    chat.system = nil
    #expect(chat.messages.isEmpty && chat.system == nil)
    _ = try chat.send(Self.capital) { _ in }
    chat.system = "Be kind."
    #expect(chat.messages.map(\.role) == ["system", "user", "assistant"])
    #expect(chat.system == "Be kind.")
  }

  @Test func savedConversationsGoOn() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("chat.json")
    let chat = try chat(system: "a \"quoted\"\nline")
    _ = try chat.send(Self.capital) { _ in }
    try chat.save(to: path, replacing: false)
    let error = try #require(throws: FileError.self) { try chat.save(to: path, replacing: false) }
    #expect(error.code == .alreadyExists)
    try chat.save(to: path, replacing: true)
    #expect(try folder.names() == ["chat.json"])

    let other = try self.chat()
    try other.load(path)
    #expect(other.messages == chat.messages)
    let answers = try [chat, other].map { try $0.send(Self.sum) { _ in }.text }
    #expect(answers[0] == answers[1])

    try folder.write("[{\"role\": \"user\"}]", to: "bad.json")
    let messages = other.messages
    #expect(throws: TokenizerError.self) { try other.load(folder.path("bad.json")) }
    #expect(other.messages == messages)
  }

  // MARK: Limits

  @Test func historyBeyondTheContextIsCut() throws {
    var settings = GenerationSettings(maximumTokenCount: 16, isGreedy: true)
    settings.contextLength = 64
    let chat = try chat(settings: settings)
    var cuts: [Bool] = []
    for _ in 0..<5 {
      let reply = try chat.send(Self.capital) { _ in }
      #expect(reply.promptTokenCount <= 48)
      #expect(chat.contextTokenCount <= 64)
      cuts.append(reply.isHistoryCut)
    }
    #expect(cuts.first == false && cuts.last == true)
    #expect(chat.messages.count == 10, "what is left out of the prompt stays in the conversation")
  }

  @Test func aTokenLimitIsSaid() throws {
    let chat = try chat(settings: GenerationSettings(maximumTokenCount: 3, isGreedy: true))
    let reply = try chat.send(Self.capital) { _ in }
    #expect(reply.stopReason == .tokenLimit && reply.stopReason.isCut)
    #expect(reply.generatedTokenCount == 3)
    #expect(reply.decodeStepCount == 2)
  }
}
