//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import CZstd

/// Compresses blocks of bytes to zstd frames that carry their content's size and checksum.
///
/// One value serves any number of threads at once. The frame depends on the content, the level and
/// the library's version only: not on the thread nor on what was compressed before.
struct ZstdCompressor: Sendable {
  /// The compression level.
  let level: Int
  private let contexts: ContextPool<Context>

  /// A compressor.
  ///
  /// - Parameter level: The compression level, one of `Zstd.levels`.
  init(level: Int) {
    precondition(Zstd.levels.contains(level), "the level is one of Zstd.levels")
    self.level = level
    contexts = ContextPool { () throws(ZstdError) in try Context(level: level) }
  }

  /// The frame that decompresses to `content`.
  ///
  /// - Throws: `ZstdError` when memory is short.
  func compress(_ content: UnsafeRawBufferPointer) throws(ZstdError) -> CompressedFrame {
    try contexts.withContext { context throws(ZstdError) in
      let bytes = unsafe try context.compress(content)
      return CompressedFrame(
        bytes: bytes,
        contentByteCount: content.count,
        checksum: Checksum(of: bytes)
      )
    }
  }

  /// The frame that decompresses to `content`.
  ///
  /// - Throws: `ZstdError` when memory is short.
  func compress(_ content: ArraySlice<UInt8>) throws(ZstdError) -> CompressedFrame {
    let result: Result<CompressedFrame, ZstdError> = unsafe content.withUnsafeBytes { buffer in
      Result { () throws(ZstdError) in try unsafe compress(buffer) }
    }
    return try result.get()
  }

  /// What zstd keeps for each thread that has compressed content of a size, in bytes.
  func workspaceByteCount(contentByteCount: Int) throws(ZstdError) -> Int {
    try contexts.withContext { context throws(ZstdError) in
      let content = [UInt8](repeating: 0, count: contentByteCount)
      let result: Result<[UInt8], ZstdError> = unsafe content.withUnsafeBytes { buffer in
        Result { () throws(ZstdError) in try unsafe context.compress(buffer) }
      }
      _ = try result.get()
      return context.byteCount
    }
  }
}

extension ZstdCompressor {
  /// What zstd keeps between frames of one thread.
  @safe
  private final class Context: Sendable {
    // The pointer never changes, and `ContextPool` lends the context to one thread at a time.
    private nonisolated(unsafe) let pointer: OpaquePointer

    init(level: Int) throws(ZstdError) {
      guard let pointer = unsafe ZSTD_createCCtx() else { throw .outOfMemory }
      unsafe self.pointer = pointer
      let settings = [
        (ZSTD_c_compressionLevel, Int32(level)), (ZSTD_c_contentSizeFlag, 1),
        (ZSTD_c_checksumFlag, 1),
      ]
      for (parameter, value) in settings {
        let result = unsafe ZSTD_CCtx_setParameter(pointer, parameter, value)
        if let error = ZstdError(result: result) { throw error }
      }
    }

    deinit { unsafe ZSTD_freeCCtx(pointer) }

    /// What the context takes, in bytes.
    var byteCount: Int { unsafe ZSTD_sizeof_CCtx(pointer) }

    func compress(_ content: UnsafeRawBufferPointer) throws(ZstdError) -> [UInt8] {
      let capacity = ZSTD_compressBound(content.count)
      if let error = ZstdError(result: capacity) { throw error }
      var failure: ZstdError?
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        let result = unsafe ZSTD_compress2(
          pointer,
          buffer.baseAddress,
          buffer.count,
          content.baseAddress,
          content.count
        )
        failure = ZstdError(result: result)
        count = failure == nil ? result : 0
      }
      if let failure { throw failure }
      return bytes
    }
  }
}
