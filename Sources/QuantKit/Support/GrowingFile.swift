//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A small file that is written piece by piece and read again after the process that wrote it was killed.
///
/// A piece is handed to the system whole and not made durable: it outlives the process, but perhaps not
/// a loss of power. For one thread at a time, and one process: nothing is locked.
final class GrowingFile {
  /// The path as it was given.
  let path: String
  private let descriptor: SystemCalls.Descriptor
  private var byteCount = 0

  /// Opens a file for writing, creating an empty one when there is none.
  ///
  /// - Throws: `FileError`.
  init(path: String) throws(FileError) {
    self.path = path
    do throws(SystemCalls.ErrorNumber) {
      descriptor = try SystemCalls.openForWriting(path)
    } catch {
      throw .system("create", path: path, number: error)
    }
  }

  deinit { SystemCalls.closeDescriptor(descriptor) }

  /// Removes what stands behind the first `byteCount` bytes; the next piece is appended there.
  func truncate(to byteCount: Int) throws(FileError) {
    do throws(SystemCalls.ErrorNumber) {
      try SystemCalls.truncate(descriptor, to: byteCount)
    } catch {
      throw .system("write", path: path, number: error)
    }
    self.byteCount = byteCount
  }

  /// Writes bytes at the end.
  func append(_ bytes: [UInt8]) throws(FileError) {
    do throws(SystemCalls.ErrorNumber) {
      try unsafe bytes.withUnsafeBufferPointer { buffer throws(SystemCalls.ErrorNumber) in
        let buffer = UnsafeRawBufferPointer(buffer)
        try unsafe SystemCalls.writeAll(descriptor, at: byteCount, from: buffer)
      }
    } catch {
      throw .system("write", path: path, number: error)
    }
    byteCount += bytes.count
  }
}
