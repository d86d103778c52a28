//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// One zstd frame with what an index needs to know about it.
struct CompressedFrame: Sendable {
  /// The frame as it is stored.
  let bytes: [UInt8]
  /// The size of the content that it decompresses to.
  let contentByteCount: Int
  /// The checksum of `bytes`.
  let checksum: Checksum
}
