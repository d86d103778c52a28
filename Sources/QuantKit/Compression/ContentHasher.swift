//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import Crypto

/// Computes the SHA-256 of bytes that come piece by piece.
struct ContentHasher {
  private var state = SHA256()

  /// Adds the bytes that come next.
  mutating func append(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { unsafe state.update(bufferPointer: $0) }
  }

  /// The hash of all bytes so far.
  var hash: ContentHash { ContentHash(bytes: Array(state.finalize())) }
}
