//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What is in a quantized file or a checkpoint folder, what it costs and what it lost.
public struct InspectionReport: Sendable {
  /// One tensor.
  public struct Tensor: Sendable {
    /// Name, shape, and the type in the checkpoint.
    public let info: TensorInfo
    /// The scheme's name, or the element type of a tensor that is not quantized.
    public let storage: String
    /// The size on disk, in bytes.
    public let storedByteCount: Int
    /// The size before compression, in bytes: what it takes in memory.
    public let memoryByteCount: Int
    let packedStatistics: PackedStatistics?

    /// What quantizing cost, for a quantized tensor.
    public var statistics: QuantizationStatistics? {
      QuantizationScheme.named(storage).flatMap { packedStatistics?.unpacked(scheme: $0) }
    }

    /// Bits on disk for each weight; 0 for a tensor without elements.
    public var bitsPerWeight: Double {
      info.shape.elementCount == 0
        ? 0 : Double(storedByteCount) * 8 / Double(info.shape.elementCount)
    }
  }

  /// All tensors that are stored alike.
  public struct Group: Sendable {
    /// The scheme's name or the element type.
    public let storage: String
    /// How many tensors there are.
    public private(set) var tensorCount = 0
    /// How many weights they have.
    public private(set) var weightCount = 0
    /// Their size on disk, in bytes.
    public private(set) var storedByteCount = 0
    /// Their size before compression, in bytes.
    public private(set) var memoryByteCount = 0

    fileprivate init(storage: String) { self.storage = storage }

    fileprivate mutating func add(_ tensor: Tensor) {
      tensorCount += 1
      weightCount = [weightCount, tensor.info.shape.elementCount].saturatingSum()
      storedByteCount = [storedByteCount, tensor.storedByteCount].saturatingSum()
      memoryByteCount = [memoryByteCount, tensor.memoryByteCount].saturatingSum()
    }
  }

  /// The path as it was given.
  public let path: String
  /// Whether it is a quantized file rather than a checkpoint folder.
  public let isQuantizedFile: Bool
  /// The class that config.json names, such as `LlamaForCausalLM`.
  public let architecture: String?
  /// How the file was made: a key for programs, what it is and how it is.
  public let provenance: [(key: String, what: String, how: String)]
  /// The files that a quantized file was made from, where it says so.
  public let sources: [SourceFileRecord]
  /// The tensors in the order of the file.
  public let tensors: [Tensor]
  /// The files beside the weights, with their sizes in bytes.
  public let sideFiles: [(name: String, byteCount: Int)]
  /// The size of everything on disk, in bytes: the file, or the weight files' tensors and side files.
  public let totalByteCount: Int
  /// What a person should know.
  public let notes: [String]

  /// The number of weights.
  public var weightCount: Int { tensors.map(\.info.shape.elementCount).saturatingSum() }
  /// The size of all tensors in the checkpoint, in bytes.
  public var sourceByteCount: Int { tensors.map { $0.info.byteCount ?? .max }.saturatingSum() }
  /// The size of all tensors on disk, in bytes.
  public var storedByteCount: Int { tensors.map(\.storedByteCount).saturatingSum() }
  /// The size of all tensors before compression, in bytes.
  public var memoryByteCount: Int { tensors.map(\.memoryByteCount).saturatingSum() }
  /// Bits on disk for each weight of the model; 0 for a model without weights.
  public var bitsPerWeight: Double {
    weightCount == 0 ? 0 : Double(storedByteCount) * 8 / Double(weightCount)
  }

  /// How many ways of storing are told apart; there are few but in a hostile file.
  private static let groupLimit = 64

  /// The tensors grouped by how they are stored, in the order of their first tensor; of more ways than can be
  /// listed, the last group has the rest.
  public var groups: [Group] {
    var groups: [Group] = []
    var positions: [String: Int] = [:]
    for tensor in tensors {
      let position = positions[tensor.storage, default: min(groups.count, Self.groupLimit)]
      if position == groups.count {
        let isLast = position == Self.groupLimit
        if !isLast { positions[tensor.storage] = position }
        groups.append(Group(storage: isLast ? "others" : tensor.storage))
      }
      groups[position].add(tensor)
    }
    return groups
  }
}
