//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import CZstd

/// Why bytes could not be compressed or decompressed.
///
/// Has no path: whoever reads or writes the file adds where the bytes stand.
struct ZstdError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, as the end of a sentence.
  let description: String

  init(_ description: String) { self.description = description }

  /// The library's words for the error that a call returned, or nil when the call succeeded.
  init?(result: Int) {
    guard ZSTD_isError(result) != 0 else { return nil }
    guard let words = unsafe ZSTD_getErrorName(result) else { return nil }
    let text = unsafe String(cString: words)
    description = "zstd reports '\(text.prefix(1).lowercased() + text.dropFirst())'"
  }

  static let outOfMemory = ZstdError("there is not enough memory for zstd")
}

/// The zstd library that this process uses.
package enum Zstd {
  /// The library's version, such as `1.5.4`; compressed bytes can differ between versions.
  package static var version: String { unsafe String(cString: ZSTD_versionString()) }

  /// The compression levels on offer, from fast to small.
  package static var levels: ClosedRange<Int> { 1...Int(ZSTD_maxCLevel()) }
}
