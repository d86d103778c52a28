//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import Synchronization

/// The result of checking every byte of a quantized file.
public struct Verification: Sendable {
  /// The file.
  public let path: String
  /// The frames that are not what they were when they were written, in the order of the file.
  public let damages: [Damage]
  /// The number of tensors.
  public let tensorCount: Int
  /// The number of side files.
  public let sideFileCount: Int
  /// The size of the file, in bytes.
  public let byteCount: Int

  /// Checks a file.
  ///
  /// - Parameters:
  ///   - path: A `.qkit` file.
  ///   - threadCount: Threads to use; nil for all processors.
  ///   - damageLimit: How many damages are enough; then what is left of the file is not read.
  ///   - cancellation: Looked at between frames.
  ///   - progress: Receives the bytes that are checked and the size of the file, on any thread but one
  ///     call at a time.
  /// - Throws: `FileError` when the file cannot be read, `ContainerError` when it is no `.qkit` file or
  ///   its header, index or footer is damaged, `CancellationError`.
  public init(
    path: String,
    threadCount: Int? = nil,
    damageLimit: Int = .max,
    cancellation: Cancellation = Cancellation(),
    progress: @Sendable (_ byteCount: Int, _ totalByteCount: Int) -> Void = { _, _ in }
  ) throws {
    try self.init(
      QuantizedFile(path: path),
      using: ThreadPool(threadCount: threadCount ?? ProcessUsage.processorCount),
      damageLimit: damageLimit,
      cancellation: cancellation,
      progress: progress
    )
  }

  /// Checks an open file; as `init(path:threadCount:damageLimit:cancellation:progress:)`.
  init(
    _ file: QuantizedFile,
    using pool: ThreadPool,
    damageLimit: Int = .max,
    cancellation: Cancellation,
    progress: @Sendable (_ byteCount: Int, _ totalByteCount: Int) -> Void
  ) throws {
    let checkedByteCount = Mutex(0)
    path = file.path
    damages = try file.verify(
      using: pool,
      damageLimit: damageLimit,
      cancellation: cancellation
    ) { byteCount in
      checkedByteCount.withLock { sum in
        sum += byteCount
        progress(sum, file.byteCount)
      }
    }
    tensorCount = file.index.tensors.count
    sideFileCount = file.index.sideFiles.count
    byteCount = file.byteCount
  }
}
