//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import CQuantKernels

/// The computations of inference, on one instruction set and the threads of a pool.
///
/// Results depend on the instruction set but not on the number of threads, and a token's results not on
/// which other tokens are computed along with it. A pool serves one computation at a time.
struct Kernels: Sendable {
  /// Which instructions are used; the processor must support them.
  let instructionSet: InstructionSet
  /// Where the work is done.
  let pool: ThreadPool

  init(instructionSet: InstructionSet, pool: ThreadPool) {
    precondition(instructionSet.isSupported, "this processor lacks \(instructionSet)")
    self.instructionSet = instructionSet
    self.pool = pool
  }

  /// Calls `body` with parts of `0..<tokenCount` on all threads; a single token is not worth it.
  func forEachPart(ofTokens tokenCount: Int, _ body: (_ tokens: Range<Int>) -> Void) {
    if tokenCount == 1 { body(0..<1) } else { pool.forEachPart(of: tokenCount, body) }
  }
}
