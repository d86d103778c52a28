//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How far a quantization is.
public struct QuantizeProgress: Sendable {
  /// What is being done.
  public enum Phase: Sendable, CaseIterable {
    /// Hashing the sources; counted are bytes of the files.
    case hashing
    /// Reading, quantizing, compressing and writing; counted are bytes of the checkpoint.
    case quantizing
    /// Rounding the matrices of layers for a text and writing them; counted are bytes of the checkpoint.
    case calibrating
    /// Reading the result back; counted are bytes of the file.
    case verifying
  }

  /// What is being done.
  public let phase: Phase
  /// The bytes that are done.
  public let byteCount: Int
  /// The bytes of the phase.
  public let totalByteCount: Int
}
