//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A linear layer: one matrix, or several with the same input whose outputs stand side by side.
struct Projection: Sendable {
  let matrices: [WeightMatrix]
  /// What the matrices are called, for messages.
  let names: [String]
  /// What the outputs are multiplied by, [outputs]; empty where they are not.
  let factors: [Float]
  /// What is then added to them, [outputs]; empty where nothing is.
  let bias: [Float]

  init(_ matrix: WeightMatrix, named name: String, factors: [Float] = [], bias: [Float] = []) {
    matrices = [matrix]
    names = [name]
    self.factors = factors
    self.bias = bias
  }

  /// Projections side by side: all with a bias, or none.
  init(joining parts: Projection...) {
    matrices = parts.flatMap(\.matrices)
    names = parts.flatMap(\.names)
    factors = parts.flatMap(\.factors)
    bias = parts.flatMap(\.bias)
  }

  /// Multiplies the first tokens of `input`.
  func callAsFunction(
    _ input: ActivationSlice,
    into output: ActivationSlice,
    tokenCount: Int,
    in pass: ForwardPass
  ) {
    pass.observer?.observe(input, of: self, tokenCount: tokenCount)
    pass.kernels.multiply(
      matrices,
      by: input,
      quantizingInto: pass.workspace.quantized,
      tokenCount: tokenCount,
      into: output
    )
    if !factors.isEmpty { pass.kernels.multiply(output, by: factors, tokenCount: tokenCount) }
    if !bias.isEmpty { pass.kernels.add(bias, to: output, tokenCount: tokenCount) }
    if let monitor = pass.monitor { inspect(output, with: monitor) }
  }

  /// Shows a monitor what each matrix gave.
  private func inspect(_ output: ActivationSlice, with monitor: ActivationMonitor) {
    var first = 0
    for (matrix, name) in zip(matrices, names) {
      monitor.inspect(output.slice(columns: first..<first + matrix.rows), of: name)
      first += matrix.rows
    }
  }

  var byteCount: Int {
    matrices.reduce(0) { $0 + $1.byteCount }
      + (factors.count + bias.count) * MemoryLayout<Float>.stride
  }
}
