//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Why a damaged file cannot be repaired; nothing was changed.
public struct RepairError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure; new kinds may be added.
  public struct Code: Hashable, Sendable {
    private enum Value: Hashable {
      case beyondRepair, otherCheckpoint
    }
    private let value: Value

    /// What is damaged is not among what a checkpoint can give back.
    public static let beyondRepair = Code(value: .beyondRepair)
    /// The checkpoint is not the one that the file was made of.
    public static let otherCheckpoint = Code(value: .otherCheckpoint)
  }

  /// The kind of failure.
  public let code: Code
  /// The `.qkit` file.
  public let path: String
  /// One sentence for a person: what failed, why and what to do.
  public let message: String

  /// The same as `message`.
  public var description: String { message }
}

extension RepairError {
  /// `problem` says what is lost and what to do.
  static func beyondRepair(path: String, problem: String) -> RepairError {
    RepairError(
      code: .beyondRepair,
      path: path,
      message: "\(path.quoted) cannot be repaired: \(problem)"
    )
  }

  /// `problem` says what contradicts that the file was made of the checkpoint.
  static func otherCheckpoint(path: String, checkpoint: String, problem: String) -> RepairError {
    RepairError(
      code: .otherCheckpoint,
      path: path,
      message:
        "\(checkpoint.quoted) is not the checkpoint that \(path.quoted) was made of: \(problem);"
        + " nothing was changed"
    )
  }
}
