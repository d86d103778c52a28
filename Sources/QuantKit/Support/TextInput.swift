//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Texts that a person hands over.
package enum TextInput {
  /// The largest text that is read, in bytes: 1 GiB.
  package static let byteLimit = 1 << 30

  /// The text of a UTF-8 file, nothing trimmed.
  ///
  /// - Throws: `FileError` when the file cannot be read or is no text.
  package static func file(_ path: String) throws(FileError) -> String {
    try decoded(InputFile.contents(of: path, limit: byteLimit), from: path)
  }

  /// The text of standard input to its end.
  ///
  /// - Throws: `FileError` when it cannot be read or is no text.
  package static func standardInput() throws(FileError) -> String {
    try decoded(StandardInput.contents(limit: byteLimit), from: "standard input")
  }

  static func decoded(_ bytes: [UInt8], from path: String) throws(FileError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FileError(
        code: .wrongKind,
        path: path,
        message: "\(path.quoted) is not text in UTF-8; convert it first, for example with iconv"
      )
    }
    return text
  }
}
