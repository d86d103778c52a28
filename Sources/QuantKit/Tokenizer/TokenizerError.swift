//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What is wrong with a tokenizer's files, or with what is asked of a tokenizer.
public struct TokenizerError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure; new kinds may be added.
  public struct Code: Hashable, Sendable {
    private enum Value: Hashable {
      case missing, malformed, unsupported, unknownChatFormat, invalidMessages
    }
    private let value: Value

    /// There is no tokenizer among the files.
    public static let missing = Code(value: .missing)
    /// A file is damaged or contradicts itself.
    public static let malformed = Code(value: .malformed)
    /// A file is sound but asks for something that is not implemented.
    public static let unsupported = Code(value: .unsupported)
    /// The files describe no chat format that is known here.
    public static let unknownChatFormat = Code(value: .unknownChatFormat)
    /// A conversation cannot be expressed in the chat format.
    public static let invalidMessages = Code(value: .invalidMessages)
  }

  /// The kind of failure.
  public let code: Code
  /// The file, folder or container concerned.
  public let path: String
  /// Where in the file, in bytes from its start, when that is known.
  public let byteOffset: Int?
  /// One sentence for a person: what failed, where, why and what to do.
  public let message: String

  /// The same as `message`.
  public var description: String { message }

  private init(_ code: Code, path: String, byteOffset: Int? = nil, message: String) {
    self.code = code
    self.path = path
    self.byteOffset = byteOffset
    self.message = message.message
  }
}

extension TokenizerError {
  static func missing(path: String) -> TokenizerError {
    TokenizerError(
      .missing,
      path: path,
      message: "'\(path)' has no tokenizer: neither tokenizer.model nor tokenizer.json"
    )
  }

  /// `problem` is the end of a sentence.
  static func malformed(
    path: String,
    byteOffset: Int? = nil,
    problem: String
  ) -> TokenizerError {
    let place = byteOffset.map { " at byte \($0)" } ?? ""
    return TokenizerError(
      .malformed,
      path: path,
      byteOffset: byteOffset,
      message: "'\(path)' is damaged\(place): \(problem)"
    )
  }

  static func malformed(path: String, _ error: JSONError) -> TokenizerError {
    malformed(path: path, byteOffset: error.offset, problem: error.problem)
  }

  static func wrongType(
    path: String,
    key: String,
    expected: String,
    found: JSON
  ) -> TokenizerError {
    malformed(path: path, problem: "'\(key)' is \(found.kindText), \(expected) is expected")
  }

  static func duplicateID(path: String, id: Int, piece: String) -> TokenizerError {
    malformed(path: path, problem: "'\(piece)' has the id \(id), which another token has already")
  }

  static func idOutOfProportion(path: String, id: Int, count: Int) -> TokenizerError {
    malformed(path: path, problem: "the id \(id) is out of proportion to \(count) tokens")
  }

  static func tooMuch(
    path: String,
    _ what: String,
    found: Int,
    limit: Int
  ) -> TokenizerError {
    malformed(path: path, problem: "\(what): \(found), at most \(limit) are accepted")
  }

  /// `component` is what the file calls it, such as `pre_tokenizer 'Metaspace'`.
  static func unsupported(path: String, component: String) -> TokenizerError {
    TokenizerError(
      .unsupported,
      path: path,
      message: "'\(path)' needs the \(component), which is not supported"
    )
  }

  static func unknownChatFormat(path: String, reason: String) -> TokenizerError {
    TokenizerError(
      .unknownChatFormat,
      path: path,
      message: "'\(path)' has no known chat format: \(reason); "
        + "pass the prompt as plain text, with --raw if it holds every token itself"
    )
  }

  static func thinkingUnknown(path: String) -> TokenizerError {
    TokenizerError(
      .unsupported,
      path: path,
      message: "the chat format of '\(path)' has no thinking to turn on or off; "
        + "leave out --thinking and --no-thinking"
    )
  }

  static func invalidMessages(path: String, problem: String) -> TokenizerError {
    TokenizerError(
      .invalidMessages,
      path: path,
      message: "the conversation in '\(path)' cannot be used: \(problem)"
    )
  }
}
