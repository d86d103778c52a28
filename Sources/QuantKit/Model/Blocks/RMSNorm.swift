//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Root mean square normalization: x / sqrt(mean(x²) + epsilon) x weight.
struct RMSNorm: Sendable {
  /// What it is called, for messages.
  let name: String
  /// [columns].
  let weight: [Float]
  let epsilon: Float

  /// Normalizes the first tokens of `input` into `output`, which may be `input`; of several heads side by
  /// side each for itself.
  func callAsFunction(
    _ input: ActivationSlice,
    into output: ActivationSlice,
    tokenCount: Int,
    in pass: ForwardPass
  ) {
    pass.kernels.normalize(
      input,
      weight: weight,
      epsilon: epsilon,
      tokenCount: tokenCount,
      into: output
    )
    pass.monitor?.inspect(output, of: name)
  }

  var byteCount: Int { weight.count * MemoryLayout<Float>.stride }
}
