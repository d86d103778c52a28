//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A file beside the weights: configuration or tokenizer.
public struct SideFile: Sendable {
  /// The largest file that is accepted, in bytes.
  public static let byteLimit = 64 << 20
  /// The files that belong to a checkpoint, in the order in which they are listed.
  static let knownNames = [
    "config.json", "generation_config.json", "tokenizer.model", "tokenizer.json",
    "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json",
    "merges.txt", "chat_template.jinja", "chat_template.json",
  ]

  /// The name in the checkpoint folder.
  public let name: String
  /// The path to read it from.
  public let path: String
  /// The size in bytes when the checkpoint was opened.
  public var byteCount: Int { file.byteCount }
  /// Kept open, so that what is read is what was looked at.
  let file: InputFile

  /// Looks at a file, which must be a plain one that is no larger than `byteLimit`.
  init(name: String, folder: String) throws(FileError) {
    self.name = name
    path = Path.join(folder, name)
    file = try InputFile(path: path)
    try file.checkSize(limit: Self.byteLimit)
  }

  /// The bytes of the file.
  ///
  /// - Returns: All of them.
  /// - Throws: `FileError` when the file cannot be read or somebody wrote to it since the checkpoint was
  ///   opened.
  public func contents() throws(FileError) -> [UInt8] {
    // Before as well, so that a file that got shorter is one that changed.
    try file.checkUnchanged()
    let contents = try file.bytes(at: 0, byteCount: byteCount)
    try file.checkUnchanged()
    return contents
  }
}
