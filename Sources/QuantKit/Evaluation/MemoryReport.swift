//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What running a model takes in memory, as it is and at other widths.
public struct MemoryReport: Sendable {
  /// One way to hold the weights.
  public struct Row: Sendable {
    /// What it is.
    public let label: String
    /// Codes, scales and unquantized tensors, in bytes.
    public let weightByteCount: Int
  }

  /// The number of tokens that the KV cache holds.
  public let contextLength: Int
  /// The KV cache in each format, in bytes; nil when the model's architecture is not known.
  public let keyValueByteCounts: [(format: KeyValueFormat, byteCount: Int?)]
  /// The weights as they are stored, then unquantized and by the recipes at each width.
  public let rows: [Row]

  /// The report of a model's tensors.
  ///
  /// - Parameters:
  ///   - tensors: Every tensor as its checkpoint has it.
  ///   - storedByteCount: The bytes of all tensors in memory as they are stored.
  ///   - contextLength: The number of tokens of the KV cache.
  ///   - keyValueByteCounts: The KV cache in each format, in bytes, where it is known.
  /// - Throws: `QuantizationError` when a recipe cannot take a tensor.
  init(
    tensors: [TensorInfo],
    storedByteCount: Int,
    contextLength: Int,
    keyValueByteCounts: [(format: KeyValueFormat, byteCount: Int?)]
  ) throws(QuantizationError) {
    self.contextLength = contextLength
    self.keyValueByteCounts = keyValueByteCounts
    var rows = [Row(label: "as stored", weightByteCount: storedByteCount)]
    rows.append(
      Row(
        label: "unquantized",
        weightByteCount: tensors.map { $0.byteCount ?? .max }.saturatingSum()
      )
    )
    for recipe in Recipe.all {
      for width in Recipe.Width.allCases.reversed() {
        var byteCounts: [Int] = []
        for tensor in tensors {
          let decision = try recipe.decision(for: tensor, width: width)
          byteCounts.append(decision.byteCount(of: tensor))
        }
        rows.append(
          Row(
            label: "int\(width.rawValue), \(recipe.name)",
            weightByteCount: byteCounts.saturatingSum()
          )
        )
      }
    }
    self.rows = rows
  }

  /// The KV cache as `run` has it unless asked for something else, in bytes; nil when the model's
  /// architecture is not known.
  public var keyValueByteCount: Int? {
    keyValueByteCounts.first { $0.format == Arithmetic.fast.keyValueFormat }?.byteCount
  }

  /// Weights and that KV cache together, in bytes; nil when the model's architecture is not known.
  public func totalByteCount(of row: Row) -> Int? {
    keyValueByteCount.map { [$0, row.weightByteCount].saturatingSum() }
  }

  /// The figures under stable keys.
  public var json: JSON {
    [
      "schema": 1,
      "context": .integer(contextLength),
      "kv_cache_bytes": keyValueByteCount.map(JSON.integer) ?? .null,
      "kv_cache": .array(
        keyValueByteCounts.map { cache in
          [
            "as": .string(cache.format.rawValue),
            "bytes": cache.byteCount.map(JSON.integer) ?? .null,
          ]
        }
      ),
      "weights": .array(
        rows.map { row in
          [
            "as": .string(row.label),
            "weight_bytes": .integer(row.weightByteCount),
            "total_bytes": totalByteCount(of: row).map(JSON.integer) ?? .null,
          ]
        }
      ),
    ]
  }
}
