//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A file that travels with the weights, such as `config.json`.
public struct SideFileRecord: Hashable, Sendable {
  /// A plain file name, without folder.
  public let name: String
  /// The size in bytes.
  public let byteCount: Int
  /// The frames that hold the content, in order.
  public let frames: [FrameRecord]

  /// The size that it takes in the container, in bytes.
  public var storedByteCount: Int { frames.reduce(0) { $0 + $1.storedByteCount } }
}
