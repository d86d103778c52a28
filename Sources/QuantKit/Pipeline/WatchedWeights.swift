//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import Synchronization

/// Weights whose loading is watched, and stops between two tensors when someone asks for it.
struct WatchedWeights: WeightSource {
  /// How many bytes were read.
  private final class Count: Sendable {
    let value = Mutex(0)
  }

  private let source: any WeightSource
  private let cancellation: Cancellation
  private let total: Int
  private let progress: @Sendable (_ byteCount: Int, _ total: Int) -> Void
  private let count = Count()

  /// - Parameters:
  ///   - source: The weights.
  ///   - byteCount: The size of all tensors as the original has them, in bytes.
  ///   - cancellation: Looked at between tensors.
  ///   - progress: Receives how many of these bytes are read.
  init(
    _ source: any WeightSource,
    byteCount: Int,
    cancellation: Cancellation,
    progress: @escaping @Sendable (_ byteCount: Int, _ total: Int) -> Void
  ) {
    self.source = source
    self.cancellation = cancellation
    self.progress = progress
    total = byteCount
  }

  var path: String { source.path }

  func info(of name: String) -> TensorInfo? { source.info(of: name) }

  func hasNormalizedRows(_ name: String) -> Bool { source.hasNormalizedRows(name) }

  func matrix(named name: String, pool: ThreadPool?) throws -> WeightMatrix {
    try watched(name) { try source.matrix(named: name, pool: pool) }
  }

  func vector(named name: String) throws -> [Float] {
    try watched(name) { try source.vector(named: name) }
  }

  private func watched<Weights>(_ name: String, _ read: () throws -> Weights) throws -> Weights {
    try cancellation.check()
    let weights = try read()
    let byteCount = source.info(of: name)?.byteCount ?? 0
    // Reported while nobody else counts, so that figures come in their order.
    count.value.withLock { count in
      // A tensor that is used in two places is read twice.
      count = min(count + byteCount, total)
      progress(count, total)
    }
    return weights
  }
}
