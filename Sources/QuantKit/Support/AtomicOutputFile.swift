//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A file that appears under its name complete or not at all.
///
/// Bytes go to `<path>.partial` beside it; `commit` makes them durable and renames. A value that goes
/// away uncommitted removes what it wrote, unless it `isKept`. The partial file is locked while it is
/// written, so two processes never write to one output; a partial file that an earlier process left is
/// written over, or gone on with.
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
  /// Whether the partial file stays when this value goes away uncommitted.
  var isKept = false
  /// Where the bytes go until they are all there.
  let partialPath: String
  private let target: String
  private let replacing: Bool
  private var descriptor: SystemCalls.Descriptor?
  private var isSynchronized = false

  /// Begins an output.
  ///
  /// - Parameters:
  ///   - path: Where the file is to appear.
  ///   - replacing: Whether a file at `path` may be replaced.
  ///   - resuming: Whether the bytes that an earlier process left stay where they are, to be read by
  ///     `bytes(at:byteCount:)` and skipped by `skip(to:)`; those that are not end with `truncate`.
  /// - Throws: `FileError`: `.alreadyExists`, `.wrongKind` when `path` is not a plain file, `.busy`, or
  ///   what the system reports.
  init(path: String, replacing: Bool, resuming: Bool = false) throws(FileError) {
    try Self.checkTarget(path, replacing: replacing)
    self.path = path
    self.replacing = replacing
    target = Self.target(of: path)
    partialPath = Self.siblingPath(of: path, suffix: Self.partialSuffix)
    isKept = resuming
    descriptor = try Self.openLocked(partialPath, emptying: !resuming)
  }

  deinit {
    guard let descriptor else { return }
    if !isKept { try? SystemCalls.removeFile(partialPath) }
    SystemCalls.closeDescriptor(descriptor)
  }

  /// What the name of the partial file adds to that of the output.
  static let partialSuffix = ".partial"

  /// The path of a file beside an output that belongs to it while it is made.
  static func siblingPath(of path: String, suffix: String) -> String { target(of: path) + suffix }

  private static func target(of path: String) -> String {
    SystemCalls.isSymbolicLink(path) ? FileSystem.resolved(path) : path
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

  /// Whether a process has the partial file locked.
  static func isBeingWritten(partialPath: String) -> Bool {
    guard let descriptor = try? SystemCalls.openForReading(partialPath) else { return false }
    defer { SystemCalls.closeDescriptor(descriptor) }
    do throws(SystemCalls.ErrorNumber) {
      try SystemCalls.lock(descriptor)
      return false
    } catch {
      return error == .wouldBlock
    }
  }

  private static func openLocked(
    _ partialPath: String,
    emptying: Bool
  ) throws(FileError) -> SystemCalls.Descriptor {
    for _ in 0..<raceLimit {
      let descriptor: SystemCalls.Descriptor
      do throws(SystemCalls.ErrorNumber) {
        descriptor = try SystemCalls.openForWriting(partialPath)
      } catch {
        throw .system("create", path: partialPath, number: error)
      }
      do throws(SystemCalls.ErrorNumber) {
        if try take(descriptor, at: partialPath, emptying: emptying) { return descriptor }
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

  /// Locks the open file and may empty it; false when it must be opened anew.
  private static func take(
    _ descriptor: SystemCalls.Descriptor,
    at partialPath: String,
    emptying: Bool
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
    if emptying { try SystemCalls.truncate(descriptor, to: 0) }
    return true
  }

  // MARK: Going on with what is there

  /// Bytes that stand in the partial file, or nil when it ends before them.
  ///
  /// - Throws: `FileError` when reading fails.
  func bytes(at offset: Int, byteCount: Int) throws(FileError) -> [UInt8]? {
    let descriptor = openDescriptor
    var isComplete = true
    let bytes = try unsafe [UInt8].filled(byteCount: byteCount) { buffer throws(FileError) in
      do throws(SystemCalls.ErrorNumber) {
        isComplete = try unsafe SystemCalls.readAll(descriptor, at: offset, into: buffer)
      } catch {
        throw .system("read", path: partialPath, number: error)
      }
    }
    return isComplete ? bytes : nil
  }

  /// Goes on at an offset up to which the partial file has what it should.
  func skip(to offset: Int) {
    precondition(offset >= byteCount, "bytes that were written are not taken back")
    byteCount = offset
  }

  /// Removes what stands behind the bytes that are appended or skipped.
  func truncate() throws(FileError) {
    do throws(SystemCalls.ErrorNumber) {
      try SystemCalls.truncate(openDescriptor, to: byteCount)
    } catch {
      throw .system("write", path: partialPath, number: error)
    }
  }

  // MARK: Writing

  private var openDescriptor: SystemCalls.Descriptor {
    guard let descriptor else { preconditionFailure("the output is committed") }
    return descriptor
  }

  /// Appends bytes at the end.
  ///
  /// - Throws: `FileError`: `.noSpace` when the disk is full, or what the system reports.
  func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    do throws(SystemCalls.ErrorNumber) {
      try unsafe SystemCalls.writeAll(openDescriptor, at: byteCount, from: bytes)
    } catch {
      throw .system("write", path: partialPath, number: error)
    }
    byteCount += bytes.count
    isSynchronized = false
  }

  /// Appends bytes at the end.
  func append(_ bytes: [UInt8]) throws(FileError) {
    try unsafe bytes.withUnsafeBufferPointer { buffer throws(FileError) in
      try unsafe append(UnsafeRawBufferPointer(buffer))
    }
  }

  // MARK: Publishing

  /// Waits until the disk has the bytes, and lets the system forget them, so that who reads them back
  /// sees what the disk has.
  func synchronize() throws(FileError) {
    do throws(SystemCalls.ErrorNumber) {
      let start = ContinuousClock.now
      try SystemCalls.synchronize(openDescriptor)
      synchronizationDuration += ContinuousClock.now - start
    } catch {
      throw .system("write", path: partialPath, number: error)
    }
    SystemCalls.dropFromCache(openDescriptor)
    isSynchronized = true
  }

  /// Makes the bytes durable and gives them their name.
  ///
  /// - Throws: `FileError`: `.alreadyExists` when a file took the name meanwhile and may not be
  ///   replaced; then and on any other failure nothing has changed under the name.
  func commit() throws(FileError) {
    let descriptor = openDescriptor
    if !isSynchronized { try synchronize() }
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
