//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import CZstd

/// What the header of a zstd frame declares.
struct ZstdFrameHeader {
  /// The declared size of the content.
  let contentByteCount: Int
  /// Whether a checksum of the content stands at the end of the frame.
  let hasContentChecksum: Bool

  private static let magic: UInt32 = 0xFD2F_B528
  private static let contentChecksumFlag: UInt8 = 0b100

  /// Reads the header of bytes that are one frame and nothing else.
  ///
  /// - Throws: `ZstdError` when they are not, or when the frame has no content size or needs a dictionary.
  init(of frame: UnsafeRawBufferPointer) throws(ZstdError) {
    guard frame.count > 4,
      UInt32(littleEndian: unsafe frame.loadUnaligned(as: UInt32.self)) == Self.magic
    else { throw ZstdError("the bytes are not a zstd frame") }

    let frameByteCount = unsafe ZSTD_findFrameCompressedSize(frame.baseAddress, frame.count)
    if let error = ZstdError(result: frameByteCount) { throw error }
    guard frameByteCount == frame.count else {
      throw ZstdError("the zstd frame ends after \(frameByteCount) of \(frame.count) bytes")
    }
    let contentByteCount = unsafe ZSTD_getFrameContentSize(frame.baseAddress, frame.count)
    // The two largest values stand for "not declared" and "not readable".
    guard let contentByteCount = Int(exactly: contentByteCount) else {
      throw ZstdError("the frame declares no content size")
    }
    guard unsafe ZSTD_getDictID_fromFrame(frame.baseAddress, frame.count) == 0 else {
      throw ZstdError("the frame needs a dictionary")
    }
    self.contentByteCount = contentByteCount
    // RFC 8878, 3.1.1.1.1: bit 2 of the byte after the magic number.
    hasContentChecksum = unsafe frame[4] & Self.contentChecksumFlag != 0
  }
}
