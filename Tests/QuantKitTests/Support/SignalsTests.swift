//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Synchronization
import Testing

@testable import QuantKit

/// Each test in a process of its own.
@Suite(.timeLimit(.minutes(1)))
struct SignalsTests {
  /// Sends a signal to the process as another process would.
  private static func send(_ signal: Int32) { kill(getpid(), signal) }

  private static func wait(for condition: () -> Bool) {
    for _ in 0..<2_000 where !condition() { pause(milliseconds: 1) }
  }

  @Test
  func cancelsOnTheFirstRequest() async {
    await #expect(processExitsWith: .success) {
      let cancellation = Cancellation()
      Signals.onInterrupt { cancellation.cancel() }
      pause(milliseconds: 10)
      try #require(!cancellation.isCancelled)
      SignalsTests.send(SIGINT)
      SignalsTests.wait { cancellation.isCancelled }
      try #require(cancellation.isCancelled)
    }
  }

  @Test
  func endsTheProcessOnTheSecondInterrupt() async {
    await #expect(processExitsWith: .signal(SIGINT)) {
      let cancellation = Cancellation()
      Signals.onInterrupt { cancellation.cancel() }
      SignalsTests.send(SIGTERM)
      SignalsTests.wait { cancellation.isCancelled }
      SignalsTests.send(SIGINT)
      SignalsTests.wait { false }
    }
  }

  @Test
  func endsTheProcessOnTheSecondTermination() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      let cancellation = Cancellation()
      Signals.onInterrupt { cancellation.cancel() }
      SignalsTests.send(SIGHUP)
      SignalsTests.wait { cancellation.isCancelled }
      SignalsTests.send(SIGTERM)
      SignalsTests.wait { false }
    }
  }

  /// `nohup` has hanging up ignored, a shell that starts a job in the background has Ctrl-C ignored.
  @Test
  func leavesIgnoredSignalsIgnored() async {
    await #expect(processExitsWith: .success) {
      signal(SIGHUP, SIG_IGN)
      let cancellation = Cancellation()
      Signals.onInterrupt { cancellation.cancel() }
      SignalsTests.send(SIGHUP)
      SignalsTests.send(SIGHUP)
      pause(milliseconds: 50)
      try #require(!cancellation.isCancelled)
      SignalsTests.send(SIGTERM)
      SignalsTests.wait { cancellation.isCancelled }
      try #require(cancellation.isCancelled)
    }
  }

  @Test
  func tellsEachInterrupt() async {
    await #expect(processExitsWith: .success) {
      let count = Atomic(0)
      Signals.onEachRequest { request in
        if case .interrupt = request { count.add(1, ordering: .relaxed) }
      }
      for expected in 1...3 {
        SignalsTests.send(SIGINT)
        SignalsTests.wait { count.load(ordering: .relaxed) == expected }
        try #require(count.load(ordering: .relaxed) == expected)
      }
    }
  }

  @Test
  func endsByTheSignalWhenWhatMustBeDoneIsDone() async throws {
    let result = await #expect(
      processExitsWith: .signal(SIGTERM),
      observing: [\.standardOutputContent]
    ) {
      Signals.onEachRequest { _ in try? StandardOutput.write("done") }
      SignalsTests.send(SIGTERM)
      SignalsTests.wait { false }
    }
    let output = try #require(result).standardOutputContent
    #expect(String(decoding: output, as: UTF8.self).contains("done"))
  }

  @Test
  func endsByAnInterruptWhenAsked() async {
    await #expect(processExitsWith: .signal(SIGINT)) {
      Signals.onEachRequest { _ in Signals.endByInterrupt() }
      SignalsTests.send(SIGINT)
      SignalsTests.wait { false }
    }
  }

  #if os(Linux)
    /// Unlike `signal`, which has the system resume the calls.
    private static func letInterruptSystemCalls(_ signal: Int32) {
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { _ in }
      unsafe sigaction(signal, &action, nil)
      var signals = sigset_t()
      unsafe sigaddset(&signals, signal)
      unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// A signal in the middle of a system call neither ends it nor loses bytes.
    @Test
    func readsOnAfterASignal() async {
      await #expect(processExitsWith: .success) {
        SignalsTests.letInterruptSystemCalls(SIGUSR1)
        let pipe = Pipe()
        let reader = pthread_self()
        let writer = pipe.fileHandleForWriting
        let isStarted = SystemThread.start {
          for byte in 0..<20 as Range<UInt8> {
            pause(milliseconds: 3)
            pthread_kill(reader, SIGUSR1)
            pause(milliseconds: 3)
            try? writer.write(contentsOf: Data([byte]))
          }
          try? writer.close()
        }
        try #require(isStarted)
        let descriptor = pipe.fileHandleForReading.fileDescriptor
        try #require(try StandardInput.contents(of: descriptor, limit: 100) == Array(0..<20))
      }
    }
  #endif
}
