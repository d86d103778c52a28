//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A file that appears under its name complete or not at all.
///
/// Bytes go to `<path>.partial` beside it; `commit` makes them durable and renames. A value that goes
/// away uncommitted removes what it wrote. The partial file is locked while it is written, so two
/// processes never write to one output; a partial file that a killed process left is written over.
/// For one thread at a time.
final class AtomicOutputFile {
  let path: String
  /// The number of bytes appended so far, which is the offset of the next one.
  private(set) var byteCount = 0
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
    partialPath = path + ".partial"
    descriptor = try Self.openLocked(partialPath)
  }

  deinit {
    guard let descriptor else { return }
    try? SystemCalls.removeFile(partialPath)
    SystemCalls.closeDescriptor(descriptor)
  }

  /// Checks that `path` can become an output, without touching it.
  static func checkTarget(_ path: String, replacing: Bool) throws(FileError) {
    let status: SystemCalls.Status
    do throws(SystemCalls.ErrorNumber) {
      status = try SystemCalls.status(of: path)
    } catch {
      return  // Nothing there; a missing folder shows when the partial file is created.
    }
    guard status.kind == .file else {
      throw .wrongKind(path: path, expected: "a plain file", found: status.kind.text)
    }
    guard replacing else { throw .alreadyExists(path: path) }
  }

  private static func openLocked(_ partialPath: String) throws(FileError) -> SystemCalls.Descriptor
  {
    do throws(SystemCalls.ErrorNumber) {
      let descriptor = try SystemCalls.openForWriting(partialPath)
      do throws(SystemCalls.ErrorNumber) {
        try SystemCalls.lock(descriptor)
        let locked = try SystemCalls.status(of: descriptor)
        let named = try? SystemCalls.status(of: partialPath)
        // Between opening and locking the other process may have renamed its finished file.
        guard locked.kind == .file, named?.inode == locked.inode, named?.device == locked.device
        else { throw .wouldBlock }
        try SystemCalls.truncate(descriptor, to: 0)
        return descriptor
      } catch {
        SystemCalls.closeDescriptor(descriptor)
        throw error
      }
    } catch .wouldBlock {
      throw .busy(path: partialPath)
    } catch {
      throw .system("create", path: partialPath, number: error)
    }
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
    var failure: FileError?
    unsafe bytes.withUnsafeBytes { buffer in
      do throws(FileError) { try unsafe append(buffer) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Makes the bytes durable and gives them their name.
  ///
  /// - Throws: `FileError`: `.alreadyExists` when a file took the name meanwhile and may not be
  ///   replaced; then and on any other failure nothing has changed under the name.
  func commit() throws(FileError) {
    guard let descriptor else { preconditionFailure("commit twice") }
    do throws(SystemCalls.ErrorNumber) {
      try SystemCalls.synchronize(descriptor)
    } catch {
      throw .system("write", path: partialPath, number: error)
    }
    try publish()
    self.descriptor = nil
    SystemCalls.closeDescriptor(descriptor)
    Self.synchronizeFolder(of: path)
  }

  private func publish() throws(FileError) {
    do throws(SystemCalls.ErrorNumber) {
      if !replacing {
        // A link, unlike a rename, fails when the name is taken.
        do throws(SystemCalls.ErrorNumber) {
          try SystemCalls.linkFile(partialPath, to: path)
          try SystemCalls.removeFile(partialPath)
          return
        } catch .exists {
          throw .exists
        } catch {
          // A file system without hard links: the check below is the best there is.
          if (try? SystemCalls.status(of: path)) != nil { throw .exists }
        }
      }
      try SystemCalls.renameFile(partialPath, to: path)
    } catch .exists {
      throw .alreadyExists(path: path)
    } catch {
      throw .system("rename", path: partialPath, number: error)
    }
  }

  /// Makes the new name durable; best effort, since some file systems cannot.
  private static func synchronizeFolder(of path: String) {
    guard let folder = try? SystemCalls.openForReading(Path.folder(of: path)) else { return }
    try? SystemCalls.synchronize(folder)
    SystemCalls.closeDescriptor(folder)
  }
}
