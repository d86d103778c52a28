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
    let device: UInt64
    let inode: UInt64
  }

  typealias Descriptor = Int32

  private static func retrying(_ call: () -> Int) throws(ErrorNumber) -> Int {
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

  /// Reads at most `buffer.count` bytes at `offset`; 0 at the end of the file.
  static func read(
    _ descriptor: Descriptor,
    at offset: Int,
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(ErrorNumber) -> Int {
    try retrying { unsafe pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset)) }
  }

  /// Reads at most `buffer.count` bytes from where the descriptor stands; 0 at the end.
  static func read(
    _ descriptor: Descriptor,
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(ErrorNumber) -> Int {
    #if canImport(Darwin)
      try retrying { unsafe Darwin.read(descriptor, buffer.baseAddress, buffer.count) }
    #elseif canImport(Musl)
      try retrying { unsafe Musl.read(descriptor, buffer.baseAddress, buffer.count) }
    #else
      try retrying { unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
    #endif
  }

  static func write(
    _ descriptor: Descriptor,
    at offset: Int,
    from buffer: UnsafeRawBufferPointer
  ) throws(ErrorNumber) -> Int {
    try retrying { unsafe pwrite(descriptor, buffer.baseAddress, buffer.count, off_t(offset)) }
  }

  static func truncate(_ descriptor: Descriptor, to byteCount: Int) throws(ErrorNumber) {
    _ = try retrying { Int(ftruncate(descriptor, off_t(byteCount))) }
  }

  static func synchronize(_ descriptor: Descriptor) throws(ErrorNumber) {
    _ = try retrying { Int(fsync(descriptor)) }
  }

  /// Takes the exclusive advisory lock, or throws `.wouldBlock` when another process holds it.
  static func lock(_ descriptor: Descriptor) throws(ErrorNumber) {
    _ = try retrying { Int(flock(descriptor, LOCK_EX | LOCK_NB)) }
  }

  // MARK: Names

  static func renameFile(_ source: String, to target: String) throws(ErrorNumber) {
    _ = try retrying { Int(unsafe rename(source, target)) }
  }

  /// Gives the file a second name; throws `.exists` when the name is taken.
  static func linkFile(_ source: String, to target: String) throws(ErrorNumber) {
    _ = try retrying { Int(unsafe link(source, target)) }
  }

  static func removeFile(_ path: String) throws(ErrorNumber) {
    _ = try retrying { Int(unsafe unlink(path)) }
  }

  static func removeFolder(_ path: String) throws(ErrorNumber) {
    _ = try retrying { Int(unsafe rmdir(path)) }
  }

  static func makeFolder(_ path: String) throws(ErrorNumber) {
    _ = try retrying { Int(unsafe mkdir(path, 0o777)) }
  }

  /// The path with every symbolic link, `.` and `..` resolved.
  static func resolved(_ path: String) throws(ErrorNumber) -> String {
    guard let result = unsafe realpath(path, nil) else { throw ErrorNumber.current }
    defer { unsafe free(result) }
    return unsafe String(cString: result)
  }

  /// The names in a folder, without `.` and `..`, in no order.
  static func names(inFolder path: String) throws(ErrorNumber) -> [String] {
    guard let folder = unsafe opendir(path) else { throw ErrorNumber.current }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
          unsafe String(cString: $0)
        }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  // MARK: The process

  /// The largest resident size of this process so far, in bytes.
  static var peakResidentByteCount: Int {
    var usage = rusage()
    #if canImport(Darwin)
      guard unsafe getrusage(RUSAGE_SELF, &usage) == 0 else { return 0 }
      return usage.ru_maxrss
    #else
      guard unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
      return usage.ru_maxrss * 1024
    #endif
  }

  /// The number of processors that are online.
  static var processorCount: Int {
    max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
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
    device = UInt64(truncatingIfNeeded: information.st_dev)
    inode = UInt64(information.st_ino)
  }
}
