//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A block of memory that is filled once and then only read, by any number of threads.
///
/// Aligned to 64 bytes, which is a cache line and the widest vector. Holds weights, for which an array
/// would be initialized twice.
@safe
public final class MemoryRegion: Sendable {
  // Safe to share: the bytes are written inside `init` only, before anyone else has the reference, and
  // the pointer leaves only for the time of a closure and only for reading.
  private nonisolated(unsafe) let base: UnsafeMutableRawPointer
  /// What the bytes belong to; keeps them valid.
  private let chunk: MemoryChunk
  /// The size in bytes.
  public let byteCount: Int

  /// The alignment of the first byte.
  static let alignment = 64

  /// Takes memory and lets `fill` write it.
  ///
  /// - Parameters:
  ///   - byteCount: The size.
  ///   - arena: Where the memory comes from; nil for a chunk of its own.
  ///   - fill: Receives the block, its content undefined, and initializes every byte.
  /// - Throws: What `fill` throws.
  init<Failure: Error>(
    byteCount: Int,
    in arena: MemoryArena? = nil,
    filledBy fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    precondition(byteCount >= 0, "a block has no negative size")
    let (chunk, offset) =
      arena?.place(byteCount: byteCount) ?? (MemoryChunk(byteCount: byteCount), 0)
    self.chunk = chunk
    unsafe base = chunk.base + offset
    self.byteCount = byteCount
    try unsafe fill(UnsafeMutableRawBufferPointer(start: base, count: byteCount))
  }

  /// Lends the bytes to a closure, which must not let the pointer escape.
  func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(UnsafeRawBufferPointer(start: base, count: byteCount))
  }
}
