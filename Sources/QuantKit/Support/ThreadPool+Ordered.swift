//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import Synchronization

extension ThreadPool {
  /// Produces values on all threads and consumes them in the order of their indices.
  ///
  /// A thread produces one value, waits until all earlier ones are consumed, consumes its own and takes
  /// the next index; so at most `threadCount` values exist at a time, and what `consume` does is the same
  /// at any number of threads.
  ///
  /// - Parameters:
  ///   - count: The number of values.
  ///   - produce: Makes the value for an index; runs concurrently with itself and with `consume`.
  ///   - consume: Takes the values, one at a time, in order.
  /// - Throws: The error of the lowest index that failed. Nothing after it is consumed.
  func inOrder<Value>(
    count: Int,
    produce: (_ index: Int) throws -> Value,
    consume: (_ index: Int, _ value: consuming Value) throws -> Void
  ) throws {
    let next = Atomic<Int>(0)
    let turn = ConditionLock()
    nonisolated(unsafe) var consumedCount = 0  // Guarded by `turn`.
    nonisolated(unsafe) var failure: (any Error)?  // Guarded by `turn`.

    onEveryThread { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        if turn.withLock({ unsafe failure != nil }) { return }
        let outcome = Result { try produce(index) }
        let mayConsume = turn.withLock {
          while unsafe consumedCount != index && failure == nil { turn.wait() }
          return unsafe failure == nil
        }
        guard mayConsume else { return }
        do {
          try consume(index, try outcome.get())
          turn.withLock {
            unsafe consumedCount += 1
            turn.wakeAll()
          }
        } catch {
          turn.withLock {
            unsafe failure = error
            turn.wakeAll()
          }
        }
      }
    }
    if let failure = unsafe failure { throw failure }
  }
}
