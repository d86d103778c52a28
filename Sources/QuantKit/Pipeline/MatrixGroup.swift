//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Matrices of a model that are looked at together: those of a layer, or those of one kind in all layers.
public struct MatrixGroup: Sendable {
  /// What groups are made by.
  public enum Kind: String, Sendable {
    /// What the matrices do: `q_proj`, `down_proj`, `embed_tokens`.
    case operation
    /// Where they are: `layers.7`.
    case layer
  }

  /// What the group was made by.
  public let kind: Kind
  /// The operation or the layer.
  public let name: String
  /// The matrices' names.
  public let matrixNames: [String]
  /// The number of their weights.
  public let weightCount: Int

  /// Whether its matrices are in layers.
  var isInLayers: Bool { matrixNames.contains { LayerPlace.index(inTensorNamed: $0) != nil } }

  /// The groups of matrices: every operation, then every layer, each in the order in which it comes first.
  ///
  /// A matrix outside the layers is in the group of its operation only.
  static func groups(of matrices: [TensorInfo]) -> [MatrixGroup] {
    func groups(by kind: Kind, name: (TensorInfo) -> String?) -> [MatrixGroup] {
      var order: [String] = []
      var members: [String: [TensorInfo]] = [:]
      for matrix in matrices {
        guard let name = name(matrix) else { continue }
        if members[name] == nil { order.append(name) }
        members[name, default: []].append(matrix)
      }
      return order.map { name in
        let matrices = members[name] ?? []
        return MatrixGroup(
          kind: kind,
          name: name,
          matrixNames: matrices.map(\.name),
          weightCount: matrices.reduce(0) { $0 + $1.shape.elementCount }
        )
      }
    }
    return groups(by: .operation) { operation(of: $0.name) }
      + groups(by: .layer) { layer(of: $0.name) }
  }

  /// `q_proj` of `model.layers.0.self_attn.q_proj.weight`.
  private static func operation(of name: String) -> String? {
    name.split(separator: ".").dropLast().last.map(String.init)
  }

  /// `layers.0` of `model.layers.0.self_attn.q_proj.weight`.
  private static func layer(of name: String) -> String? {
    let parts = name.split(separator: ".")
    guard let index = parts.firstIndex(of: "layers"), index + 1 < parts.count else { return nil }
    return parts[index...index + 1].joined(separator: ".")
  }
}
