//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Puts blocks that come in order together to tensors of a file.
final class TensorAppender {
  private let output: ResumableContainer
  private let layouts: [TensorLayout]
  private let compressor: ZstdCompressor
  /// The tensor that is begun, or the one to begin next.
  private var tensorIndex: Int
  /// Of the tensor that is begun; nil when none is.
  private var rows: GatheredRows?

  /// An appender for tensors in the order of `layouts`, after those that the output has already.
  init(
    to output: ResumableContainer,
    layouts: [TensorLayout],
    compressor: ZstdCompressor
  ) {
    self.output = output
    self.layouts = layouts
    self.compressor = compressor
    tensorIndex = output.adoptedTensorCount
  }

  /// Appends the next block; its tensor is the one begun or a later one.
  func append(_ block: QuantizedBlock, ofTensorAt index: Int) throws {
    try finishTensors(before: index)
    try beginTensor()
    try output.writer.append(block.frame)
    rows?.append(scales: block.scales, statistics: block.statistics)
  }

  /// Ends the last tensor.
  func finish() throws { try finishTensors(before: layouts.count) }

  /// Ends the tensor that is begun and writes those without blocks that follow.
  private func finishTensors(before index: Int) throws {
    while tensorIndex < index {
      try beginTensor()
      try endTensor()
      tensorIndex += 1
    }
  }

  private func beginTensor() throws {
    guard rows == nil else { return }
    let layout = layouts[tensorIndex]
    try output.writer.begin(layout)
    rows = GatheredRows(scheme: layout.scheme)
  }

  private func endTensor() throws {
    let layout = layouts[tensorIndex]
    if let part = layout.parts.dropFirst().first {
      rows?.fill(upTo: part.shape.elementCount)
      let format = layout.scheme?.scaleFormat ?? .binary32
      let bytes = format.bytes(of: rows?.scales ?? [])
      for block in 0..<part.blockCount {
        try output.writer.append(
          try compressor.compress(bytes[part.contentRange(ofBlock: block)])
        )
      }
    }
    try output.record(output.writer.end(statistics: rows?.statistics))
    rows = nil
  }
}
