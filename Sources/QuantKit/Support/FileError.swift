//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What went wrong with a file or folder, independent of what is in it.
public struct FileError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure; new kinds may be added.
  public struct Code: Hashable, Sendable {
    private enum Value: Hashable {
      case notFound, permissionDenied, alreadyExists, wrongKind, busy, noSpace, truncated, tooLarge
      case isInput, brokenPipe, changed, failed
    }
    private let value: Value

    /// Nothing stands at the path.
    public static let notFound = Code(value: .notFound)
    /// The operating system refuses access.
    public static let permissionDenied = Code(value: .permissionDenied)
    /// Something stands at the path that must not be replaced.
    public static let alreadyExists = Code(value: .alreadyExists)
    /// A folder, device or pipe stands where a plain file is needed, or the other way round.
    public static let wrongKind = Code(value: .wrongKind)
    /// The output is a file that is being read.
    public static let isInput = Code(value: .isInput)
    /// Another process is writing the file.
    public static let busy = Code(value: .busy)
    /// The disk or the quota is full.
    public static let noSpace = Code(value: .noSpace)
    /// The file ends before the bytes that were asked for.
    public static let truncated = Code(value: .truncated)
    /// The file is larger than what is accepted for its purpose.
    public static let tooLarge = Code(value: .tooLarge)
    /// The file is no longer what it was when it was opened.
    public static let changed = Code(value: .changed)
    /// Nobody reads what is written to a pipe any more.
    public static let brokenPipe = Code(value: .brokenPipe)
    /// Any other failure that the operating system reports.
    public static let failed = Code(value: .failed)
  }

  /// The kind of failure.
  public let code: Code
  /// The file or folder concerned.
  public let path: String
  /// One sentence for a person: what failed, where, why and what to do.
  public let message: String

  /// The same as `message`.
  public var description: String { message }
}

extension FileError {
  /// The error for a failed system call: `action` is a verb such as `open`.
  static func system(_ action: String, path: String, number: SystemCalls.ErrorNumber) -> FileError {
    FileError(
      code: number.code,
      path: path,
      message: "cannot \(action) \(path.quoted): \(number.text)"
    )
  }

  static func truncated(path: String, offset: Int, expected: Int, found: Int) -> FileError {
    FileError(
      code: .truncated,
      path: path,
      message:
        "\(path.quoted) ends too early: \(expected) bytes expected at offset \(offset), \(found) found"
    )
  }

  static func tooLarge(path: String, found: String, limit: Int) -> FileError {
    FileError(
      code: .tooLarge,
      path: path,
      message: "\(path.quoted) has \(found), at most \(limit) are accepted"
    )
  }

  static func danglingLink(path: String) -> FileError {
    FileError(
      code: .notFound,
      path: path,
      message: "\(path.quoted) is a symbolic link to something that does not exist; restore it or "
        + "put the file in the link's place"
    )
  }

  static func wrongKind(path: String, expected: String, found: String) -> FileError {
    FileError(
      code: .wrongKind,
      path: path,
      message: "\(path.quoted) is \(found), \(expected) is needed"
    )
  }

  static func alreadyExists(path: String) -> FileError {
    FileError(
      code: .alreadyExists,
      path: path,
      message: "\(path.quoted) exists already; choose another output or pass --force to replace it"
    )
  }

  static func isInput(path: String) -> FileError {
    FileError(
      code: .isInput,
      path: path,
      message: "\(path.quoted) is a file that is read to make the output; choose another output"
    )
  }

  static func changed(path: String) -> FileError {
    FileError(
      code: .changed,
      path: path,
      message:
        "\(path.quoted) changed while it was read, so the result would be a mixture; start again when"
        + " nobody writes to it"
    )
  }

  static func spaceNeeded(path: String, needed: Int, free: Int) -> FileError {
    FileError(
      code: .noSpace,
      path: path,
      message:
        "\(path.quoted) needs at least \(needed) bytes, and its disk has \(free) free; free some or"
        + " choose another output"
    )
  }

  static func busy(path: String) -> FileError {
    FileError(
      code: .busy,
      path: path,
      message:
        "another process is writing \(path.quoted); wait until it ends or choose another output"
    )
  }
}
