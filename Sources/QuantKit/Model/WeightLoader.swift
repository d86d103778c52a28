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

  /// The projection by the matrix `<name>.weight` and, where there is to be one, the vector `<name>.bias`.
  ///
  /// - Throws: `ModelError` `.missingTensor`, `.wrongShape`, or `.unsupportedTensor` when there is a
  ///   bias that is not to be added; the source's errors.
  func projection(
    _ name: String,
    rows: Int,
    columns: Int,
    hasBias: Bool = false,
    allowsNormalizedRows: Bool = false
  ) throws -> Projection {
    let bias = name + ".bias"
    let matrix = try matrix(
      name,
      rows: rows,
      columns: columns,
      allowsNormalizedRows: allowsNormalizedRows
    )
    guard hasBias else {
      guard source.info(of: bias) == nil else {
        throw ModelError.unsupportedTensor(bias, path: source.path)
      }
      return Projection(matrix, named: operation(of: name))
    }
    return Projection(
      matrix,
      named: operation(of: name),
      bias: try vector(bias, count: rows)
    )
  }

  /// The embedding `<name>.weight`, a row for each token.
  func embedding(_ name: String) throws -> WeightMatrix {
    try matrix(name, rows: configuration.vocabularySize, columns: configuration.hiddenSize)
  }

  /// The head `<name>.weight`, its rows divided by their lengths where the model does so.
  ///
  /// Rows that are not stored normalized stay as they are, in whatever type: their products are scaled,
  /// so that the head takes up no more memory than it is stored with, and one number a row.
  func head(_ name: String) throws -> Projection {
    let head = try projection(
      name,
      rows: configuration.vocabularySize,
      columns: configuration.hiddenSize,
      allowsNormalizedRows: configuration.normalizesHead
    )
    guard configuration.normalizesHead, !source.hasNormalizedRows(name + ".weight"),
      let matrix = head.matrices.first
    else { return head }
    return Projection(
      matrix,
      named: operation(of: name),
      factors: matrix.rowLengths(on: pool).map { 1 / $0 }
    )
  }

  /// The normalization with the weight `<name>.weight`, as wide as the hidden state.
  func norm(_ name: String) throws -> RMSNorm {
    try norm(name, width: configuration.hiddenSize)
  }

  /// The normalization with the weight `<name>.weight`, as wide as a head.
  func headNorm(_ name: String) throws -> RMSNorm {
    try norm(name, width: configuration.headDimension)
  }

  private func norm(_ name: String, width: Int) throws -> RMSNorm {
    RMSNorm(
      name: operation(of: name),
      weight: try vector(name + ".weight", count: width),
      epsilon: Float(configuration.normEpsilon)
    )
  }

  /// What an operation is called within its layer: the last part of its tensor's name.
  private func operation(of name: String) -> String {
    name.split(separator: ".").last.map { String($0) } ?? name
  }

  private func matrix(
    _ name: String,
    rows: Int,
    columns: Int,
    allowsNormalizedRows: Bool = false
  ) throws -> WeightMatrix {
    let name = name + ".weight"
    try check(name, shape: [rows, columns])
    guard allowsNormalizedRows || !source.hasNormalizedRows(name) else {
      throw ModelError.normalizedRows(of: name, path: source.path)
    }
    return try source.matrix(named: name, pool: pool)
  }

  private func vector(_ name: String, count: Int) throws -> [Float] {
    try check(name, shape: [count])
    return try source.vector(named: name)
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
