//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import Synchronization

/// Hashes the files of a checkpoint, several at a time, each piece by piece.
struct SourceHashing {
  private static let pieceByteCount = 1 << 20

  /// The size of all files, in bytes.
  let byteCount: Int
  private let sources: [(name: String, file: InputFile)]

  /// Opens the files.
  ///
  /// - Throws: `FileError` when one cannot be opened.
  init(_ checkpoint: Checkpoint) throws(FileError) {
    sources = try checkpoint.openSources()
    byteCount = sources.reduce(0) { $0 + $1.file.byteCount }
  }

  /// Reads all files.
  ///
  /// - Parameters:
  ///   - pool: The threads that work; a file is one thread's.
  ///   - cancellation: Looked at before each piece.
  ///   - progress: Receives the bytes that are hashed so far, on any thread but one call at a time.
  /// - Returns: The files with their hashes: weights, the list of shards, side files.
  /// - Throws: `FileError` when a file cannot be read, `CancellationError`.
  func records(
    using pool: ThreadPool,
    cancellation: Cancellation,
    progress: (_ byteCount: Int) -> Void
  ) throws -> [SourceFileRecord] {
    let hashedByteCount = Mutex(0)
    var records: [SourceFileRecord] = []
    try pool.inOrder(count: sources.count) { index in
      let (name, file) = sources[index]
      var hasher = ContentHasher()
      for start in stride(from: 0, to: file.byteCount, by: Self.pieceByteCount) {
        try cancellation.check()
        let piece = try file.bytes(
          at: start,
          byteCount: min(Self.pieceByteCount, file.byteCount - start)
        )
        hasher.append(piece)
        hashedByteCount.withLock {
          $0 += piece.count
          progress($0)
        }
      }
      return SourceFileRecord(name: name, byteCount: file.byteCount, hash: hasher.hash)
    } consume: { _, record in
      records.append(record)
    }
    return records
  }
}
