//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What will become of each tensor of a checkpoint.
public struct QuantizePlan: Sendable {
  /// One tensor's share of the plan.
  public struct Entry: Sendable {
    /// The tensor as the checkpoint has it.
    public let info: TensorInfo
    /// Whether and how it is quantized.
    public let decision: Recipe.Decision
    /// Its size in the checkpoint, in bytes.
    public let sourceByteCount: Int
    /// Its size with codes and scales before compression, in bytes.
    public let plannedByteCount: Int
    /// How the codes of a tensor that is quantized are found.
    public let rounding: TensorRounding
    /// Its place among the checkpoint's tensors.
    let sourceIndex: Int
  }

  /// The checkpoint's folder as it was given.
  public let checkpointPath: String
  /// The file that will be written.
  public let outputPath: String
  /// The recipe's name.
  public let recipeName: String
  /// Bits of a code.
  public let bits: Int
  /// The tensors in the order of the file.
  public let entries: [Entry]
  /// What a person should know before it starts.
  public let notes: [String]

  /// The number of tensors that are quantized.
  public var quantizedTensorCount: Int {
    entries.count { $0.decision.scheme != nil }
  }
  /// The number of weights in all tensors.
  public var weightCount: Int { entries.reduce(0) { $0 + $1.info.shape.elementCount } }
  /// The size of all tensors in the checkpoint, in bytes.
  public var sourceByteCount: Int { sourceByteCount(of: entries.indices) }
  /// The size of some tensors in the checkpoint, in bytes.
  func sourceByteCount(of tensors: Range<Int>) -> Int {
    entries[tensors].reduce(0) { $0 + $1.sourceByteCount }
  }
  /// The size of all tensors before compression, in bytes.
  public var plannedByteCount: Int { entries.reduce(0) { $0 + $1.plannedByteCount } }
}

extension QuantizePlan {
  /// Plans what a recipe does with a checkpoint.
  ///
  /// - Parameters:
  ///   - checkpoint: The opened checkpoint.
  ///   - outputPath: The file that will be written.
  ///   - options: Recipe and bits.
  /// - Throws: `QuantizationError` for a tensor that the recipe takes but no buffer can hold.
  init(checkpoint: Checkpoint, outputPath: String, options: QuantizeOptions) throws {
    checkpointPath = checkpoint.path
    self.outputPath = outputPath
    recipeName = options.recipe.name
    bits = options.width.rawValue
    let normalizesHead = ArchitectureList.normalizesHead(checkpoint.configuration)
    var entries: [Entry] = []
    let order =
      options.calibration == nil
      ? Array(checkpoint.tensors.indices) : Self.orderByLayer(checkpoint.tensors.map(\.info.name))
    for sourceIndex in order {
      let tensor = checkpoint.tensors[sourceIndex]
      do throws(QuantizationError) {
        let decision = try options.recipe.decision(
          for: tensor.info,
          width: options.width,
          normalizesHead: normalizesHead
        )
        entries.append(
          Entry(
            info: tensor.info,
            decision: decision,
            sourceByteCount: tensor.byteCount,
            plannedByteCount: decision.byteCount(of: tensor.info),
            rounding: options.rounding(of: tensor.info, decision: decision),
            sourceIndex: sourceIndex
          )
        )
      } catch {
        throw error.located(
          path: Path.join(checkpoint.path, tensor.fileName),
          tensor: tensor.info.name
        )
      }
    }
    self.entries = entries
    var notes = checkpoint.notes
    if !entries.contains(where: { $0.decision.scheme != nil }) {
      notes.append(
        "recipe '\(options.recipe.name)' matches no tensor of this checkpoint; all keep their type"
      )
    }
    let wideCount = entries.count { $0.info.elementType == .f64 }
    if wideCount > 0 {
      notes.append("F64 is not quantized: \(wideCount) of the tensors have it and keep it")
    }
    self.notes = notes
  }

  /// The order in which tensors can be written when they become known layer by layer: first those outside
  /// the layers, then those of each layer, otherwise as in the checkpoint.
  private static func orderByLayer(_ names: [String]) -> [Int] {
    let layers = names.map { LayerPlace.index(inTensorNamed: $0) ?? -1 }
    return names.indices.sorted {
      layers[$0] != layers[$1] ? layers[$0] < layers[$1] : $0 < $1
    }
  }

  /// The plan under stable keys.
  public var json: JSON {
    [
      "schema": 1,
      "output": .string(outputPath),
      "recipe": .string(recipeName),
      "bits": .integer(bits),
      "weights": .integer(weightCount),
      "source_bytes": .integer(sourceByteCount),
      "planned_bytes": .integer(plannedByteCount),
      "notes": .array(notes.map(JSON.string)),
      "tensors": .array(
        entries.map { entry in
          [
            "name": .string(entry.info.name),
            "type": .string(entry.info.elementType.rawValue),
            "shape": .array(entry.info.shape.dimensions.map(JSON.integer)),
            "scheme": entry.decision.scheme.map { .string($0.name) } ?? .null,
            "rounding": entry.rounding.name.map(JSON.string) ?? .null,
            "step": entry.decision.step.map(JSON.number) ?? .null,
            "reason": entry.decision.reason.map(JSON.string) ?? .null,
            "source_bytes": .integer(entry.sourceByteCount),
            "planned_bytes": .integer(entry.plannedByteCount),
          ]
        }
      ),
    ]
  }
}

extension QuantizeOptions {
  /// How the codes of a tensor are found.
  fileprivate func rounding(of tensor: TensorInfo, decision: Recipe.Decision) -> TensorRounding {
    guard let scheme = decision.scheme else { return .nearest }
    if calibration != nil, LayerPlace.index(inTensorNamed: tensor.name) != nil {
      return .calibrated(step: decision.step)
    }
    if let step = decision.step { return .uniform(step: step) }
    return scales == .mse && !scheme.normalizesRows ? .leastSquares : .nearest
  }
}
