//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What is wrong with a `.qkit` file, or keeps one from being written.
public struct ContainerError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure; new kinds may be added.
  public struct Code: Hashable, Sendable {
    private enum Value: Hashable {
      case notContainer, unsupportedVersion, unsupportedFeature, truncated, damaged, malformed
      case notFound, notStorable, otherWork, notReadBack
    }
    private let value: Value

    /// The file is no `.qkit` file.
    public static let notContainer = Code(value: .notContainer)
    /// The file has a version of the format that this program does not read.
    public static let unsupportedVersion = Code(value: .unsupportedVersion)
    /// The file or a tensor is stored in a way that only later programs know.
    public static let unsupportedFeature = Code(value: .unsupportedFeature)
    /// The file is shorter or longer than it was when it was written.
    public static let truncated = Code(value: .truncated)
    /// Stored bytes are not those that were written.
    public static let damaged = Code(value: .damaged)
    /// The file was written so, but not as the format asks for.
    public static let malformed = Code(value: .malformed)
    /// The file has nothing of the name asked for.
    public static let notFound = Code(value: .notFound)
    /// The format has no room for what is to be written.
    public static let notStorable = Code(value: .notStorable)
    /// What an interrupted run left was begun with other options or from other files.
    public static let otherWork = Code(value: .otherWork)
    /// What was written is not what is read back.
    public static let notReadBack = Code(value: .notReadBack)
  }

  /// The kind of failure.
  public let code: Code
  /// The `.qkit` file.
  public let path: String
  /// The tensor concerned, if it is one.
  public private(set) var tensor: String?
  /// The position in the file, in bytes from its start, where there is one.
  public private(set) var offset: Int?
  /// One sentence for a person: what failed, where, why and what to do.
  public let message: String

  /// The same as `message`.
  public var description: String { message }
}

extension ContainerError {
  static func notContainer(path: String) -> ContainerError {
    ContainerError(
      code: .notContainer,
      path: path,
      offset: 0,
      message: "\(path.quoted) is not a .qkit file: it does not begin with the header of one"
    )
  }

  static func unsupportedVersion(path: String, found: UInt32) -> ContainerError {
    ContainerError(
      code: .unsupportedVersion,
      path: path,
      message:
        "\(path.quoted) has version \(found) of the .qkit format, this program reads version"
        + " \(ContainerFormat.version); use a newer program"
    )
  }

  static func tooShort(path: String, byteCount: Int) -> ContainerError {
    ContainerError(
      code: .truncated,
      path: path,
      offset: byteCount,
      message:
        "\(path.quoted) is cut short: it has \(byteCount) bytes, too few for a .qkit file;"
        + " copy or quantize it again"
    )
  }

  static func missingFooter(path: String, offset: Int) -> ContainerError {
    ContainerError(
      code: .truncated,
      path: path,
      offset: offset,
      message:
        "\(path.quoted) is cut short or damaged at its end: the footer expected at offset \(offset) is"
        + " not there; copy or quantize it again"
    )
  }

  static func wrongSize(path: String, expected: UInt64, found: Int) -> ContainerError {
    ContainerError(
      code: .truncated,
      path: path,
      offset: found,
      message:
        "\(path.quoted) has \(found) bytes, its footer says \(expected); copy or quantize it again"
    )
  }

  /// Damage to a place of the file, which `place` names with its article.
  static func damaged(
    path: String,
    place: String,
    tensor: String? = nil,
    offset: Int,
    problem: String
  ) -> ContainerError {
    ContainerError(
      code: .damaged,
      path: path,
      tensor: tensor,
      offset: offset,
      message:
        "\(path.quoted) is damaged at offset \(offset) in \(place): \(problem);"
        + " copy or quantize it again"
    )
  }

  /// A place of the file, which `place` names with its article, that breaks a rule of the format.
  static func malformed(
    path: String,
    place: String,
    tensor: String? = nil,
    offset: Int?,
    problem: String
  ) -> ContainerError {
    ContainerError(
      code: .malformed,
      path: path,
      tensor: tensor,
      offset: offset,
      message: "\(path.quoted) breaks the .qkit format in \(place): \(problem)"
    )
  }

  static func index(path: String, offset: Int, fault: IndexFault) -> ContainerError {
    guard fault.unknownFeature == nil else {
      return ContainerError(
        code: .unsupportedFeature,
        path: path,
        message: "\(path.quoted) cannot be read: \(fault.problem), unknown to this program;"
          + " use a newer program"
      )
    }
    return malformed(
      path: path,
      place: "the index",
      tensor: fault.tensor,
      offset: fault.offset ?? offset,
      problem: fault.problem
    )
  }

  static func unknownScheme(path: String, tensor: TensorRecord) -> ContainerError {
    ContainerError(
      code: .unsupportedFeature,
      path: path,
      tensor: tensor.info.name,
      offset: tensor.parts.first?.frames.first?.offset,
      message:
        "tensor \(tensor.info.name.quoted) in \(path.quoted) is stored with the scheme"
        + " \(tensor.encoding.schemeName.quoted), which this program does not know; use a newer program"
    )
  }

  static func notFound(path: String, tensor: String) -> ContainerError {
    ContainerError(
      code: .notFound,
      path: path,
      tensor: tensor,
      message: "\(path.quoted) has no tensor \(tensor.quoted); list its tensors to see their names"
    )
  }

  static func otherWork(path: String, difference: String) -> ContainerError {
    ContainerError(
      code: .otherWork,
      path: path,
      message:
        "cannot go on with what an interrupted run left of \(path.quoted): \(difference);"
        + " without --resume it is begun anew"
    )
  }

  static func notReadBack(path: String, damage: Damage) -> ContainerError {
    ContainerError(
      code: .notReadBack,
      path: path,
      tensor: damage.place.tensor,
      offset: damage.offset,
      message:
        "\(path.quoted) was written but is not read back as it was, so it is discarded; the disk or the"
        + " memory of this machine may be failing: \(damage.message)"
    )
  }

  static func notStorable(path: String, tensor: String? = nil, problem: String) -> ContainerError {
    let subject = tensor.map { "tensor \($0.quoted)" } ?? "the model"
    return ContainerError(
      code: .notStorable,
      path: path,
      tensor: tensor,
      message: "cannot store \(subject) in \(path.quoted): \(problem)"
    )
  }
}
