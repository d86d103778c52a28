//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Questions about and changes to the file system by path.
package enum FileSystem {
  /// What stands at a path, symbolic links followed.
  package enum Kind: Sendable { case file, folder, other, nothing }

  /// What stands at `path`; `nothing` also when it cannot be looked at.
  package static func kind(of path: String) -> Kind {
    guard let status = try? SystemCalls.status(of: path) else { return .nothing }
    switch status.kind {
    case .file: return .file
    case .folder: return .folder
    case .other: return .other
    }
  }

  /// The path with symbolic links, `.` and `..` resolved; unchanged when nothing stands there.
  package static func resolved(_ path: String) -> String {
    (try? SystemCalls.resolved(path)) ?? path
  }

  /// Checks that writing to `path` replaces none of the files that the output is made from.
  ///
  /// The same file by another name, through a link, is found too.
  ///
  /// - Throws: `FileError.isInput`.
  static func checkOutput(_ path: String, isNoneOf inputs: [String]) throws(FileError) {
    guard let output = try? SystemCalls.status(of: path) else { return }
    for input in inputs {
      guard let status = try? SystemCalls.status(of: input) else { continue }
      if status.device == output.device, status.inode == output.inode { throw .isInput(path: path) }
    }
  }

  /// The bytes that may still be written beside `path`; nil where the system does not say.
  static func freeByteCount(beside path: String) -> Int? {
    try? SystemCalls.freeByteCount(ofFolder: Path.folder(of: path))
  }

  /// The names in a folder, sorted by their bytes.
  static func names(inFolder path: String) throws(FileError) -> [String] {
    do throws(SystemCalls.ErrorNumber) {
      return try SystemCalls.names(inFolder: path).sorted {
        $0.utf8.lexicographicallyPrecedes($1.utf8)
      }
    } catch {
      throw .system("list", path: path, number: error)
    }
  }

  /// Creates a folder whose parent exists.
  static func makeFolder(_ path: String) throws(FileError) {
    do throws(SystemCalls.ErrorNumber) {
      try SystemCalls.makeFolder(path)
    } catch .exists {
      throw .alreadyExists(path: path)
    } catch {
      throw .system("create the folder", path: path, number: error)
    }
  }

  /// Removes a file if it is there.
  static func removeFile(_ path: String) { try? SystemCalls.removeFile(path) }

  /// Removes a folder if it is empty.
  static func removeEmptyFolder(_ path: String) { try? SystemCalls.removeFolder(path) }

  /// Writes a small file whole, or leaves what was there.
  package static func write(_ bytes: [UInt8], to path: String, replacing: Bool) throws(FileError) {
    let file = try AtomicOutputFile(path: path, replacing: replacing)
    try file.append(bytes)
    try file.commit()
  }
}
