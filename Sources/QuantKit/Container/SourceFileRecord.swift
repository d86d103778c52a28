//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A file of the checkpoint that a container was made from.
public struct SourceFileRecord: Hashable, Sendable {
  /// A plain file name, without folder.
  public let name: String
  /// The size in bytes.
  public let byteCount: Int
  /// The SHA-256 of the content.
  public let hash: ContentHash
}
