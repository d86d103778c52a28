//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The weights of a checkpoint folder, in the types that it stores.
struct CheckpointWeightSource: WeightSource {
  /// How much a thread reads at a time, in bytes.
  private static let chunkByteCount = 4 << 20

  let checkpoint: Checkpoint
  /// Where the matrices stand.
  private let arena = MemoryArena()

  init(checkpoint: Checkpoint) { self.checkpoint = checkpoint }

  var path: String { checkpoint.path }

  func info(of name: String) -> TensorInfo? { checkpoint.tensor(named: name)?.info }

  func hasNormalizedRows(_ name: String) -> Bool { false }

  func matrix(named name: String, pool: ThreadPool?) throws -> WeightMatrix {
    let tensor = try tensor(named: name)
    let dimensions = tensor.info.shape.dimensions
    guard let format = tensor.info.elementType.matrixFormat else {
      throw ModelError.wrongType(of: name, found: tensor.info.elementType, path: path)
    }
    guard dimensions.count == 2 else {
      throw ModelError.wrongShape(
        of: name,
        found: tensor.info.shape,
        expected: "two dimensions",
        path: path
      )
    }
    return try unsafe WeightMatrix(
      rows: dimensions[0],
      columns: dimensions[1],
      format: format,
      in: arena
    ) { buffer in
      try unsafe read(tensor, into: buffer, pool: pool)
    }
  }

  func vector(named name: String) throws -> [Float] {
    let tensor = try tensor(named: name)
    guard let format = tensor.info.elementType.floatFormat else {
      throw ModelError.wrongType(of: name, found: tensor.info.elementType, path: path)
    }
    return format.values(in: try checkpoint.bytes(of: tensor))
  }

  private func tensor(named name: String) throws -> CheckpointTensor {
    guard let tensor = checkpoint.tensor(named: name) else {
      throw ModelError.missingTensor(name, path: path)
    }
    return tensor
  }

  private func read(
    _ tensor: CheckpointTensor,
    into buffer: UnsafeMutableRawBufferPointer,
    pool: ThreadPool?
  ) throws {
    let elementByteCount = tensor.info.elementType.byteCount
    let chunkLength = Self.chunkByteCount / elementByteCount
    let elementCount = tensor.info.shape.elementCount
    let chunkCount = elementCount.dividedRoundingUp(by: chunkLength)
    try ThreadPool.forEach(below: chunkCount, on: pool) { index in
      let elements = index * chunkLength..<min((index + 1) * chunkLength, elementCount)
      let bytes = elements.lowerBound * elementByteCount..<elements.upperBound * elementByteCount
      try unsafe checkpoint.read(
        tensor,
        elements: elements,
        into: UnsafeMutableRawBufferPointer(rebasing: buffer[bytes])
      )
    }
  }
}

extension ElementType {
  /// The format of a matrix with elements of this type as they are; nil for what is no weight type.
  var matrixFormat: WeightMatrix.Format? {
    switch self {
    case .f16: .float16
    case .bf16: .bfloat16
    case .f32: .float32
    default: nil
    }
  }
}
