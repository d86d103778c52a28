//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Takes an architecture's tensors out of a source and checks them against the configuration.
struct WeightLoader {
  let source: any WeightSource
  let configuration: ModelConfiguration
  /// The threads to load on; nil for the calling one alone.
  let pool: ThreadPool?

  /// The matrix `<name>.weight`.
  ///
  /// - Throws: `ModelError` `.missingTensor`, `.wrongShape`, or `.unsupportedTensor` when there is a
  ///   `<name>.bias`, which none of the architectures adds; the source's errors.
  func matrix(_ name: String, rows: Int, columns: Int) throws -> WeightMatrix {
    try check(name + ".weight", shape: [rows, columns])
    let bias = name + ".bias"
    guard source.info(of: bias) == nil else {
      throw ModelError.unsupportedTensor(bias, path: source.path)
    }
    return try source.matrix(named: name + ".weight", pool: pool)
  }

  /// The normalization with the weight `<name>.weight`, as wide as the hidden state.
  func norm(_ name: String) throws -> RMSNorm {
    try check(name + ".weight", shape: [configuration.hiddenSize])
    return RMSNorm(
      weight: try source.vector(named: name + ".weight"),
      epsilon: Float(configuration.normEpsilon)
    )
  }

  private func check(_ name: String, shape: [Int]) throws {
    guard let info = source.info(of: name) else {
      throw ModelError.missingTensor(name, path: source.path)
    }
    guard info.shape.dimensions == shape else {
      throw ModelError.wrongShape(
        of: name,
        found: info.shape,
        expected: TensorShape(shape)?.description ?? "\(shape)",
        path: source.path
      )
    }
  }
}
