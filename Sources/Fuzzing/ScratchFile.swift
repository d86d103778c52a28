//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

@testable import QuantKit

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// A file that is written anew for each input, for parsers that open a path.
final class ScratchFile {
  let path: String
  private let descriptor: Int32

  /// Makes the file; it stays in its folder, which is the caller's to remove.
  init(folder: String) throws(FileError) {
    path = Path.join(folder, "input")
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0 else {
      throw FileError(code: .failed, path: path, message: "cannot create \(path.quoted)")
    }
  }

  deinit { close(descriptor) }

  /// The path of the file, which then has these bytes.
  func holding(_ bytes: [UInt8]) throws(FileError) -> String {
    let count = unsafe bytes.withUnsafeBytes {
      unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0)
    }
    guard count == bytes.count, ftruncate(descriptor, off_t(bytes.count)) == 0 else {
      throw FileError(code: .failed, path: path, message: "cannot write \(path.quoted)")
    }
    return path
  }
}
