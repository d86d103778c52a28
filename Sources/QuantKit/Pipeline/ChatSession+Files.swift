//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension ChatSession {
  /// Writes the conversation as JSON: `[{"role": "user", "content": "Hello"}, …]`.
  ///
  /// - Parameters:
  ///   - path: The file to write; it appears complete or not at all.
  ///   - replacing: Whether a file at `path` may be replaced.
  /// - Throws: `FileError`: `.alreadyExists` when it may not, else what the system reports.
  public func save(to path: String, replacing: Bool) throws(FileError) {
    let json = JSON.array(
      messages.map { ["role": .string($0.role), "content": .string($0.content)] }
    )
    try FileSystem.write(json.prettyPrinted(), to: path, replacing: replacing)
  }

  /// Puts a conversation that was saved in place of this one.
  ///
  /// - Parameter path: A file as `save(to:replacing:)` writes it.
  /// - Throws: `FileError` when it cannot be read, `TokenizerError` when it holds no conversation; then
  ///   nothing changes.
  public func load(_ path: String) throws {
    let messages = try ChatMessage.messages(
      parsing: InputFile.contents(of: path, limit: TextInput.byteLimit),
      path: path
    )
    replaceMessages(with: messages)
  }
}
