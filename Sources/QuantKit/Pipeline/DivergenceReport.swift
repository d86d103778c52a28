//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How far a model is from its reference, and how that was measured.
public struct DivergenceReport: Sendable {
  /// The quantized tensor with the lowest signal-to-noise ratio.
  public struct WeakestTensor: Sendable {
    /// Its name.
    public let name: String
    /// The mean square of its weights over that of their errors, in dB.
    public let signalToNoiseRatio: Double
  }

  /// The figures.
  public let divergence: Divergence
  /// The number of tokens of a window.
  public let windowLength: Int
  /// How the model multiplied codes and activations.
  public let arithmetic: Arithmetic
  /// How the reference did.
  public let referenceArithmetic: Arithmetic
  /// How the model stored keys and values.
  public let keyValueFormat: KeyValueFormat
  /// The quantized tensor that lost most; nil for a model without quantized tensors.
  public let weakestTensor: WeakestTensor?

  /// The figures under stable keys.
  ///
  /// - Parameter groups: Those of groups of matrices, if they were measured.
  /// - Returns: An object.
  public func json(groups: [(group: MatrixGroup, divergence: Divergence)] = []) -> JSON {
    var members: [JSON.Member] = [
      .init(key: "schema", value: 1),
      .init(key: "divergence", value: divergence.json),
      .init(key: "window", value: .integer(windowLength)),
      .init(key: "arithmetic", value: .string(arithmetic.rawValue)),
      .init(key: "reference_arithmetic", value: .string(referenceArithmetic.rawValue)),
      .init(key: "kv", value: .string(keyValueFormat.rawValue)),
    ]
    if let weakestTensor {
      members.append(
        .init(
          key: "lowest_sqnr",
          value: [
            "tensor": .string(weakestTensor.name),
            "sqnr_db": .number(weakestTensor.signalToNoiseRatio),
          ]
        )
      )
    }
    if !groups.isEmpty {
      members.append(
        .init(
          key: "groups",
          value: .array(
            groups.map { group, divergence in
              [
                "kind": .string(group.kind.rawValue), "name": .string(group.name),
                "matrices": .integer(group.matrixNames.count),
                "weights": .integer(group.weightCount), "divergence": divergence.json,
              ]
            }
          )
        )
      )
    }
    return .object(members)
  }
}
