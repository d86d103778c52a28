//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Dispatch
import Synchronization
import Testing

@testable import QuantKit

@Suite struct CompletionEngineTests {
  private static let capital = "What is the capital of France?"

  /// The demonstration model, loaded once.
  private static let demo = Result { try loadDemo() }

  private static func loadDemo() throws -> RunSession {
    try RunSession(path: Fixtures.demo("checkpoint"), threadCount: 2, arithmetic: .fast)
  }

  private func engine(
    _ session: RunSession? = nil,
    parallelCount: Int = 4,
    queueLimit: Int = 64
  ) throws -> CompletionEngine {
    try CompletionEngine(
      session ?? Self.demo.get(),
      options: EngineOptions(parallelCount: parallelCount, queueLimit: queueLimit)
    )
  }

  private func chat(
    _ texts: String...,
    limit: Int = 24,
    logProbabilityCount: Int? = nil
  ) -> CompletionRequest {
    let messages = texts.enumerated().map {
      ChatMessage(role: $0 % 2 == 0 ? "user" : "assistant", content: $1)
    }
    return CompletionRequest(
      .chat(messages),
      settings: GenerationSettings(maximumTokenCount: limit, isGreedy: true),
      logProbabilityCount: logProbabilityCount
    )
  }

  /// A request of many passes: it may end before a busy machine lets anyone stop it, unless the model is held.
  private var long: CompletionRequest {
    CompletionRequest(
      .raw("x"),
      settings: GenerationSettings(maximumTokenCount: 500, temperature: 3, topK: 0, seed: 1)
    )
  }

  /// Keeps passes through a model from ending until `body` has returned.
  ///
  /// A model of the test's own: whoever waited for it would wait in the threads that `body` needs.
  private func holding(_ model: LanguageModel, _ body: () async throws -> Void) async throws {
    let end = DispatchSemaphore(value: 0)
    await withCheckedContinuation { held in
      let isStarted = SystemThread.start {
        model.turn.withLock { _ in
          held.resume()
          end.wait()
        }
      }
      precondition(isStarted, "the system has no thread left")
    }
    defer { end.signal() }
    try await body()
  }

  /// Waits until the figures are as expected.
  private func wait(
    for engine: CompletionEngine,
    _ isReached: (EngineLoad) -> Bool
  ) async throws {
    for _ in 0..<2000 {
      if isReached(engine.load) { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("still \(engine.load)")
  }

  // MARK: The same text as alone

  @Test func everyReplyIsThatOfASoleRequest() async throws {
    var requests = [
      chat(Self.capital), chat("法国的首都是哪里？"), chat("What is 23 plus 45?", limit: 3),
      chat("Hello", "Hi.", Self.capital), chat(Self.capital, limit: 0),
    ]
    for (index, text) in ["The", "春天", "One two three four", "x"].enumerated() {
      requests.append(
        CompletionRequest(
          index == 1 ? .raw(text) : .text(text),
          settings: GenerationSettings(
            maximumTokenCount: 10 + 9 * index,
            temperature: 1.5,
            topK: 0,
            repetitionPenalty: 1.1,
            frequencyPenalty: 0.3,
            seed: UInt64(index)
          )
        )
      )
    }
    requests.append(chat(Self.capital))
    requests[requests.count - 1].settings.stopStrings = ["France", "is P"]
    requests.append(
      CompletionRequest(
        .text(String(repeating: "a long prompt ", count: 60)),
        settings: GenerationSettings(maximumTokenCount: 20, isGreedy: true)
      )
    )
    let session = try Self.demo.get()
    let expected = try requests.map { try session.textAlone($0) }
    for parallelCount in [1, 3, 8] {
      let engine = try engine(parallelCount: parallelCount)
      let streams = try (requests + requests).map { try engine.submit($0) }
      for (index, stream) in streams.enumerated() {
        let found = try await Completion(stream)
        let alone = expected[index % requests.count]
        #expect(found.text == alone.text, "request \(index) of \(parallelCount) at a time")
        #expect(found.summary.generatedTokenCount == alone.tokenCount)
      }
      let load = engine.load
      #expect(load.finishedCount == streams.count)
      #expect(load.runningCount == 0 && load.waitingCount == 0)
      #expect(load.cacheByteCount > 0 && load.cacheByteCount <= engine.cacheByteLimit)
      #expect(load.busyDuration > .zero && load.passCount > 0)
    }
  }

  /// ALiBi, rotary positions and dynamic scaling, beyond the length from which it scales.
  @Test(arguments: ["baichuan13b-tiny", "llama-tiny", "rope-dynamic"], KeyValueFormat.allCases)
  func everyKindOfPositionAndCache(name: String, format: KeyValueFormat) async throws {
    let isVariant = name == "rope-dynamic"
    let model = try isVariant ? TextModel(variant: name) : TextModel(golden: name)
    let session = try model.session(keyValueFormat: format)
    let engine = try CompletionEngine(
      session,
      options: EngineOptions(parallelCount: 3, contextLength: 256)
    )
    let requests = [5, 30, 70, 9, 150].enumerated().map { index, count in
      CompletionRequest(
        .raw(TextModel.text(tokenCount: count, seed: UInt64(index))),
        settings: GenerationSettings(
          maximumTokenCount: 12,
          temperature: 1,
          seed: 7,
          contextLength: 256
        )
      )
    }
    let expected = try requests.map { try session.textAlone($0) }
    let streams = try requests.map { try engine.submit($0) }
    for (stream, alone) in zip(streams, expected) {
      let found = try await Completion(stream)
      #expect(found.text == alone.text)
      #expect(found.summary.generatedTokenCount == alone.tokenCount)
    }
  }

  @Test func theEndOfTheContextEndsTheText() async throws {
    let session = try TextModel(golden: "llama-tiny").session()
    let engine = try CompletionEngine(session, options: EngineOptions(contextLength: 20))
    func request(_ count: Int) -> CompletionRequest {
      CompletionRequest(
        .raw(TextModel.text(tokenCount: count)),
        settings: GenerationSettings(maximumTokenCount: 100, isGreedy: true)
      )
    }
    let summary = try await engine.complete(request(15)).summary
    #expect(summary.stopReason == .contextLimit)
    #expect(summary.generatedTokenCount == 6, "the last one needs no place")
    let full = try await engine.complete(request(20)).summary
    #expect(full.stopReason == .contextLimit && full.generatedTokenCount == 1)
    let error = try #require(throws: SessionError.self) { try engine.submit(request(21)) }
    #expect(error.code == .promptTooLong)
  }

  // MARK: Caches

  @Test func theSecondTurnFeedsOnlyWhatIsNew() async throws {
    let engine = try engine(parallelCount: 2)
    let first = try await engine.complete(chat(Self.capital))
    #expect(first.summary.reusedTokenCount == 0)
    // Something else must not push it out.
    _ = try await engine.complete(chat("你好"))
    let request = chat(Self.capital, first.text, "What is 23 plus 45?")
    let second = try await engine.complete(request)
    let count = first.summary.promptTokenCount + first.summary.generatedTokenCount
    #expect(second.summary.reusedTokenCount == count)
    #expect(second.started.map(\.reusedTokenCount) == [count])
    #expect(second.started.map(\.promptTokenCount) == [second.summary.promptTokenCount])
    #expect(second.text == (try Self.demo.get().textAlone(request).text))
    #expect(engine.load.reusedTokenCount >= count)
  }

  @Test func ofEqualSlotsTheOneUnusedForLongestIsTaken() async throws {
    let engine = try engine(parallelCount: 2)
    let texts = ["Hello there", "x y z", "12 + 4"]
    func request(_ text: String) -> CompletionRequest {
      CompletionRequest(
        .raw(text),
        settings: GenerationSettings(maximumTokenCount: 1, isGreedy: true)
      )
    }
    for text in texts { _ = try await engine.complete(request(text)) }
    let kept = try await engine.complete(request(texts[1])).summary
    #expect(kept.reusedTokenCount == kept.promptTokenCount - 1)
    let gone = try await engine.complete(request(texts[0])).summary
    #expect(gone.reusedTokenCount < gone.promptTokenCount - 1)
  }

  @Test func theMemoryOfCachesIsKnownBefore() throws {
    let session = try Self.demo.get()
    let one = try #require(
      KeyValueCache.byteCount(
        configuration: session.model.configuration,
        format: session.keyValueFormat,
        positions: 100
      )
    )
    let engine = try CompletionEngine(
      session,
      options: EngineOptions(parallelCount: 3, contextLength: 100)
    )
    #expect(engine.cacheByteLimit == 3 * one)
    #expect(engine.contextLength == 100)
    #expect(engine.modelName.isBaichuan)
    let error = #expect(throws: EngineError.self) {
      try CompletionEngine(session, options: EngineOptions(contextLength: .max / 64))
    }
    #expect(error == .contextTooLarge(.max / 64))
  }

  // MARK: Limits and ends

  @Test func aFullQueueRefuses() async throws {
    let session = try Self.loadDemo()
    let engine = try engine(session, parallelCount: 1, queueLimit: 2)
    let stops = (0..<3).map { _ in Cancellation() }
    var streams: [AsyncThrowingStream<CompletionEvent, any Error>] = []
    var last: AsyncThrowingStream<CompletionEvent, any Error>?
    try await holding(session.model) {
      streams = try stops.map { try engine.submit(long, cancellation: $0) }
      let error = #expect(throws: EngineError.self) { try engine.submit(long) }
      #expect(error == .queueFull(limit: 2))
      // One that was cancelled makes room, even while it waits.
      stops[2].cancel()
      last = try engine.submit(chat(Self.capital))
      stops.forEach { $0.cancel() }
    }
    for stream in streams {
      #expect(try await Completion(stream).summary.stopReason == .cancelled)
    }
    #expect(try await Completion(#require(last)).text == "The capital of France is Paris.")
    #expect(engine.load.cancelledCount == 3)
  }

  @Test func noQueueAtAllStillServes() async throws {
    let engine = try engine(parallelCount: 2, queueLimit: 0)
    let streams = try (0..<2).map { _ in try engine.submit(chat(Self.capital)) }
    for stream in streams { #expect(try await !Completion(stream).text.isEmpty) }
  }

  @Test func aReaderThatGoesAwayFreesTheSlot() async throws {
    let session = try Self.loadDemo()
    let engine = try engine(session, parallelCount: 1)
    try await holding(session.model) {
      _ = try engine.submit(long)
    }
    try await wait(for: engine) { $0.runningCount == 0 && $0.cancelledCount == 1 }
    #expect(try await engine.complete(chat(Self.capital)).summary.stopReason == .endToken)
  }

  @Test func aCancelledTaskStopsItsRequest() async throws {
    let session = try Self.loadDemo()
    let engine = try engine(session, parallelCount: 1)
    try await holding(session.model) {
      let reader = Task { [long] in
        for try await _ in try engine.submit(long) {}
      }
      try await wait(for: engine) { $0.runningCount == 1 }
      reader.cancel()
      _ = await reader.result
    }
    try await wait(for: engine) { $0.runningCount == 0 && $0.cancelledCount == 1 }
  }

  @Test func aLongPromptDoesNotStallTheOthers() async throws {
    let session = try TextModel(golden: "llama-tiny").session()
    let engine = try CompletionEngine(session, options: EngineOptions(parallelCount: 2))
    func request(_ promptCount: Int, limit: Int) -> CompletionRequest {
      CompletionRequest(
        .raw(TextModel.text(tokenCount: promptCount)),
        settings: GenerationSettings(maximumTokenCount: limit, isGreedy: true)
      )
    }
    // Nothing is computed before both are there.
    let streams = try session.model.turn.withLock { _ in
      [try engine.submit(request(4, limit: 8)), try engine.submit(request(500, limit: 1))]
    }
    // Eight passes, where the long prompt takes more in parts and four if it fills them.
    let writing = try await Completion(streams[0]).summary
    let reading = try await Completion(streams[1]).summary
    #expect(writing.generatedTokenCount == 8 && reading.generatedTokenCount == 1)
    #expect(writing.totalDuration < reading.totalDuration)
  }

  @Test func shuttingDownLetsRequestsEnd() async throws {
    let engine = try engine(parallelCount: 1)
    let streams = try (0..<3).map { _ in try engine.submit(chat(Self.capital)) }
    engine.shutDown()
    #expect(engine.load.finishedCount == 3)
    let error = #expect(throws: EngineError.self) { try engine.submit(chat(Self.capital)) }
    #expect(error == .shuttingDown)
    for stream in streams { #expect(try await !Completion(stream).text.isEmpty) }
    // Whoever asks again need not wait.
    engine.shutDown()
  }

  @Test func anEngineThatNobodyHasAnyMoreEndsItsRequests() async throws {
    let stream = try engine(parallelCount: 1).submit(chat(Self.capital))
    #expect(try await Completion(stream).text == "The capital of France is Paris.")
  }

  // MARK: Errors

  @Test func whatCannotBeMetIsRefusedAtOnce() throws {
    let engine = try engine()
    #expect(throws: TokenizerError.self) { try engine.submit(CompletionRequest(.chat([]))) }
    let session = try TextModel(golden: "llama-tiny").session()
    let plain = try CompletionEngine(session)
    let error = try #require(throws: TokenizerError.self) { try plain.submit(chat("Hello")) }
    #expect(error.code == .unknownChatFormat)
    let empty = try #require(throws: SessionError.self) { try plain.submit(.init(.raw(""))) }
    #expect(empty.code == .emptyPrompt)
    #expect(plain.load.waitingCount == 0)
  }

  @Test func aResultThatIsNotFiniteFailsItsRequestAlone() async throws {
    let model = try TextModel(golden: "mistral-tiny", withNaNForToken: 7)
    let session = try model.session()
    let engine = try CompletionEngine(session, options: EngineOptions(parallelCount: 2))
    func request(_ ids: [Int]) -> CompletionRequest {
      CompletionRequest(
        .raw(ids.map(TextModel.character).joined()),
        settings: GenerationSettings(maximumTokenCount: 1, isGreedy: true)
      )
    }
    let sound = request([4, 5, 6])
    let expected = try session.textAlone(sound).text
    for _ in 0..<3 {
      let streams = try [sound, request([4, 5, 7]), sound].map { try engine.submit($0) }
      #expect(try await Completion(streams[0]).text == expected)
      let error = await #expect(throws: ModelError.self) { try await Completion(streams[1]) }
      #expect(error?.code == .notFinite)
      #expect(error?.message.contains("at position 2;") == true)
      #expect(try await Completion(streams[2]).text == expected)
    }
    #expect(engine.load.failedCount == 3 && engine.load.finishedCount == 9)
  }

  // MARK: Tokens

  @Test func tokensJoinToTheText() async throws {
    let request = chat("法国的首都是哪里？", logProbabilityCount: 0)
    let completion = try await engine().complete(request)
    let bytes = completion.tokens.flatMap { $0.chosen?.bytes ?? [] }
    let joined = String(decoding: bytes, as: UTF8.self)
    #expect(completion.text == (joined.first == " " ? String(joined.dropFirst()) : joined))
    let plain = try await engine().complete(chat("法国的首都是哪里？"))
    #expect(plain.tokens.allSatisfy { $0.chosen == nil && $0.alternatives.isEmpty })
  }

  @Test func probabilitiesAreToldWhereAskedFor() async throws {
    let engine = try engine()
    for count in [0, 3, CompletionRequest.logProbabilityLimit] {
      let request = chat(Self.capital, logProbabilityCount: count)
      let completion = try await engine.complete(request)
      for token in completion.tokens {
        let probability = try #require(token.chosen?.logProbability)
        #expect(probability <= 0 && token.alternatives.count == count)
        let others = token.alternatives.map(\.logProbability)
        #expect(others == others.sorted(by: >))
        // The greedy choice is the most probable one.
        #expect(token.alternatives.first.map { $0.id == token.id } ?? true)
        #expect(others.first ?? probability == probability)
        #expect(others.reduce(0) { $0 + ElementaryFunctions.exp($1) } <= 1.000_001)
      }
    }
  }

  @Test func probabilitiesAreThoseOfTheLogits() async throws {
    let session = try TextModel(golden: "llama-tiny").session()
    var request = CompletionRequest(
      .raw(TextModel.text(tokenCount: 5)),
      settings: GenerationSettings(maximumTokenCount: 1, temperature: 9, topK: 0, seed: 3),
      logProbabilityCount: 2
    )
    request.settings.repetitionPenalty = 2
    let token = try #require(try await CompletionEngine(session).complete(request).tokens.first)
    let ids = try Tokenizer(files: session.source.tokenizerFiles())
      .encode(TextModel.text(tokenCount: 5))
    let model = session.model
    let logits = try model.forward(ids, cache: model.makeCache(capacity: 5), logits: .last)
    let sum = logits.reduce(0.0) { $0 + ElementaryFunctions.exp(Double($1)) }
    let order = logits.indices.sorted { logits[$0] > logits[$1] }
    #expect(token.alternatives.map(\.id) == Array(order.prefix(2)))
    for candidate in [try #require(token.chosen)] + token.alternatives {
      let expected = Double(logits[candidate.id]) - ElementaryFunctions.log(sum)
      #expect((candidate.logProbability - expected).magnitude < 1e-5)
    }
  }
}

extension CompletionSummary {
  fileprivate var totalDuration: Duration { queueDuration + prefillDuration + decodeDuration }
}
