//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension ThreadPool {
  /// Produces values on all threads and consumes them in the order of their indices.
  ///
  /// A thread that has produced a value before its turn leaves it and goes on with the next index, up to a
  /// few ahead of what is consumed; whoever completes the next value in line consumes it and those that wait
  /// behind it. So producing and consuming overlap, the values in memory are bounded, and what `consume` does
  /// is the same at any number of threads.
  ///
  /// - Parameters:
  ///   - count: The number of values.
  ///   - produce: Makes the value for an index; runs concurrently with itself and with `consume`.
  ///   - consume: Takes the values, one at a time, in order, on changing threads.
  /// - Throws: The error of the lowest index that failed. Nothing after it is consumed.
  func inOrder<Value>(
    count: Int,
    produce: (_ index: Int) throws -> Value,
    consume: (_ index: Int, _ value: Value) throws -> Void
  ) throws {
    let window = Self.valuesAhead * threadCount
    let turn = ConditionLock()
    // All guarded by `turn`.
    nonisolated(unsafe) var line = Line<Value>()

    onEveryThread { _ in
      while true {
        let claimed: Int? = turn.withLock {
          while unsafe line.failure == nil && line.nextIndex < count
            && line.nextIndex >= line.consumedCount + window
          { turn.wait() }
          guard unsafe line.failure == nil && line.nextIndex < count else { return nil }
          unsafe line.nextIndex += 1
          return unsafe line.nextIndex - 1
        }
        guard let index = claimed else { return }
        let outcome = Result { try produce(index) }
        turn.withLock { unsafe line.waiting[index] = outcome }
        while let next = turn.withLock({ unsafe line.takeNext() }) {
          let consumed = Result { try consume(next.index, next.outcome.get()) }
          turn.withLock {
            unsafe line.finish(consumed)
            turn.wakeAll()
          }
        }
      }
    }
    if let failure = unsafe line.failure { throw failure }
  }

  /// Calls `body` once for each index below `count`, in turn on the calling thread where there is no pool.
  ///
  /// - Parameters:
  ///   - count: The number of calls.
  ///   - pool: The threads to work on; nil for the calling one alone.
  ///   - body: Runs concurrently with itself; what it writes must be disjoint by index or guarded.
  /// - Throws: The error of the lowest index that failed.
  static func forEach(
    below count: Int,
    on pool: ThreadPool?,
    _ body: (_ index: Int) throws -> Void
  ) throws {
    guard let pool, count > 1 else {
      for index in 0..<count { try body(index) }
      return
    }
    try pool.inOrder(count: count, produce: body) { _, _ in }
  }

  /// How many values for each thread may be produced ahead of what is consumed.
  static let valuesAhead = 3
}

/// What stands between the producers and the consumer.
private struct Line<Value> {
  /// The next index to produce.
  var nextIndex = 0
  /// How many values are consumed.
  private(set) var consumedCount = 0
  /// What is produced and not consumed.
  var waiting: [Int: Result<Value, any Error>] = [:]
  /// Why nothing more is consumed.
  private(set) var failure: (any Error)?
  private var isConsuming = false

  /// Takes the value whose turn it is, if it is there and nobody is consuming.
  mutating func takeNext() -> (index: Int, outcome: Result<Value, any Error>)? {
    guard !isConsuming, failure == nil, let outcome = waiting.removeValue(forKey: consumedCount)
    else { return nil }
    isConsuming = true
    return (consumedCount, outcome)
  }

  /// Ends what `takeNext` began.
  mutating func finish(_ result: Result<Void, any Error>) {
    isConsuming = false
    switch result {
    case .success: consumedCount += 1
    case .failure(let error):
      failure = error
      waiting = [:]
    }
  }
}
