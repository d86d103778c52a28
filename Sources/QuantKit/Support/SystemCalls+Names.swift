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

extension SystemCalls {
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

  /// Whether a symbolic link stands at the path, whatever it leads to.
  static func isSymbolicLink(_ path: String) -> Bool {
    var information = stat()
    return unsafe lstat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFLNK
  }

  /// The names in a folder, without `.` and `..`, in no order.
  static func names(inFolder path: String) throws(ErrorNumber) -> [String] {
    guard let folder = unsafe opendir(path) else { throw ErrorNumber.current }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while true {
      errno = 0  // The only way to tell the end from a failure.
      guard let entry = unsafe readdir(folder) else { break }
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
          unsafe String(cString: $0)
        }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    guard errno == 0 else { throw ErrorNumber.current }
    return names
  }
}
