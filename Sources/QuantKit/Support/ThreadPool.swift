//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import Synchronization

/// Threads that run one job at a time together with the thread that hands it out.
///
/// For short jobs in quick succession, as a decoder's layers are: a worker that has nothing to do looks
/// for the next job for a moment before it sleeps, and none is busy while the pool is idle.
public final class ThreadPool: Sendable {
  /// The number of threads that work on a job, the calling one included.
  public let threadCount: Int
  private let state: State

  /// Starts `threadCount - 1` threads; at least one thread, the caller's, always works.
  public init(threadCount: Int) {
    let state = State(threadCount: threadCount)
    var count = 1
    while count < threadCount {
      let worker = count
      guard SystemThread.start({ state.serve(worker: worker) }) else { break }
      count += 1
    }
    self.state = state
    self.threadCount = count
  }

  deinit { state.stop() }

  /// Calls `body` once on each thread with the thread's number, and returns when all calls have.
  ///
  /// `body` runs concurrently with itself: what it writes must be disjoint by thread number or
  /// guarded. Not reentrant, and for one caller at a time.
  func onEveryThread(_ body: (_ worker: Int) -> Void) {
    guard threadCount > 1 else { return body(0) }
    withoutActuallyEscaping(body) { job in
      state.begin(job, workerCount: threadCount - 1)
      body(0)
      state.waitForWorkers()
    }
  }

  /// Calls `body` once for each index below `count`, indices handed out in order as threads get free.
  ///
  /// `body` runs concurrently with itself: what it writes must be disjoint by index or guarded.
  func forEach(below count: Int, _ body: (_ index: Int) -> Void) {
    guard count > 1, threadCount > 1 else {
      for index in 0..<max(0, count) { body(index) }
      return
    }
    let next = Atomic<Int>(0)
    onEveryThread { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        body(index)
      }
    }
  }

  /// Calls `body` with one contiguous part of `0..<count` for each thread.
  ///
  /// Parts differ in length by at most `multiple`, and all but the last are multiples of it.
  func forEachPart(of count: Int, multiple: Int = 1, _ body: (_ part: Range<Int>) -> Void) {
    let units = count.dividedRoundingUp(by: multiple)
    onEveryThread { worker in
      let lower = units * worker / threadCount * multiple
      let upper = min(count, units * (worker + 1) / threadCount * multiple)
      if lower < upper { body(lower..<upper) }
    }
  }
}

extension ThreadPool {
  /// What the threads share: the job, its number, and how many workers are still at it.
  private final class State: Sendable {
    /// How often a thread looks for what it waits for before it sleeps: some ten microseconds.
    ///
    /// With more threads than processors looking would only keep the others from their work.
    private let spinLimit: Int

    // Written by the caller before it publishes a new job number and read by workers after they saw it.
    private nonisolated(unsafe) var job: ((Int) -> Void)?
    private let jobNumber = Atomic<Int>(0)
    private let busyWorkerCount = Atomic<Int>(0)
    private let isStopping = Atomic<Bool>(false)
    private let sleep = ConditionLock()

    init(threadCount: Int) {
      spinLimit = threadCount <= ProcessUsage.processorCount ? 20_000 : 0
    }

    func begin(_ job: @escaping (Int) -> Void, workerCount: Int) {
      unsafe self.job = job
      busyWorkerCount.store(workerCount, ordering: .relaxed)
      sleep.withLock {
        jobNumber.wrappingAdd(1, ordering: .releasing)
        sleep.wakeAll()
      }
    }

    func waitForWorkers() {
      var spins = 0
      while busyWorkerCount.load(ordering: .acquiring) > 0 {
        spins += 1
        if spins > spinLimit {
          sleep.withLock {
            while busyWorkerCount.load(ordering: .acquiring) > 0 { sleep.wait() }
          }
        }
      }
      unsafe job = nil
    }

    func stop() {
      sleep.withLock {
        isStopping.store(true, ordering: .relaxed)
        jobNumber.wrappingAdd(1, ordering: .releasing)
        sleep.wakeAll()
      }
    }

    func serve(worker: Int) {
      var done = 0
      while true {
        done = nextJobNumber(after: done)
        if isStopping.load(ordering: .relaxed) { return }
        run(worker: worker)
        if busyWorkerCount.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
          sleep.withLock { sleep.wakeAll() }
        }
      }
    }

    /// Apart from `serve`, so that this thread holds no reference to the job once it counts as done: the
    /// caller's closure must not outlive its call.
    @inline(never)
    private func run(worker: Int) { unsafe job?(worker) }

    private func nextJobNumber(after done: Int) -> Int {
      for _ in 0..<spinLimit {
        let number = jobNumber.load(ordering: .acquiring)
        if number != done { return number }
      }
      return sleep.withLock {
        while true {
          let number = jobNumber.load(ordering: .acquiring)
          if number != done { return number }
          sleep.wait()
        }
      }
    }
  }
}
