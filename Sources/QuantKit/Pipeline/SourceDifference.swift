//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// One way in which a quantized file is not what its checkpoint gives.
public struct SourceDifference: Sendable {
  /// What differs.
  public enum Subject: Hashable, Sendable {
    /// A tensor, or its statistics.
    case tensor(String)
    /// A file that travels with the tensors.
    case sideFile(String)
    /// A file of the checkpoint whose hash the container has.
    case source(String)
  }

  /// What differs.
  public let subject: Subject
  /// One sentence for a person, without a full stop: what differs, where and how.
  public let message: String
}
