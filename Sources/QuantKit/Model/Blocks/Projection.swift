//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A linear layer: one matrix, or several with the same input whose outputs stand side by side.
struct Projection: Sendable {
  let matrices: [WeightMatrix]

  init(_ matrices: WeightMatrix...) { self.matrices = matrices }

  /// Multiplies the first tokens of `input`.
  func callAsFunction(
    _ input: ActivationSlice,
    into output: ActivationSlice,
    tokenCount: Int,
    in pass: ForwardPass
  ) {
    pass.kernels.multiply(
      matrices,
      by: input,
      quantizingInto: pass.workspace.quantized,
      tokenCount: tokenCount,
      into: output
    )
  }

  var byteCount: Int { matrices.reduce(0) { $0 + $1.byteCount } }
}
