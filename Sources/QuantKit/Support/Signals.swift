//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What the programs do when the system or a person interrupts them.
package enum Signals {
  /// Makes it an error instead of the end of the process to write to a pipe that nobody reads, or more
  /// to a file than the process may.
  package static func makeWritesFail() {
    SystemCalls.ignore(.brokenPipe)
    SystemCalls.ignore(.fileSizeLimit)
  }

  /// Calls `handler` once when the process is asked to end: Ctrl-C, termination, or a closed terminal.
  ///
  /// The handler runs on a thread of its own and may do anything, such as to cancel a `Cancellation`. A
  /// second request ends the process at once, as if there were no handler (a shell sees status 130 for
  /// Ctrl-C). Requests that the parent process had ignored, as `nohup` does, stay ignored.
  /// To be called once. When the system has no thread left, nothing changes.
  package static func onInterrupt(_ handler: @escaping @Sendable () -> Void) {
    let requests: [SystemCalls.Signal] = [.interrupt, .termination, .hangUp]
    guard let pipe = try? SystemCalls.makePipe() else { return }
    let isServed = SystemThread.start {
      // Waits for the byte that the first signal sends.
      _ = SystemCalls.readByte(pipe.reading)
      for request in requests { SystemCalls.restoreDefault(for: request) }
      handler()
    }
    guard isServed else { return }
    for request in requests { SystemCalls.notifyOnce(of: request, through: pipe.writing) }
  }

  /// What a person or the system asks of a program that lives on.
  package enum Request: Sendable {
    /// Ctrl-C.
    case interrupt
    /// Ctrl-Z.
    case stop
    /// To end: termination, a closed terminal, or Ctrl-\.
    case end
  }

  /// Calls `handler` each time something is asked of the process, on a thread of its own.
  ///
  /// After a request to end, the handler does what must be done before, and the process then ends by the
  /// signal. Requests that the parent process had ignored stay ignored. To be called once, and not
  /// together with `onInterrupt`. When the system has no thread left, nothing changes.
  package static func onEachRequest(_ handler: @escaping @Sendable (Request) -> Void) {
    guard let pipe = try? SystemCalls.makePipe() else { return }
    let isServed = SystemThread.start {
      while let byte = SystemCalls.readByte(pipe.reading) {
        guard let signal = SystemCalls.signal(number: byte) else { continue }
        switch signal {
        case .interrupt: handler(.interrupt)
        case .stop: handler(.stop)
        default:
          handler(.end)
          SystemCalls.raiseByDefault(signal)
        }
      }
    }
    guard isServed else { return }
    for signal in [SystemCalls.Signal.interrupt, .stop, .termination, .hangUp, .quit] {
      SystemCalls.notify(of: signal, through: pipe.writing)
    }
  }

  /// Stops the process as Ctrl-Z does and returns when it goes on.
  package static func stop() { SystemCalls.raiseByDefault(.stop) }

  /// Ends the process as Ctrl-C does to one that does not care.
  package static func endByInterrupt() { SystemCalls.raiseByDefault(.interrupt) }
}
