//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A plain file opened for positioned reads.
///
/// Reads name their offset, so threads share one value without a lock. The file stays readable when
/// another process renames or replaces it. Closed with the last reference.
public final class InputFile: Sendable {
  /// The path as it was given.
  public let path: String
  /// The size in bytes when the file was opened.
  public var byteCount: Int { stamp.byteCount }
  /// Size and time when the file was opened.
  let stamp: FileStamp
  private let descriptor: SystemCalls.Descriptor

  /// Opens a file, following symbolic links.
  ///
  /// - Throws: `FileError`: `.notFound`, `.permissionDenied`, or `.wrongKind` for a folder, a device,
  ///   a pipe or a socket.
  public init(path: String) throws(FileError) {
    let descriptor: SystemCalls.Descriptor
    let status: SystemCalls.Status
    do throws(SystemCalls.ErrorNumber) {
      descriptor = try SystemCalls.openForReading(path)
    } catch {
      throw Self.error(opening: path, number: error)
    }
    self.descriptor = descriptor
    self.path = path
    do throws(SystemCalls.ErrorNumber) {
      status = try SystemCalls.status(of: descriptor)
    } catch {
      SystemCalls.closeDescriptor(descriptor)
      throw .system("read", path: path, number: error)
    }
    stamp = FileStamp(status)
    // From here on every property is set, so `deinit` closes the descriptor also after a throw.
    guard status.kind == .file else {
      throw .wrongKind(path: path, expected: "a plain file", found: status.kind.text)
    }
  }

  deinit { SystemCalls.closeDescriptor(descriptor) }

  /// Why a file could not be opened, in clearer words than the system's where there are any.
  private static func error(opening path: String, number: SystemCalls.ErrorNumber) -> FileError {
    // A socket cannot be opened at all.
    if FileSystem.kind(of: path) == .other {
      let found = SystemCalls.FileKind.other.text
      return .wrongKind(path: path, expected: "a plain file", found: found)
    }
    if number.code == .notFound, SystemCalls.isSymbolicLink(path) {
      return .danglingLink(path: path)
    }
    return .system("open", path: path, number: number)
  }

  /// Fills `buffer` with the bytes that begin at `offset`.
  ///
  /// - Throws: `FileError`: `.truncated` when the file ends first, `.failed` when reading fails.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FileError) {
    var filled = 0
    while filled < buffer.count {
      let count: Int
      do throws(SystemCalls.ErrorNumber) {
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
        count = try unsafe SystemCalls.read(descriptor, at: offset + filled, into: rest)
      } catch {
        throw .system("read", path: path, number: error)
      }
      guard count > 0 else {
        throw .truncated(path: path, offset: offset, expected: buffer.count, found: filled)
      }
      filled += count
    }
  }

  /// Checks that the first and the last byte can be read.
  ///
  /// - Throws: `FileError`.
  func checkReadable() throws(FileError) {
    guard byteCount > 0 else { return }
    _ = try bytes(at: 0, byteCount: 1)
    _ = try bytes(at: byteCount - 1, byteCount: 1)
  }

  /// Checks that nobody wrote to the file since it was opened.
  ///
  /// - Throws: `FileError.changed`, or what the system reports.
  func checkUnchanged() throws(FileError) {
    let status: SystemCalls.Status
    do throws(SystemCalls.ErrorNumber) {
      status = try SystemCalls.status(of: descriptor)
    } catch {
      throw .system("read", path: path, number: error)
    }
    guard FileStamp(status) == stamp else { throw .changed(path: path) }
  }

  /// Lets the system fetch bytes that will be read soon, while other work goes on; those past the end of the
  /// file do not count.
  func prefetch(at offset: Int, byteCount: Int) {
    let count = min(byteCount, self.byteCount - offset)
    if count > 0 { SystemCalls.adviseReading(descriptor, at: offset, byteCount: count) }
  }

  /// The `byteCount` bytes that begin at `offset`.
  ///
  /// - Throws: `FileError`: `.truncated` when the file ends first, `.failed` when reading fails.
  public func bytes(at offset: Int, byteCount: Int) throws(FileError) -> [UInt8] {
    guard offset >= 0, byteCount >= 0, offset <= self.byteCount,
      byteCount <= self.byteCount - offset
    else {
      throw .truncated(
        path: path,
        offset: offset,
        expected: byteCount,
        found: max(0, self.byteCount - max(0, offset))
      )
    }
    return try unsafe [UInt8].filled(byteCount: byteCount) { buffer throws(FileError) in
      try unsafe read(at: offset, into: buffer)
    }
  }

  /// The whole file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: The largest size accepted, in bytes.
  /// - Returns: Its bytes.
  /// - Throws: `FileError`: `.tooLarge` when the file is larger than `limit`, else what the system reports.
  public static func contents(of path: String, limit: Int) throws(FileError) -> [UInt8] {
    let file = try InputFile(path: path)
    try file.checkSize(limit: limit)
    return try file.bytes(at: 0, byteCount: file.byteCount)
  }

  /// Throws `FileError.tooLarge` when the file is larger than `limit` bytes.
  func checkSize(limit: Int) throws(FileError) {
    guard byteCount <= limit else {
      throw .tooLarge(path: path, found: "\(byteCount) bytes", limit: limit)
    }
  }
}

extension [UInt8] {
  /// An array whose bytes a closure writes, all of them, so that they need no value before.
  static func filled(
    byteCount: Int,
    by fill: (UnsafeMutableRawBufferPointer) throws(FileError) -> Void
  ) throws(FileError) -> [UInt8] {
    var failure: FileError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
      do throws(FileError) {
        // The buffer may be larger than was asked for.
        try unsafe fill(UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: byteCount))
        count = byteCount
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }
}
