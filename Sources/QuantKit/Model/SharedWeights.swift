//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import Synchronization

/// Weights that several models use: every matrix is read once and stays in memory as long as this does.
final class SharedWeights: WeightSource {
  private let source: any WeightSource
  private let matrices = Mutex<[String: WeightMatrix]>([:])

  init(_ source: any WeightSource) { self.source = source }

  var path: String { source.path }

  func info(of name: String) -> TensorInfo? { source.info(of: name) }

  func hasNormalizedRows(_ name: String) -> Bool { source.hasNormalizedRows(name) }

  func matrix(named name: String, pool: ThreadPool?) throws -> WeightMatrix {
    if let matrix = matrices.withLock({ $0[name] }) { return matrix }
    // Read without the lock: a model asks for each of its matrices once, other models later.
    let matrix = try source.matrix(named: name, pool: pool)
    matrices.withLock { $0[name] = matrix }
    return matrix
  }

  func vector(named name: String) throws -> [Float] { try source.vector(named: name) }

  /// Keeps a matrix no longer.
  func forget(_ name: String) { matrices.withLock { $0[name] = nil } }
}

/// The weights of one source with some matrices taken from another.
struct MixedWeights: WeightSource {
  let base: any WeightSource
  let other: any WeightSource
  /// The names of the matrices that `other` gives.
  let replacedNames: Set<String>

  var path: String { other.path }

  func info(of name: String) -> TensorInfo? { source(of: name).info(of: name) }

  func hasNormalizedRows(_ name: String) -> Bool { source(of: name).hasNormalizedRows(name) }

  func matrix(named name: String, pool: ThreadPool?) throws -> WeightMatrix {
    try source(of: name).matrix(named: name, pool: pool)
  }

  func vector(named name: String) throws -> [Float] { try source(of: name).vector(named: name) }

  private func source(of name: String) -> any WeightSource {
    replacedNames.contains(name) ? other : base
  }
}
