//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite(.timeLimit(.minutes(2)))
struct ThreadPoolOrderedTests {
  private struct Failure: Error, Equatable {
    let stage: String
    let index: Int
  }

  @Test(arguments: ThreadPoolTests.threadCounts, [-1, 0, 1, 2, 3, 100, 3_000])
  func consumesInOrder(threadCount: Int, count: Int) throws {
    let pool = ThreadPool(threadCount: threadCount)
    var consumed: [Int] = []
    try pool.inOrder(count: count) { index in
      index * 10
    } consume: { index, value in
      #expect(value == index * 10)
      consumed.append(index)
    }
    #expect(consumed == Array(0..<max(0, count)))
  }

  /// Early values take longest, so that later ones are ready before their turn.
  @Test(arguments: ThreadPoolTests.threadCounts)
  func keepsTheOrderOfUnevenWork(threadCount: Int) throws {
    let pool = ThreadPool(threadCount: threadCount)
    var consumed: [Int] = []
    try pool.inOrder(count: 20) { index in
      pause(milliseconds: index % 4 == 0 ? 8 : 0)
    } consume: { index, _ in
      if index % 5 == 0 { pause(milliseconds: 3) }
      consumed.append(index)
    }
    #expect(consumed == Array(0..<20))
  }

  @Test(arguments: ThreadPoolTests.threadCounts)
  func boundsTheValuesThatExist(threadCount: Int) throws {
    let pool = ThreadPool(threadCount: threadCount)
    let counts = Locked((now: 0, most: 0))
    try pool.inOrder(count: 500) { _ in
      counts.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
    } consume: { _, _ in
      counts.withLock { $0.now -= 1 }
    }
    #expect(counts.withLock { $0.now } == 0)
    #expect((1...ThreadPool.valuesAhead * threadCount).contains(counts.withLock { $0.most }))
  }

  /// A failure at each place, of each stage: everything before it is consumed and nothing after.
  @Test(arguments: ThreadPoolTests.threadCounts)
  func stopsAtTheFirstFailure(threadCount: Int) throws {
    let pool = ThreadPool(threadCount: threadCount)
    let count = 12
    for index in 0..<count {
      for stage in ["produce", "consume"] {
        var consumed: [Int] = []
        let error = #expect(throws: Failure.self) {
          try pool.inOrder(count: count) { current in
            if stage == "produce", current == index { throw Failure(stage: stage, index: current) }
          } consume: { current, _ in
            if stage == "consume", current == index { throw Failure(stage: stage, index: current) }
            consumed.append(current)
          }
        }
        #expect(error == Failure(stage: stage, index: index))
        #expect(consumed == Array(0..<index))
      }
    }
  }

  @Test(arguments: ThreadPoolTests.threadCounts)
  func reportsTheLowestOfManyFailures(threadCount: Int) throws {
    let pool = ThreadPool(threadCount: threadCount)
    for first in [0, 1, 5, 40] {
      var consumed: [Int] = []
      let error = #expect(throws: Failure.self) {
        try pool.inOrder(count: 50) { index in
          if index >= first {
            // The lowest fails last.
            if index == first { pause(milliseconds: 3) }
            throw Failure(stage: "produce", index: index)
          }
        } consume: { index, _ in
          consumed.append(index)
        }
      }
      #expect(error?.index == first)
      #expect(consumed == Array(0..<first))
    }
  }

  /// A pool that has seen a failure goes on working.
  @Test(arguments: ThreadPoolTests.threadCounts)
  func survivesFailures(threadCount: Int) throws {
    let pool = ThreadPool(threadCount: threadCount)
    for round in 0..<500 {
      #expect(throws: Failure.self) {
        try pool.inOrder(count: 8) { index in
          if index == round % 8 { throw Failure(stage: "produce", index: index) }
        } consume: { _, _ in
        }
      }
    }
    var consumedCount = 0
    try pool.inOrder(count: 8) {
      $0
    } consume: { _, _ in
      consumedCount += 1
    }
    #expect(consumedCount == 8)
  }
}
