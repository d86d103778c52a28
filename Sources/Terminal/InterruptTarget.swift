//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

package import QuantKit
internal import Synchronization

/// What Ctrl-C stops just now.
package final class InterruptTarget: Sendable {
  private let cancellation = Mutex<Cancellation?>(nil)

  /// Nothing yet.
  package init() {}

  /// Stops it.
  ///
  /// - Returns: Whether there was something to stop.
  package func interrupt() -> Bool {
    cancellation.withLock { cancellation in
      cancellation?.cancel()
      return cancellation != nil
    }
  }

  /// Directs Ctrl-C to a piece of work while it lasts.
  package func directed<Result>(
    to cancellation: Cancellation,
    _ work: () throws -> Result
  ) rethrows -> Result {
    self.cancellation.withLock { $0 = cancellation }
    defer { self.cancellation.withLock { $0 = nil } }
    return try work()
  }
}
