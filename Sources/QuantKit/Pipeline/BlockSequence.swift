//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// All blocks of a file to be written, numbered in its order.
struct BlockSequence: Sendable {
  /// One block of one tensor's elements or codes.
  struct Block: Sendable {
    let tensorIndex: Int
    /// The place of its tensor in the checkpoint.
    let sourceIndex: Int
    let layout: TensorLayout
    /// The number of the block within the tensor.
    let blockIndex: Int
  }

  /// The tensors in the order of the file.
  let layouts: [TensorLayout]
  /// The place of each in the checkpoint.
  private let sourceIndices: [Int]
  /// Where each tensor's blocks begin; ascending, with repetitions for tensors without elements.
  private let firstBlocks: [Int]
  /// The number of blocks.
  let count: Int

  /// The blocks of a plan's tensors.
  ///
  /// - Throws: `ContainerError.notStorable` for a tensor that the format has no room for.
  init(plan: QuantizePlan) throws(ContainerError) {
    var layouts: [TensorLayout] = []
    for entry in plan.entries {
      guard ContainerNames.isLabel(entry.info.name) else {
        throw .notStorable(
          path: plan.outputPath,
          tensor: entry.info.name,
          problem: "its name is empty, too long or has control characters"
        )
      }
      let layout =
        entry.decision.scheme
        .map { TensorLayout(quantized: entry.info, scheme: $0, rounding: entry.rounding) }
        ?? TensorLayout(raw: entry.info)
      guard let layout else {
        throw .notStorable(
          path: plan.outputPath,
          tensor: entry.info.name,
          problem: "its shape \(entry.info.shape) is larger than the format allows"
        )
      }
      layouts.append(layout)
    }
    var firstBlocks: [Int] = []
    var count = 0
    for layout in layouts {
      firstBlocks.append(count)
      count += layout.parts[0].blockCount
    }
    self.layouts = layouts
    sourceIndices = plan.entries.map(\.sourceIndex)
    self.firstBlocks = firstBlocks
    self.count = count
  }

  /// The number of a tensor's first block, or of the one after it where it has none; `count` after the last
  /// tensor.
  func firstBlock(ofTensorAt index: Int) -> Int {
    index < firstBlocks.count ? firstBlocks[index] : count
  }

  /// A block by its number.
  ///
  /// - Complexity: O(log tensors).
  subscript(index: Int) -> Block {
    precondition((0..<count).contains(index), "there is no such block")
    // The last tensor that begins at or before the block; tensors without blocks come earlier.
    var (low, high) = (0, firstBlocks.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if firstBlocks[middle] <= index { low = middle } else { high = middle - 1 }
    }
    return Block(
      tensorIndex: low,
      sourceIndex: sourceIndices[low],
      layout: layouts[low],
      blockIndex: index - firstBlocks[low]
    )
  }
}
