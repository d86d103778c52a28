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
      _ = try? unsafe withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { byte in
        try unsafe SystemCalls.read(pipe.reading, into: byte)
      }
      for request in requests { SystemCalls.restoreDefault(for: request) }
      handler()
    }
    guard isServed else { return }
    for request in requests { SystemCalls.notifyOnce(of: request, through: pipe.writing) }
  }
}
