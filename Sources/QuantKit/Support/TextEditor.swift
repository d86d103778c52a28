//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The editor that a person likes for longer texts.
package enum TextEditor {
  /// The command: `EDITOR`, else vi.
  package static var command: String {
    guard let command = Environment.value("EDITOR"), !command.isEmpty else { return "vi" }
    return command
  }

  /// Opens a text in the editor and waits until it is closed.
  ///
  /// - Parameter text: What the editor shows first.
  /// - Returns: What was in the file then.
  /// - Throws: `FileError` when no file can be made, the editor fails or what it wrote is no text.
  package static func edit(_ text: String) throws(FileError) -> String {
    let folder = Environment.value("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    let prefix = Path.join(folder, "message-")
    let path: String
    do throws(SystemCalls.ErrorNumber) {
      let file = try SystemCalls.makeTemporaryFile(prefix)
      path = file.path
      defer { SystemCalls.closeDescriptor(file.descriptor) }
      let bytes = Array(text.utf8)
      try unsafe bytes.withUnsafeBufferPointer { buffer throws(SystemCalls.ErrorNumber) in
        try unsafe SystemCalls.writeAll(
          file.descriptor,
          at: 0,
          from: UnsafeRawBufferPointer(buffer)
        )
      }
    } catch {
      throw .system("create", path: prefix + "…", number: error)
    }
    defer { FileSystem.removeFile(path) }
    let status = SystemCalls.runInShell(command + " " + quotedForShell(path))
    guard status == 0 else {
      throw FileError(
        code: .failed,
        path: path,
        message: "the editor \(command.quoted) failed, so nothing was taken from it; "
          + "set EDITOR to one that is installed"
      )
    }
    return try TextInput.file(path)
  }

  /// The text as one word of a shell command.
  private static func quotedForShell(_ text: String) -> String {
    var word = "'"
    for character in text.unicodeScalars {
      if character == "'" { word += #"'\''"# } else { word.unicodeScalars.append(character) }
    }
    return word + "'"
  }
}
