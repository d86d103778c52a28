//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A file that appears under its name complete or not at all.
///
/// Bytes go to `<path>.partial` beside it; `commit` makes them durable and renames. A value that goes
/// away uncommitted removes what it wrote. The partial file is locked while it is written, so two
/// processes never write to one output; a partial file that a killed process left is written over.
/// Where `path` is a symbolic link to a file, that file is replaced and the link stays.
/// For one thread at a time.
final class AtomicOutputFile {
  /// How often to try again when the partial file changes hands just then.
  private static let raceLimit = 100

  let path: String
  /// The number of bytes appended so far, which is the offset of the next one.
  private(set) var byteCount = 0
  /// How long `commit` waited until the disk had the bytes.
  private(set) var synchronizationDuration = Duration.zero
  private let target: String
  private let partialPath: String
  private let replacing: Bool
  private var descriptor: SystemCalls.Descriptor?

  /// Begins an output.
  ///
  /// - Parameters:
  ///   - path: Where the file is to appear.
  ///   - replacing: Whether a file at `path` may be replaced.
  /// - Throws: `FileError`: `.alreadyExists`, `.wrongKind` when `path` is not a plain file, `.busy`, or
  ///   what the system reports.
  init(path: String, replacing: Bool) throws(FileError) {
    try Self.checkTarget(path, replacing: replacing)
    self.path = path
    self.replacing = replacing
    target = SystemCalls.isSymbolicLink(path) ? FileSystem.resolved(path) : path
    partialPath = target + ".partial"
    descriptor = try Self.openLocked(partialPath)
  }

  deinit {
    guard let descriptor else { return }
    try? SystemCalls.removeFile(partialPath)
    SystemCalls.closeDescriptor(descriptor)
  }

  /// Checks that `path` can become an output, without touching it.
  static func checkTarget(_ path: String, replacing: Bool) throws(FileError) {
    guard let last = path.utf8.last,
      last != UInt8(ascii: "/") || FileSystem.kind(of: path) != .nothing
    else {
      throw .wrongKind(path: path, expected: "the name of a file", found: "no file name")
    }
    let status: SystemCalls.Status
    do throws(SystemCalls.ErrorNumber) {
      status = try SystemCalls.status(of: path)
    } catch {
      // A missing folder shows when the partial file is created, a link to nothing would only at the end.
      guard replacing || !SystemCalls.isSymbolicLink(path) else { throw .alreadyExists(path: path) }
      return
    }
    guard status.kind == .file else {
      throw .wrongKind(path: path, expected: "a plain file", found: status.kind.text)
    }
    guard replacing else { throw .alreadyExists(path: path) }
  }

  // MARK: The partial file

  private static func openLocked(_ partialPath: String) throws(FileError) -> SystemCalls.Descriptor
  {
    for _ in 0..<raceLimit {
      let descriptor: SystemCalls.Descriptor
      do throws(SystemCalls.ErrorNumber) {
        descriptor = try SystemCalls.openForWriting(partialPath)
      } catch {
        throw .system("create", path: partialPath, number: error)
      }
      do throws(SystemCalls.ErrorNumber) {
        if try take(descriptor, at: partialPath) { return descriptor }
        SystemCalls.closeDescriptor(descriptor)
      } catch {
        SystemCalls.closeDescriptor(descriptor)
        throw error == .wouldBlock
          ? .busy(path: partialPath)
          : .system("create", path: partialPath, number: error)
      }
    }
    throw .busy(path: partialPath)
  }

  /// Locks and empties the open file; false when it must be opened anew.
  private static func take(
    _ descriptor: SystemCalls.Descriptor,
    at partialPath: String
  ) throws(SystemCalls.ErrorNumber) -> Bool {
    try SystemCalls.lock(descriptor)
    let locked = try SystemCalls.status(of: descriptor)
    // Between opening and locking another process may have renamed or removed its file.
    guard let named = try? SystemCalls.status(of: partialPath),
      named.inode == locked.inode, named.device == locked.device
    else { return false }
    // A process that was killed while it published left its output both names; to empty the file under
    // this name would empty the output.
    guard locked.linkCount == 1 else {
      try SystemCalls.removeFile(partialPath)
      return false
    }
    try SystemCalls.truncate(descriptor, to: 0)
    return true
  }

  /// Appends bytes at the end.
  ///
  /// - Throws: `FileError`: `.noSpace` when the disk is full, or what the system reports.
  func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    guard let descriptor else { preconditionFailure("append after commit") }
    var written = 0
    while written < bytes.count {
      do throws(SystemCalls.ErrorNumber) {
        let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[written...])
        written += try unsafe SystemCalls.write(descriptor, at: byteCount + written, from: rest)
      } catch {
        throw .system("write", path: partialPath, number: error)
      }
    }
    byteCount += written
  }

  /// Appends bytes at the end.
  func append(_ bytes: [UInt8]) throws(FileError) {
    try unsafe bytes.withUnsafeBufferPointer { buffer throws(FileError) in
      try unsafe append(UnsafeRawBufferPointer(buffer))
    }
  }

  // MARK: Publishing

  /// Makes the bytes durable and gives them their name.
  ///
  /// - Throws: `FileError`: `.alreadyExists` when a file took the name meanwhile and may not be
  ///   replaced; then and on any other failure nothing has changed under the name.
  func commit() throws(FileError) {
    guard let descriptor else { preconditionFailure("commit twice") }
    do throws(SystemCalls.ErrorNumber) {
      let start = ContinuousClock.now
      try SystemCalls.synchronize(descriptor)
      synchronizationDuration = ContinuousClock.now - start
    } catch {
      throw .system("write", path: partialPath, number: error)
    }
    do throws(SystemCalls.ErrorNumber) {
      try publish()
    } catch .exists {
      throw .alreadyExists(path: path)
    } catch {
      throw .system("rename", path: partialPath, number: error)
    }
    self.descriptor = nil
    SystemCalls.closeDescriptor(descriptor)
    Self.synchronizeFolder(of: target)
  }

  private func publish() throws(SystemCalls.ErrorNumber) {
    guard !replacing else { return try SystemCalls.renameFile(partialPath, to: target) }
    // A link, unlike a rename, fails when the name is taken.
    do throws(SystemCalls.ErrorNumber) {
      try SystemCalls.linkFile(partialPath, to: target)
    } catch .exists {
      throw .exists
    } catch {
      // A file system without hard links: this check is the best there is.
      guard FileSystem.kind(of: target) == .nothing else { throw .exists }
      return try SystemCalls.renameFile(partialPath, to: target)
    }
    // The output stands. Should its other name stay behind, the next output removes it.
    try? SystemCalls.removeFile(partialPath)
  }

  /// Makes the new name durable; best effort, since some file systems cannot.
  private static func synchronizeFolder(of path: String) {
    guard let folder = try? SystemCalls.openForReading(Path.folder(of: path)) else { return }
    try? SystemCalls.synchronize(folder)
    SystemCalls.closeDescriptor(folder)
  }
}
