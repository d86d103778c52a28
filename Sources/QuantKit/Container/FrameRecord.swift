//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Where a frame stands in a file and what it must be.
public struct FrameRecord: Hashable, Sendable {
  /// The position of its first byte, from the start of the file.
  public let offset: Int
  /// The size that it takes in the file, in bytes.
  public let storedByteCount: Int
  /// The size that it decompresses to, in bytes.
  public let contentByteCount: Int
  /// The checksum of the stored bytes.
  public let checksum: Checksum

  /// The position after its last byte.
  var end: Int { offset + storedByteCount }
}
