//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A place for one request at a time, with its KV cache.
struct EngineSlot {
  /// What the slot has done so far.
  struct TokenCounts {
    /// Prompt tokens fed.
    var prefilled = 0
    /// Prompt tokens that the cache held.
    var reused = 0
    /// Tokens generated.
    var generated = 0
    /// Requests ended.
    var finished = 0
    /// Of these, the cancelled ones.
    var cancelled = 0
    /// Of these, the ones that the model failed at.
    var failed = 0
  }

  private(set) var sequence: CachedSequence
  private(set) var tokenCounts = TokenCounts()
  /// The number of the request that had it last; 0 for none.
  private(set) var lastUse = 0
  private var active: ActiveRequest?
  /// The request that ended last and was not told so yet.
  private var ended: (request: ActiveRequest, reason: Result<StopReason, ModelError>)?

  init(sequence: CachedSequence) { self.sequence = sequence }

  /// Whether there is a request.
  var isBusy: Bool { active != nil }
  /// Whether the prompt of the request is not fed to its end.
  var isPrefilling: Bool { active.map { $0.nextToken == nil } ?? false }
  /// When the request had its turn; now without one.
  var startTime: ContinuousClock.Instant { active?.startTime ?? .now }

  /// How many tokens of a prompt the cache holds.
  func reusableCount(for prompt: [Int]) -> Int { sequence.reusableCount(for: prompt) }

  /// Whether a prompt goes on with what the cache holds, or shares at least half of either.
  func isContinued(by prompt: [Int]) -> Bool {
    let count = 2 * reusableCount(for: prompt)
    return count > 0 && (count >= prompt.count || count >= sequence.tokens.count)
  }

  /// Takes a request, the one of this number.
  mutating func begin(_ waiting: WaitingRequest, use: Int) {
    lastUse = use
    let prompt = waiting.request.prompt
    let reusedCount = sequence.keepCommonBeginning(with: prompt)
    tokenCounts.reused += reusedCount
    active = ActiveRequest(waiting, reusedCount: reusedCount)
    waiting.events.yield(
      .started(promptTokenCount: prompt.count, reusedTokenCount: reusedCount)
    )
    if waiting.request.limit == 0 { end(.tokenLimit) }
  }

  /// Ends a request that never had its turn.
  static func dismiss(_ waiting: WaitingRequest) {
    var request = ActiveRequest(waiting, reusedCount: 0)
    request.finish(.cancelled)
  }

  /// Ends the request if someone asked for it or no longer listens.
  mutating func endIfCancelled() {
    if active?.waiting.cancellation.isCancelled == true { end(.cancelled) }
  }

  /// The token chosen last, to be fed; nil for none.
  func decodeStep() -> SequenceStep? {
    guard let token = active?.nextToken else { return nil }
    return SequenceStep(
      tokens: [token],
      cache: sequence.cache,
      sequenceLength: sequence.cache.count + 1,
      logits: .last
    )
  }

  /// The next tokens of the prompt; nil for none.
  func prefillStep(limit: Int) -> SequenceStep? {
    guard let active, active.nextToken == nil else { return nil }
    let prompt = active.waiting.request.prompt
    let fedCount = sequence.cache.count
    let end = min(fedCount + limit, prompt.count)
    return SequenceStep(
      tokens: prompt[fedCount..<end],
      cache: sequence.cache,
      sequenceLength: prompt.count,
      logits: end == prompt.count ? .last : .none
    )
  }

  /// Goes on with what the model gave for a step.
  mutating func receive(_ result: Result<[Float], ModelError>, of step: SequenceStep) {
    let logits: [Float]
    do throws(ModelError) {
      logits = try result.get()
    } catch {
      tokenCounts.failed += 1
      end(.failure(error))
      return
    }
    if isPrefilling { tokenCounts.prefilled += step.tokens.count }
    guard step.logits == .last, var request = active else { return }
    let reason = request.choose(from: logits, cache: sequence.cache)
    tokenCounts.generated += request.generated.count - (active?.generated.count ?? 0)
    active = request
    if let reason { end(reason) }
  }

  /// Tells the client of the request that ended that nothing more comes.
  mutating func announceEnd() {
    guard let ended else { return }
    self.ended = nil
    var request = ended.request
    switch ended.reason {
    case .success(let reason): request.finish(reason)
    case .failure(let error): request.waiting.events.finish(throwing: error)
    }
  }

  private mutating func end(_ reason: StopReason) {
    if reason == .cancelled { tokenCounts.cancelled += 1 }
    end(.success(reason))
  }

  private mutating func end(_ reason: Result<StopReason, ModelError>) {
    guard let request = active else { return }
    sequence.record(request.waiting.request.prompt + request.generated)
    tokenCounts.finished += 1
    ended = (request, reason)
    active = nil
  }
}

/// A request that has its turn.
private struct ActiveRequest {
  let waiting: WaitingRequest
  let startTime = ContinuousClock.now
  /// The tokens after the prompt, without an end token.
  private(set) var generated: [Int] = []
  /// The token to feed next; nil while the prompt is fed.
  private(set) var nextToken: Int?
  private let reusedCount: Int
  private var sampler: Sampler
  private var stream: TextStream
  private var filter: StopFilter
  private var firstTokenTime: ContinuousClock.Instant?

  init(_ waiting: WaitingRequest, reusedCount: Int) {
    let request = waiting.request
    self.waiting = waiting
    self.reusedCount = reusedCount
    sampler = Sampler(options: request.sampling, seed: request.seed, prompt: request.prompt)
    stream = TextStream(
      tokenizer: request.tokenizer,
      after: request.textBefore,
      skippingSpecialTokens: true
    )
    filter = StopFilter(request.stopStrings)
  }

  /// Chooses the next token and gives out its text.
  ///
  /// - Parameters:
  ///   - logits: [vocabulary]
  ///   - cache: Where the token would be fed.
  /// - Returns: What ends the completion, or nil when the token is to be fed.
  mutating func choose(from logits: [Float], cache: KeyValueCache) -> StopReason? {
    if firstTokenTime == nil { firstTokenTime = .now }
    let request = waiting.request
    let token = sampler.next(logits: logits)
    if request.stopTokens.contains(token) { return .endToken }
    generated.append(token)
    let completion = CompletionToken(
      token,
      logits: logits,
      alternativeCount: request.logProbabilityCount,
      tokenizer: request.tokenizer
    )
    waiting.events.yield(.text(filter.append(stream.append(token)), tokens: [completion]))
    if filter.isStopped { return .stopString }
    if generated.count >= request.limit { return .tokenLimit }
    if cache.count >= cache.capacity { return .contextLimit }
    nextToken = token
    return nil
  }

  /// Gives out what was held back, and the summary.
  mutating func finish(_ reason: StopReason) {
    if !filter.isStopped {
      let rest = filter.append(stream.finish(isCut: reason.isCut)) + filter.finish()
      if !rest.isEmpty { waiting.events.yield(.text(rest, tokens: [])) }
    }
    let now = ContinuousClock.now
    waiting.events.yield(
      .finished(
        CompletionSummary(
          stopReason: reason,
          promptTokenCount: waiting.request.prompt.count,
          reusedTokenCount: reusedCount,
          generatedTokenCount: generated.count,
          queueDuration: startTime - waiting.submissionTime,
          prefillDuration: (firstTokenTime ?? now) - startTime,
          decodeDuration: now - (firstTokenTime ?? now)
        )
      )
    )
    waiting.events.finish()
  }
}
