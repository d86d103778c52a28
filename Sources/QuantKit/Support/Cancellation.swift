//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import Synchronization

/// A request to stop that one thread makes and others look at between pieces of work.
public final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)

  /// A request not yet made.
  public init() {}

  /// Makes the request, which cannot be taken back.
  public func cancel() { flag.store(true, ordering: .relaxed) }

  /// Whether the request was made.
  public var isCancelled: Bool { flag.load(ordering: .relaxed) }

  /// Throws `CancellationError` when the request was made.
  func check() throws(CancellationError) {
    if isCancelled { throw CancellationError() }
  }
}
