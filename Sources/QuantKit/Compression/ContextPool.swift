//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import Synchronization

/// Contexts that are costly to make, each lent to one user at a time.
///
/// As many exist as were ever in use at once, which is at most the number of threads.
final class ContextPool<Context: Sendable>: Sendable {
  private let idle = Mutex<[Context]>([])
  private let make: @Sendable () throws(ZstdError) -> Context

  init(make: @escaping @Sendable () throws(ZstdError) -> Context) { self.make = make }

  /// Calls `body` with a context that nobody else has meanwhile.
  func withContext<Result>(
    _ body: (Context) throws(ZstdError) -> Result
  ) throws(ZstdError) -> Result {
    let context: Context
    if let waiting = idle.withLock({ $0.popLast() }) {
      context = waiting
    } else {
      context = try make()
    }
    defer { idle.withLock { $0.append(context) } }
    return try body(context)
  }
}
