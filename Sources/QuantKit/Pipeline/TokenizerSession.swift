//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A model's tokenizer without its weights.
public struct TokenizerSession: Sendable {
  /// The tokenizer.
  public let tokenizer: Tokenizer
  private let files: TokenizerFiles

  /// Reads the tokenizer of a model.
  ///
  /// - Parameter path: A `.qkit` file, a checkpoint folder, or any folder with a tokenizer's files.
  /// - Throws: `FileError`, `ContainerError` or `TokenizerError`.
  public init(path: String) throws {
    files =
      FileSystem.kind(of: path) == .folder
      ? try TokenizerFiles(folder: path) : try ModelSource(path: path).tokenizerFiles()
    tokenizer = try Tokenizer(files: files)
  }

  /// The text of token ids.
  ///
  /// - Parameter tokens: Ids of the vocabulary.
  /// - Returns: The text, special tokens included.
  /// - Throws: `SessionError` for an id outside the vocabulary.
  public func decode(_ tokens: [Int]) throws -> String {
    for token in tokens where !(0..<tokenizer.vocabularySize).contains(token) {
      throw SessionError.unknownToken(
        token,
        path: files.path,
        vocabularySize: tokenizer.vocabularySize
      )
    }
    return tokenizer.decode(tokens)
  }

  /// The prompt that a JSON file of messages makes in the model's chat format.
  ///
  /// - Parameters:
  ///   - path: A file with `[{"role": …, "content": …}]`.
  ///   - options: What the chat template is told besides.
  /// - Returns: The token ids.
  /// - Throws: `FileError` or `TokenizerError`.
  public func encodeChat(
    ofFile path: String,
    options: ChatOptions = ChatOptions()
  ) throws -> [Int] {
    let messages = try ChatMessage.messages(
      parsing: InputFile.contents(of: path, limit: TextInput.byteLimit),
      path: path
    )
    return try ChatFormat(files: files, tokenizer: tokenizer)
      .encode(messages, tokenizer: tokenizer, options: options, messagesPath: path)
  }

  /// Encodes a file that holds one JSON string a line.
  ///
  /// - Parameters:
  ///   - path: The file; its lines end at line feeds only, and empty lines are passed over.
  ///   - addingSpecialTokens: Whether begin and end ids are added.
  ///   - receive: Takes one JSON array of ids for each line, in order.
  /// - Throws: `FileError`, `SessionError` that names the line, and what `receive` throws.
  public func encodeLines(
    ofFile path: String,
    addingSpecialTokens: Bool,
    receive: (_ ids: JSON) throws -> Void
  ) throws {
    let bytes = try InputFile.contents(of: path, limit: TextInput.byteLimit)
    for (index, line) in bytes.split(
      separator: UInt8(ascii: "\n"),
      omittingEmptySubsequences: false
    ).enumerated() where !line.isEmpty {
      let text = try Self.string(Array(line), number: index + 1, path: path)
      let tokens = tokenizer.encode(text, addingSpecialTokens: addingSpecialTokens)
      try receive(.array(tokens.map(JSON.integer)))
    }
  }

  private static func string(
    _ line: [UInt8],
    number: Int,
    path: String
  ) throws(SessionError) -> String {
    do throws(JSONError) {
      let value = try JSON(parsing: line)
      guard let text = value.string else {
        throw JSONError(problem: "it is \(value.kindText)", offset: 0)
      }
      return text
    } catch {
      throw .badLine(number, path: path, problem: error.description)
    }
  }
}
