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
  private var isBegun = false
  /// Of the tensor that is begun, one a row so far.
  private var scales: [Float] = []
  private var statistics: QuantizationStatistics?

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
    scales += block.scales
    if let more = block.statistics {
      if statistics == nil { statistics = more } else { statistics?.merge(more) }
    }
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
    guard !isBegun else { return }
    let layout = layouts[tensorIndex]
    try output.writer.begin(layout)
    isBegun = true
    scales = []
    if case .quantized(let name) = layout.encoding {
      statistics = QuantizationScheme.named(name).map(QuantizationStatistics.init(scheme:))
    } else {
      statistics = nil
    }
  }

  private func endTensor() throws {
    let layout = layouts[tensorIndex]
    if let part = layout.parts.dropFirst().first {
      // Rows without columns have no block that would bring their scales; they get that of zeros.
      scales += repeatElement(0, count: part.shape.elementCount - scales.count)
      let bytes = scales.littleEndianBytes
      for block in 0..<part.blockCount {
        try output.writer.append(
          try compressor.compress(bytes[part.contentRange(ofBlock: block)])
        )
      }
    }
    try output.record(output.writer.end(statistics: statistics))
    isBegun = false
  }
}
