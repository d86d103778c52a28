//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Operations on paths as text; nothing here touches the file system.
///
/// Slashes are looked for among the bytes, as the system does: a combining mark behind one would hide it
/// among a string's characters.
package enum Path {
  private static let slash = UInt8(ascii: "/")

  /// `name` inside `folder`.
  package static func join(_ folder: String, _ name: String) -> String {
    guard let last = folder.utf8.last else { return name }
    return last == slash ? folder + name : folder + "/" + name
  }

  /// The last component, without trailing slashes; `/` for the root.
  package static func lastComponent(of path: String) -> String {
    guard let last = path.utf8.split(separator: slash).last else { return path.isEmpty ? "" : "/" }
    return String(Substring(last))
  }

  /// The folder that holds the last component; `.` when the path names none.
  package static func folder(of path: String) -> String {
    guard let last = path.utf8.split(separator: slash).last else { return path.isEmpty ? "." : "/" }
    var end = last.startIndex
    guard end > path.startIndex else { return "." }
    while end > path.startIndex, path.utf8[path.utf8.index(before: end)] == slash {
      end = path.utf8.index(before: end)
    }
    return end == path.startIndex ? "/" : String(path[..<end])
  }

  /// Whether the text is a plain file name: not empty, no slash, no NUL, not `.` or `..`.
  package static func isPlainName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && !name.utf8.contains { $0 == slash || $0 == 0 }
  }
}
