//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Compares tensors of a quantized file with what a checkpoint gives for them.
///
/// Blocks are read and computed on all threads and looked at in the order of the file, so that memory is
/// bounded by the number of threads, the size of a block and the scales of a tensor.
struct TensorComparison {
  /// A tensor of the file and the tensor of the checkpoint that it is compared with.
  typealias Pair = (record: TensorRecord, source: CheckpointTensor)

  let recomputation: Recomputation
  let pairs: [Pair]

  /// Compares all pairs.
  ///
  /// - Parameters:
  ///   - pool: The threads that work.
  ///   - cancellation: Looked at before each block.
  ///   - progress: Receives the bytes of the checkpoint that are compared so far, one call at a time.
  /// - Returns: The differences in the order of the file.
  /// - Throws: `FileError` when the checkpoint or the file cannot be read, `ContainerError` for damage in
  ///   the file, `CancellationError`.
  func differences(
    using pool: ThreadPool,
    cancellation: Cancellation,
    progress: (_ byteCount: Int) -> Void
  ) throws -> [SourceDifference] {
    let steps = pairs.indices.flatMap { pair in
      [Step(pair: pair, kind: .scales)]
        + (pairs[pair].record.content?.frames.indices ?? 0..<0).map {
          Step(pair: pair, kind: .block($0))
        } + [Step(pair: pair, kind: .end)]
    }
    var differences: [SourceDifference] = []
    var comparedByteCount = 0
    var tensor: ComparedTensor?
    try pool.inOrder(count: steps.count) { index in
      try cancellation.check()
      return try finding(steps[index])
    } consume: { index, finding in
      switch finding {
      case .scales(let scales):
        tensor = ComparedTensor(pairs[steps[index].pair].record, storedScales: scales)
      case .block(let block):
        tensor?.append(block)
        comparedByteCount += block.sourceByteCount
        progress(comparedByteCount)
      case .failure(let message):
        tensor?.fail(message)
      case .end:
        differences += tensor?.finish() ?? []
      }
    }
    return differences
  }

  private func finding(_ step: Step) throws -> Finding {
    let (record, source) = pairs[step.pair]
    switch step.kind {
    case .scales: return .scales(try recomputation.file.scales(of: record))
    case .end: return .end
    case .block(let blockIndex):
      let stored = try recomputation.file.block(blockIndex, of: record)
      do {
        let content =
          record.rounding.isRepeatable
          ? try recomputation.content(ofBlock: blockIndex, of: record, from: source)
          : try recomputation.cost(ofBlock: blockIndex, of: record, codes: stored, from: source)
        return .block(
          ComparedBlock(stored: stored, content: content, record: record, blockIndex: blockIndex)
        )
      } catch let error as QuantizationError {
        return .failure(error.message)
      }
    }
  }
}

extension TensorComparison {
  /// A piece of the work.
  private struct Step {
    enum Kind { case scales, block(Int), end }
    let pair: Int
    let kind: Kind
  }

  /// What a piece of the work brings.
  private enum Finding {
    /// The scales in the file, with which a tensor begins.
    case scales([Float])
    case block(ComparedBlock)
    /// Why no file can have been made from a block.
    case failure(String)
    case end
  }
}
