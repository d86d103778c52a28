//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// The calls into libc that the library makes, one wrapper each.
///
/// Differences between the platforms end here. Every wrapper retries calls that a signal
/// interrupted and returns failures as an `ErrorNumber`.
enum SystemCalls {
  /// The number that a failed call left in `errno`.
  struct ErrorNumber: Error, Equatable {
    let value: Int32

    static var current: ErrorNumber { ErrorNumber(value: errno) }
    static let exists = ErrorNumber(value: EEXIST)
    static let wouldBlock = ErrorNumber(value: EWOULDBLOCK)
    /// What file systems answer that know no locks.
    fileprivate static let noLocks = [EOPNOTSUPP, ENOTSUP, ENOSYS, ENOLCK]

    /// The system's words for the error, in lower case as the middle of a sentence.
    var text: String {
      guard let words = unsafe strerror(value) else { return "error \(value)" }
      let text = unsafe String(cString: words)
      return text.prefix(1).lowercased() + text.dropFirst()
    }

    var code: FileError.Code {
      switch value {
      case ENOENT, ENOTDIR: .notFound
      case EACCES, EPERM, EROFS: .permissionDenied
      case EEXIST: .alreadyExists
      case EISDIR: .wrongKind
      case ENOSPC, EDQUOT, EFBIG: .noSpace
      case EPIPE: .brokenPipe
      default: .failed
      }
    }
  }

  enum FileKind: Equatable {
    case file, folder, other

    /// The kind with its article, for messages.
    var text: String {
      switch self {
      case .file: "a file"
      case .folder: "a folder"
      case .other: "a device, pipe or socket"
      }
    }
  }

  struct Status {
    let kind: FileKind
    let byteCount: Int
    /// How many names the file has.
    let linkCount: Int
    /// When its contents last changed, in nanoseconds since 1970.
    let modificationTime: Int
    let device: UInt64
    let inode: UInt64
  }

  typealias Descriptor = Int32

  static func retrying(_ call: () -> Int) throws(ErrorNumber) -> Int {
    while true {
      let result = call()
      if result >= 0 { return result }
      let number = ErrorNumber.current
      if number.value != EINTR { throw number }
    }
  }

  // MARK: Descriptors

  static func openForReading(_ path: String) throws(ErrorNumber) -> Descriptor {
    // O_NONBLOCK keeps a pipe without a writer from blocking the open; plain files ignore it.
    Int32(try retrying { Int(unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) })
  }

  /// Opens for reading and writing, creating an empty file when there is none.
  static func openForWriting(_ path: String) throws(ErrorNumber) -> Descriptor {
    Int32(try retrying { Int(unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)) })
  }

  static func closeDescriptor(_ descriptor: Descriptor) {
    _ = close(descriptor)
  }

  static func status(of descriptor: Descriptor) throws(ErrorNumber) -> Status {
    var information = stat()
    _ = try retrying { Int(unsafe fstat(descriptor, &information)) }
    return Status(information)
  }

  static func status(of path: String) throws(ErrorNumber) -> Status {
    var information = stat()
    _ = try retrying { Int(unsafe stat(path, &information)) }
    return Status(information)
  }

  /// The most bytes of one call; the systems differ in what they do beyond 2 GiB.
  private static let transferLimit = 1 << 30

  /// Reads at most `buffer.count` bytes at `offset`; 0 at the end of the file.
  static func read(
    _ descriptor: Descriptor,
    at offset: Int,
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(ErrorNumber) -> Int {
    let count = min(buffer.count, transferLimit)
    return try retrying { unsafe pread(descriptor, buffer.baseAddress, count, off_t(offset)) }
  }

  /// Tells the system that bytes of a file are needed soon; best effort.
  static func adviseReading(_ descriptor: Descriptor, at offset: Int, byteCount: Int) {
    #if os(Linux)
      _ = posix_fadvise(descriptor, off_t(offset), off_t(byteCount), POSIX_FADV_WILLNEED)
    #endif
  }

  /// Writes at most `buffer.count` bytes at `offset`, at least one where there is one.
  static func write(
    _ descriptor: Descriptor,
    at offset: Int,
    from buffer: UnsafeRawBufferPointer
  ) throws(ErrorNumber) -> Int {
    let count = min(buffer.count, transferLimit)
    return try retrying { unsafe pwrite(descriptor, buffer.baseAddress, count, off_t(offset)) }
  }

  /// Fills `buffer` from `offset`; false when the file ends first.
  static func readAll(
    _ descriptor: Descriptor,
    at offset: Int,
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(ErrorNumber) -> Bool {
    var filled = 0
    while filled < buffer.count {
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count = try unsafe read(descriptor, at: offset + filled, into: rest)
      if count == 0 { return false }
      filled += count
    }
    return true
  }

  /// Writes all of `buffer` at `offset`.
  static func writeAll(
    _ descriptor: Descriptor,
    at offset: Int,
    from buffer: UnsafeRawBufferPointer
  ) throws(ErrorNumber) {
    var written = 0
    while written < buffer.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[written...])
      written += try unsafe write(descriptor, at: offset + written, from: rest)
    }
  }

  static func truncate(_ descriptor: Descriptor, to byteCount: Int) throws(ErrorNumber) {
    _ = try retrying { Int(ftruncate(descriptor, off_t(byteCount))) }
  }

  /// Returns when the file's bytes are on the disk.
  static func synchronize(_ descriptor: Descriptor) throws(ErrorNumber) {
    #if canImport(Darwin)
      // There fsync leaves the bytes in the drive's cache.
      if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
    #endif
    _ = try retrying { Int(fsync(descriptor)) }
  }

  /// Lets the system forget a file's bytes, so that the next read asks the disk; best effort.
  static func dropFromCache(_ descriptor: Descriptor) {
    #if os(Linux)
      _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
    #endif
  }

  /// The bytes that may still be written to the file system of a folder.
  static func freeByteCount(ofFolder path: String) throws(ErrorNumber) -> Int {
    var information = statvfs()
    _ = try retrying { Int(unsafe statvfs(path, &information)) }
    let (product, overflow) = UInt64(information.f_bavail)
      .multipliedReportingOverflow(by: UInt64(information.f_frsize))
    return overflow ? Int.max : Int(clamping: product)
  }

  /// Takes the exclusive advisory lock, or throws `.wouldBlock` when another process holds it.
  ///
  /// Does nothing on file systems without locks.
  static func lock(_ descriptor: Descriptor) throws(ErrorNumber) {
    do throws(ErrorNumber) {
      _ = try retrying { Int(flock(descriptor, LOCK_EX | LOCK_NB)) }
    } catch  where ErrorNumber.noLocks.contains(error.value) {
      return
    }
  }
}

extension SystemCalls.Status {
  fileprivate init(_ information: stat) {
    kind =
      switch information.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      default: .other
      }
    byteCount = Int(information.st_size)
    linkCount = Int(information.st_nlink)
    #if canImport(Darwin)
      let modified = information.st_mtimespec
    #else
      let modified = information.st_mtim
    #endif
    // A time that no clock shows must not stop a program.
    modificationTime = Int(modified.tv_sec) &* 1_000_000_000 &+ Int(modified.tv_nsec)
    device = UInt64(truncatingIfNeeded: information.st_dev)
    inode = UInt64(information.st_ino)
  }
}
