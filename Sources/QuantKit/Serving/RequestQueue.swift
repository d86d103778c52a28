//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A request that waits for its turn.
struct WaitingRequest: Sendable {
  let request: EncodedRequest
  let events: AsyncThrowingStream<CompletionEvent, any Error>.Continuation
  let cancellation: Cancellation
  let submissionTime = ContinuousClock.now
}

/// What clients and the thread of an engine share.
final class RequestQueue: Sendable {
  private struct State {
    var waiting: [WaitingRequest] = []
    var isShuttingDown = false
    var hasEnded = false
    var load = EngineLoad()
  }

  private let limit: Int
  private let lock = ConditionLock()
  // Guarded by `lock`.
  private nonisolated(unsafe) var state = State()

  /// - Parameters:
  ///   - limit: How many requests may wait beyond those that a free place waits for.
  ///   - placeCount: How many places there are.
  init(limit: Int, placeCount: Int) {
    self.limit = limit
    unsafe state.load.freeCount = placeCount
  }

  /// Checks that a request would be taken.
  ///
  /// - Throws: `EngineError`.
  func checkRoom() throws(EngineError) {
    try lock.withLock { () throws(EngineError) in try checkRoomLocked() }
  }

  private func checkRoomLocked() throws(EngineError) {
    guard unsafe !state.isShuttingDown else { throw .shuttingDown }
    // Those that were cancelled only wait for being told so.
    let waitingCount = unsafe state.waiting.count { !$0.cancellation.isCancelled }
    guard waitingCount < limit + (unsafe state.load.freeCount) else {
      throw .queueFull(limit: limit)
    }
  }

  /// Puts a request at the end.
  ///
  /// - Parameter request: The request.
  /// - Throws: `EngineError`.
  func append(_ request: WaitingRequest) throws(EngineError) {
    try lock.withLock { () throws(EngineError) in
      try checkRoomLocked()
      unsafe state.waiting.append(request)
      lock.wakeAll()
    }
  }

  /// Takes requests for free places, the oldest first; waits for one when there is nothing else to do.
  ///
  /// - Parameters:
  ///   - count: How many places are free.
  ///   - waiting: Whether all places are.
  /// - Returns: At most `count` requests; nil when there is nothing to do and never will be.
  func take(_ count: Int, waiting: Bool) -> [WaitingRequest]? {
    lock.withLock {
      // Before the wait: until it ends, requests are taken or refused by it.
      unsafe state.load.freeCount = count
      while waiting, unsafe state.waiting.isEmpty {
        if unsafe state.isShuttingDown {
          unsafe state.hasEnded = true
          lock.wakeAll()
          return nil
        }
        lock.wait()
      }
      let taken = unsafe state.waiting.prefix(count)
      unsafe state.waiting.removeFirst(taken.count)
      unsafe state.load.freeCount = count - taken.count
      return Array(taken)
    }
  }

  /// Changes the figures.
  func update(_ change: (inout EngineLoad) -> Void) {
    lock.withLock { unsafe change(&state.load) }
  }

  /// The figures.
  var load: EngineLoad {
    lock.withLock {
      var load = unsafe state.load
      load.waitingCount = unsafe state.waiting.count
      return load
    }
  }

  /// Refuses requests from now on; those that were taken go on.
  func close() {
    lock.withLock {
      unsafe state.isShuttingDown = true
      lock.wakeAll()
    }
  }

  /// Refuses requests from now on and waits until all that were taken have ended.
  func shutDown() {
    close()
    lock.withLock {
      while unsafe !state.hasEnded { lock.wait() }
    }
  }
}
