//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The work of an engine's thread.
struct EngineLoop {
  /// The most tokens of prompts that go into a pass with tokens of answers, so that these do not wait long.
  private static let prefillLimit = 32

  private let model: LanguageModel
  private let queue: RequestQueue
  private let workspaces: WorkspaceStore
  private var slots: [EngineSlot]
  /// How many requests were given a slot.
  private var useCount = 0

  init(model: LanguageModel, queue: RequestQueue, slotCount: Int, contextLength: Int) {
    self.model = model
    self.queue = queue
    workspaces = WorkspaceStore(
      configuration: model.configuration,
      arithmetic: model.arithmetic
    )
    slots = (0..<slotCount).map { _ in
      EngineSlot(sequence: CachedSequence(model: model, capacity: contextLength))
    }
  }

  /// Works until the queue is shut down and empty.
  mutating func run() {
    while let requests = takeRequests() {
      let start = ContinuousClock.now
      let before = slots.map(\.tokenCounts)
      for request in requests { begin(request) }
      let busyCount = slots.count { $0.isBusy }
      queue.update { $0.runningCount = busyCount }
      step()
      let duration = ContinuousClock.now - start
      publish(since: before, duration: duration)
      // Whoever sees the end of a request sees it in the figures.
      for index in slots.indices { slots[index].announceEnd() }
    }
  }

  private func takeRequests() -> [WaitingRequest]? {
    let freeCount = slots.count { !$0.isBusy }
    return queue.take(freeCount, waiting: freeCount == slots.count)
  }

  /// Gives a request the free slot that holds most of its prompt, if that is worth more than what the slot
  /// would lose; else the one that was free for longest.
  private mutating func begin(_ waiting: WaitingRequest) {
    guard !waiting.cancellation.isCancelled else {
      // Nobody listens any more: it must not cost a cache its tokens.
      EngineSlot.dismiss(waiting)
      return queue.update {
        $0.finishedCount += 1
        $0.cancelledCount += 1
      }
    }
    let free = slots.indices.filter { !slots[$0].isBusy }
    let prompt = waiting.request.prompt
    // Prompts share the marks of roles and system messages: less than half of either is no conversation.
    let continued = free.filter { slots[$0].isContinued(by: prompt) }
      .max { slots[$0].reusableCount(for: prompt) < slots[$1].reusableCount(for: prompt) }
    let oldest = free.min { slots[$0].lastUse < slots[$1].lastUse }
    guard let slot = continued ?? oldest else { return }
    useCount += 1
    slots[slot].begin(waiting, use: useCount)
  }

  /// One pass through the model for all slots that have something to feed.
  private mutating func step() {
    for index in slots.indices { slots[index].endIfCancelled() }
    var room = LanguageModel.batchLimit
    var steps: [(slot: Int, step: SequenceStep)] = []
    for index in slots.indices {
      guard let step = slots[index].decodeStep() else { continue }
      steps.append((index, step))
      room -= 1
    }
    if !steps.isEmpty { room = min(room, Self.prefillLimit) }
    let prefilling = slots.indices.filter { slots[$0].isPrefilling }
      .sorted { slots[$0].startTime < slots[$1].startTime }
    for index in prefilling where room > 0 {
      guard let step = slots[index].prefillStep(limit: room) else { continue }
      steps.append((index, step))
      room -= step.tokens.count
    }
    guard !steps.isEmpty else { return }
    let results = model.forward(steps.map(\.step), workspaces: workspaces)
    for ((slot, step), result) in zip(steps, results) {
      slots[slot].receive(result, of: step)
    }
  }

  private func publish(since before: [EngineSlot.TokenCounts], duration: Duration) {
    let after = slots.map(\.tokenCounts)
    func difference(_ count: KeyPath<EngineSlot.TokenCounts, Int>) -> Int {
      zip(after, before).reduce(0) { $0 + $1.0[keyPath: count] - $1.1[keyPath: count] }
    }
    let runningCount = slots.count { $0.isBusy }
    let cacheByteCount = slots.reduce(0) { $0 + $1.sequence.cache.byteCount }
    let (prefilled, reused) = (difference(\.prefilled), difference(\.reused))
    let (generated, finished) = (difference(\.generated), difference(\.finished))
    let (cancelled, failed) = (difference(\.cancelled), difference(\.failed))
    queue.update { load in
      load.runningCount = runningCount
      load.freeCount = after.count - runningCount
      load.finishedCount += finished
      load.cancelledCount += cancelled
      load.failedCount += failed
      load.prefilledTokenCount += prefilled
      load.reusedTokenCount += reused
      load.generatedTokenCount += generated
      load.passCount += 1
      load.busyDuration += duration
      load.cacheByteCount = cacheByteCount
    }
  }
}
