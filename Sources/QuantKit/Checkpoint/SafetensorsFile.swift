//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A safetensors file opened for reading.
struct SafetensorsFile: Sendable {
  /// The open file.
  let file: InputFile
  /// What it holds and where.
  let header: SafetensorsHeader

  /// Opens a file and checks its header.
  ///
  /// - Throws: `FileError` or `CheckpointError`.
  init(path: String) throws {
    file = try InputFile(path: path)
    let prefix = try file.bytes(
      at: 0,
      byteCount: min(SafetensorsHeader.prefixByteCount, file.byteCount)
    )
    let textByteCount = try SafetensorsHeader.textByteCount(
      prefix: prefix,
      fileByteCount: file.byteCount,
      path: path
    )
    let text = try file.bytes(at: SafetensorsHeader.prefixByteCount, byteCount: textByteCount)
    header = try SafetensorsHeader(parsing: text, fileByteCount: file.byteCount, path: path)
  }

  /// The bytes of a tensor, or nil when the file has none of that name.
  ///
  /// For small tensors: every call looks through all names and makes a copy.
  func bytes(of name: String) throws(FileError) -> [UInt8]? {
    guard let entry = header.entries.first(where: { $0.info.name == name }) else { return nil }
    return try file.bytes(at: entry.range.lowerBound, byteCount: entry.range.count)
  }
}
