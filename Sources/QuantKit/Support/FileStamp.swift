//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What tells whether a file is the one it was: its size and when it last changed.
struct FileStamp: Hashable, Sendable {
  /// The size in bytes.
  let byteCount: Int
  /// When the contents last changed, in nanoseconds since 1970.
  let modificationTime: Int
}

extension FileStamp {
  init(_ status: SystemCalls.Status) {
    byteCount = status.byteCount
    modificationTime = status.modificationTime
  }
}
