//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Why a loaded model cannot do what it was asked for.
public struct SessionError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure; new kinds may be added.
  public struct Code: Hashable, Sendable {
    private enum Value: Hashable {
      case emptyPrompt, promptTooLong, textTooShort, unknownToken, badLine, badConfiguration
      case otherVocabulary, noThread
    }
    private let value: Value

    /// The prompt has no tokens and the tokenizer adds none.
    public static let emptyPrompt = Code(value: .emptyPrompt)
    /// The prompt, or a window of a text, has more tokens than the context.
    public static let promptTooLong = Code(value: .promptTooLong)
    /// The text has too few tokens to score one.
    public static let textTooShort = Code(value: .textTooShort)
    /// A token id is not in the vocabulary.
    public static let unknownToken = Code(value: .unknownToken)
    /// A line of a file is not what it should be.
    public static let badLine = Code(value: .badLine)
    /// generation_config.json says something that cannot be followed.
    public static let badConfiguration = Code(value: .badConfiguration)
    /// Two models that are to be compared cut texts into other tokens.
    public static let otherVocabulary = Code(value: .otherVocabulary)
    /// The system gives no thread to work on.
    public static let noThread = Code(value: .noThread)
  }

  /// The kind of failure.
  public let code: Code
  /// The model, or the file that was given.
  public let path: String
  /// One sentence for a person: what failed, where, why and what to do.
  public let message: String

  /// The same as `message`.
  public var description: String { message }
}

extension SessionError {
  static func emptyPrompt(path: String) -> SessionError {
    SessionError(
      code: .emptyPrompt,
      path: path,
      message: "the prompt is empty, and the tokenizer of \(path.quoted) adds no begin token; "
        + "give at least one character"
    )
  }

  static func promptTooLong(path: String, tokenCount: Int, context: Int) -> SessionError {
    SessionError(
      code: .promptTooLong,
      path: path,
      message: "the prompt has \(tokenCount) tokens, \(path.quoted) has a context of \(context); "
        + "shorten it or pass a larger --context"
    )
  }

  static func windowTooLong(path: String, tokenCount: Int, context: Int) -> SessionError {
    SessionError(
      code: .promptTooLong,
      path: path,
      message:
        "a window of \(tokenCount) tokens does not fit in the context of \(context) tokens of "
        + "\(path.quoted); pass a smaller --window"
    )
  }

  static func textTooShort(path: String, tokenCount: Int) -> SessionError {
    SessionError(
      code: .textTooShort,
      path: path,
      message:
        "the text has \(tokenCount) \(tokenCount == 1 ? "token" : "tokens") with the tokenizer of \(path.quoted), "
        + "at least 2 are needed to score one"
    )
  }

  static func unknownToken(_ token: Int, path: String, vocabularySize: Int) -> SessionError {
    SessionError(
      code: .unknownToken,
      path: path,
      message: "token id \(token) is outside the vocabulary of \(path.quoted), "
        + "which has ids 0 to \(vocabularySize - 1)"
    )
  }

  static func badConfiguration(
    path: String,
    key: String,
    found: String,
    expected: String
  ) -> SessionError {
    SessionError(
      code: .badConfiguration,
      path: path,
      message: "\(path.quoted) sets '\(key)' to \(found), expected \(expected); "
        + "pass a value of your own"
    )
  }

  static func otherVocabulary(path: String, reference: String, problem: String) -> SessionError {
    SessionError(
      code: .otherVocabulary,
      path: path,
      message: "\(path.quoted) and \(reference.quoted) cannot be compared token by token: "
        + "\(problem); give a model and the checkpoint that it was made from"
    )
  }

  static func noThread(path: String) -> SessionError {
    SessionError(
      code: .noThread,
      path: path,
      message: "the system has no thread left to run \(path.quoted) on; end other programs or "
        + "raise the limit on processes"
    )
  }

  static func badLine(_ line: Int, path: String, problem: String) -> SessionError {
    SessionError(
      code: .badLine,
      path: path,
      message: "line \(line) of \(path.quoted) is no JSON string: \(problem)"
    )
  }
}
