//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit
import Synchronization

/// What can end a reply before its time: a client that goes away, and the clock.
final class ReplyGuard: Sendable {
  /// Why a reply was ended.
  enum Reason {
    case disconnect, timeout
  }

  /// What stops the generation.
  let cancellation = Cancellation()
  private let firstReason = Mutex<Reason?>(nil)

  /// Why the reply was ended; nil while nobody did.
  var reason: Reason? { firstReason.withLock { $0 } }

  /// Ends the reply; the first reason counts.
  func end(_ reason: Reason) {
    firstReason.withLock { $0 = $0 ?? reason }
    cancellation.cancel()
  }

  /// Ends the reply after a time, if `work` is not done by then.
  func limiting<Result>(
    to duration: Duration,
    _ work: () async throws -> Result
  ) async rethrows -> Result {
    let timer = Task {
      try await Task.sleep(for: duration)
      end(.timeout)
    }
    defer { timer.cancel() }
    return try await work()
  }
}
