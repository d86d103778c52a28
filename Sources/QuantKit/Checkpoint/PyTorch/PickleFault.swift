//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Why bytes are no pickle that is read.
struct PickleFault: Error, Equatable {
  /// The kind of fault.
  enum Code {
    /// The bytes end before the pickle does.
    case truncated
    /// The machine would fail: an empty stack, a name that is none, a memo entry that is not there.
    case malformed
    /// An instruction that is not read.
    case unsupportedInstruction
    /// More of something than is accepted.
    case limitExceeded
  }

  let code: Code
  /// Where the instruction begins, in bytes from the start of the pickle.
  let offset: Int
  /// What is wrong, as a part of a sentence.
  let problem: String
}
