//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

public import ArgumentParser
package import QuantKit

/// Options of every command that computes with a model.
package struct ModelOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Threads to use (default: all processors).", valueName: "count"))
  package var threads: Int?

  @Option(
    help: ArgumentHelp(
      """
      'exact' multiplies codes by float32 activations; 'fast' rounds activations to 8 bits and \
      multiplies integers.
      """,
      valueName: "mode"
    )
  )
  package var arithmetic: Arithmetic = .fast

  @Option(
    help: ArgumentHelp(
      "How the KV cache stores keys and values (default: f32 with 'exact', f16 with 'fast').",
      valueName: "format"
    )
  )
  package var kv: KeyValueFormat?

  @Option(
    help: ArgumentHelp(
      "Kernels to use (default: the widest that this processor runs).",
      valueName: "set"
    )
  )
  package var kernels: InstructionSet?

  package init() {}

  package mutating func validate() throws {
    try Program.validate(threads: threads)
    try Program.validate(kernels: kernels)
  }

  /// Loads the model with these options.
  package func session(
    path: String,
    cancellation: Cancellation,
    progress: @escaping @Sendable (_ byteCount: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> RunSession {
    try RunSession(
      path: path,
      threadCount: threads,
      arithmetic: arithmetic,
      keyValueFormat: kv,
      instructionSet: kernels ?? .best,
      cancellation: cancellation,
      progress: progress
    )
  }
}

extension Arithmetic: ExpressibleByArgument {}
extension KeyValueFormat: ExpressibleByArgument {}
extension InstructionSet: ExpressibleByArgument {}
extension ScaleChoice: ExpressibleByArgument {}
