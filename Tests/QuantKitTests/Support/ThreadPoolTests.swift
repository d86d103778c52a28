//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Synchronization
import Testing

@testable import QuantKit

@Suite(.timeLimit(.minutes(2)))
struct ThreadPoolTests {
  static let threadCounts = [1, 2, 3, 4]

  @Test(arguments: threadCounts)
  func callsEveryThreadOnce(threadCount: Int) {
    let pool = ThreadPool(threadCount: threadCount)
    #expect(pool.threadCount == threadCount)
    let calls = Locked([Int](repeating: 0, count: threadCount))
    pool.onEveryThread { worker in calls.withLock { $0[worker] += 1 } }
    #expect(calls.withLock { $0 } == [Int](repeating: 1, count: threadCount))
  }

  @Test(arguments: [0, -1, .min])
  func alwaysHasTheCallersThread(threadCount: Int) {
    let pool = ThreadPool(threadCount: threadCount)
    #expect(pool.threadCount == 1)
    var calls = 0
    pool.onEveryThread { _ in calls += 1 }
    #expect(calls == 1)
  }

  /// Jobs so short that workers are looking for work, going to sleep and asleep as the next one comes.
  @Test(arguments: threadCounts)
  func runsManyQuickJobs(threadCount: Int) {
    let jobCount = 5_000
    let pool = ThreadPool(threadCount: threadCount)
    // One cell per worker, written without a lock: the pool itself must order job after job.
    let cells = Cells(count: threadCount)
    var isAlwaysComplete = true
    for job in 1...jobCount {
      pool.onEveryThread { worker in cells.add(1, to: worker) }
      for worker in 0..<threadCount where cells[worker] != job { isAlwaysComplete = false }
    }
    #expect(isAlwaysComplete)
  }

  @Test(arguments: threadCounts)
  func wakesSleepingThreads(threadCount: Int) {
    let pool = ThreadPool(threadCount: threadCount)
    let sum = Atomic<Int>(0)
    for _ in 0..<50 {
      pause(milliseconds: 2)
      pool.onEveryThread { _ in sum.add(1, ordering: .relaxed) }
    }
    #expect(sum.load(ordering: .relaxed) == 50 * threadCount)
  }

  @Test(arguments: threadCounts)
  func waitsForSlowThreads(threadCount: Int) {
    let pool = ThreadPool(threadCount: threadCount)
    let finished = Atomic<Int>(0)
    pool.onEveryThread { worker in
      pause(milliseconds: 10 * worker)
      finished.add(1, ordering: .relaxed)
    }
    #expect(finished.load(ordering: .relaxed) == threadCount)
  }

  @Test
  func startsAndStopsManyPools() {
    let sum = Atomic<Int>(0)
    for _ in 0..<300 {
      let pool = ThreadPool(threadCount: 4)
      pool.onEveryThread { _ in sum.add(1, ordering: .relaxed) }
    }
    _ = (0..<100).map { _ in ThreadPool(threadCount: 4) }
    #expect(sum.load(ordering: .relaxed) == 1_200)
  }

  @Test(arguments: threadCounts, [-1, 0, 1, 2, 5, 1_000])
  func handsOutEachIndexOnce(threadCount: Int, count: Int) {
    let pool = ThreadPool(threadCount: threadCount)
    let calls = Locked([Int](repeating: 0, count: max(0, count)))
    pool.forEach(below: count) { index in calls.withLock { $0[index] += 1 } }
    #expect(calls.withLock { $0 } == [Int](repeating: 1, count: max(0, count)))
  }

  @Test(arguments: threadCounts, [(0, 1), (1, 1), (7, 1), (1_000, 1), (5, 8), (64, 8), (100, 8)])
  func dividesIntoParts(threadCount: Int, range: (count: Int, multiple: Int)) {
    let pool = ThreadPool(threadCount: threadCount)
    let parts = Locked<[Range<Int>]>([])
    pool.forEachPart(of: range.count, multiple: range.multiple) { part in
      parts.withLock { $0.append(part) }
    }
    let sorted = parts.withLock { $0 }.sorted { $0.lowerBound < $1.lowerBound }
    #expect(sorted.flatMap(Array.init) == Array(0..<range.count))
    #expect(sorted.count <= threadCount)
    #expect(sorted.dropLast().allSatisfy { $0.count % range.multiple == 0 })
    if let longest = sorted.map(\.count).max(), sorted.count == threadCount {
      #expect(sorted.dropLast().allSatisfy { longest - $0.count <= range.multiple })
    }
  }
}

/// Unguarded counters that threads write at disjoint places.
@safe
private final class Cells: @unchecked Sendable {
  private let values: UnsafeMutableBufferPointer<Int>

  init(count: Int) {
    unsafe values = .allocate(capacity: count)
    unsafe values.initialize(repeating: 0)
  }

  deinit { unsafe values.deallocate() }

  subscript(index: Int) -> Int { unsafe values[index] }

  func add(_ amount: Int, to index: Int) { unsafe values[index] += amount }
}
