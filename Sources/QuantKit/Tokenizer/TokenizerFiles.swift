//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The files that describe a tokenizer, by name, out of a checkpoint folder or a container.
public struct TokenizerFiles: Sendable {
  /// The folder or container, for messages.
  public let path: String
  private let files: [String: [UInt8]]

  /// Every file name that a tokenizer or chat format can use, in a fixed order.
  package static let names = [
    "tokenizer.model", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json",
    "added_tokens.json", "generation_config.json", "chat_template.jinja", "config.json",
  ]

  /// The largest file that is read, in bytes; published tokenizers stay below 40 MB.
  package static let byteLimit = 128 << 20

  /// The files at hand.
  ///
  /// - Parameters:
  ///   - path: The folder or container that they come from, for messages.
  ///   - files: The content of each file by its name; names that no tokenizer uses are ignored.
  public init(path: String, files: [String: [UInt8]]) {
    self.path = path
    self.files = files
  }

  /// Reads those files of a checkpoint folder that exist.
  ///
  /// - Parameter folder: The checkpoint folder; symbolic links in it are followed.
  /// - Throws: `FileError` when the folder or a file that is in it cannot be read.
  public init(folder: String) throws(FileError) {
    var files: [String: [UInt8]] = [:]
    let present = Set(try FileSystem.names(inFolder: folder))
    for name in Self.names where present.contains(name) {
      files[name] = try InputFile.contents(of: Path.join(folder, name), limit: Self.byteLimit)
    }
    self.init(path: folder, files: files)
  }
}

extension TokenizerFiles {
  /// The content of a file, or nil when there is none of that name.
  subscript(name: String) -> [UInt8]? { files[name] }

  /// Where a file is, for messages.
  func location(of name: String) -> String { Path.join(path, name) }

  /// A JSON file parsed, or nil when there is none of that name.
  func json(_ name: String) throws(TokenizerError) -> JSON? {
    guard let bytes = files[name] else { return nil }
    do throws(JSONError) {
      return try JSON(parsing: bytes)
    } catch {
      throw .malformed(path: location(of: name), error)
    }
  }
}
