//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import CZstd

/// Decompresses zstd frames from sources that nobody vouches for.
///
/// One value serves any number of threads at once.
struct ZstdDecompressor: Sendable {
  private let contexts = ContextPool { () throws(ZstdError) in try Context() }

  /// Decompresses a frame into a buffer of exactly its content's size.
  ///
  /// Nothing is written past the buffer, whatever the frame claims.
  ///
  /// - Parameters:
  ///   - frame: One frame and nothing else.
  ///   - content: Where the content goes; its bytes are undefined after a failure.
  /// - Throws: `ZstdError` when `frame` is anything but one zstd frame with a content checksum that holds
  ///   and a content size, declared and real, of `content.count`.
  func decompress(
    _ frame: UnsafeRawBufferPointer,
    into content: UnsafeMutableRawBufferPointer
  ) throws(ZstdError) {
    let header = try unsafe ZstdFrameHeader(of: frame)
    guard header.contentByteCount == content.count else {
      throw ZstdError(
        "the frame's header declares \(header.contentByteCount) bytes of content, not \(content.count)"
      )
    }
    guard header.hasContentChecksum else { throw ZstdError("the frame has no content checksum") }
    try contexts.withContext { context throws(ZstdError) in
      try unsafe context.decompress(frame, into: content)
    }
  }

  /// Decompresses a frame as `decompress(_:into:)` does.
  func decompress(
    _ frame: [UInt8],
    into content: UnsafeMutableRawBufferPointer
  ) throws(ZstdError) {
    var failure: ZstdError?
    unsafe frame.withUnsafeBytes { frame in
      do throws(ZstdError) {
        try unsafe decompress(frame, into: content)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// The content of a frame.
  ///
  /// - Parameters:
  ///   - frame: One frame and nothing else.
  ///   - contentByteCount: The size that the content must have, which the caller has capped.
  /// - Returns: The content.
  /// - Throws: As `decompress(_:into:)`.
  func decompress(_ frame: [UInt8], contentByteCount: Int) throws(ZstdError) -> [UInt8] {
    var failure: ZstdError?
    let content = unsafe [UInt8](unsafeUninitializedCapacity: contentByteCount) { buffer, count in
      let content = unsafe UnsafeMutableRawBufferPointer(
        start: buffer.baseAddress,
        count: contentByteCount
      )
      do throws(ZstdError) {
        try unsafe decompress(frame, into: content)
        count = contentByteCount
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return content
  }
}

extension ZstdDecompressor {
  /// What zstd keeps between frames of one thread.
  @safe
  private final class Context: Sendable {
    // The pointer never changes, and `ContextPool` lends the context to one thread at a time.
    private nonisolated(unsafe) let pointer: OpaquePointer

    init() throws(ZstdError) {
      guard let pointer = unsafe ZSTD_createDCtx() else { throw .outOfMemory }
      unsafe self.pointer = pointer
    }

    deinit { unsafe ZSTD_freeDCtx(pointer) }

    func decompress(
      _ frame: UnsafeRawBufferPointer,
      into content: UnsafeMutableRawBufferPointer
    ) throws(ZstdError) {
      let result = unsafe ZSTD_decompressDCtx(
        pointer,
        content.baseAddress,
        content.count,
        frame.baseAddress,
        frame.count
      )
      if let error = ZstdError(result: result) { throw error }
      guard result == content.count else {
        throw ZstdError("the frame holds \(result) bytes of content, not \(content.count)")
      }
    }
  }
}
