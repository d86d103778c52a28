//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Puts blocks that come in order together to tensors of a file.
final class TensorAppender {
  /// The quantized tensors written so far.
  private(set) var quantizedTensors: [QuantizeSummary.Tensor] = []
  /// The stored size of all tensors written so far, in bytes.
  private(set) var storedByteCount = 0
  private let writer: ContainerWriter
  private let layouts: [TensorLayout]
  private let compressor: ZstdCompressor
  /// The tensor that is begun, or the one to begin next.
  private var tensorIndex = 0
  private var isBegun = false
  /// Of the tensor that is begun, one a row so far.
  private var scales: [Float] = []
  private var statistics: QuantizationStatistics?

  /// An appender for tensors in the order of `layouts`, side files before them.
  init(
    writer: ContainerWriter,
    layouts: [TensorLayout],
    compressor: ZstdCompressor
  ) {
    self.writer = writer
    self.layouts = layouts
    self.compressor = compressor
  }

  /// Appends the next block; its tensor is the one begun or a later one.
  func append(_ block: QuantizedBlock, ofTensorAt index: Int) throws {
    try finishTensors(before: index)
    try beginTensor()
    try append(block.frame)
    scales += block.scales
    if let more = block.statistics {
      if statistics == nil { statistics = more } else { statistics?.merge(more) }
    }
  }

  /// Ends the last tensor and gives the file its name.
  ///
  /// - Returns: The size of the file in bytes.
  func finish() throws -> Int {
    try finishTensors(before: layouts.count)
    try writer.finish()
    return writer.byteCount
  }

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
    try writer.begin(layout)
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
        try append(try compressor.compress(bytes[part.contentRange(ofBlock: block)]))
      }
    }
    writer.end(statistics: statistics)
    if let statistics {
      quantizedTensors.append(
        QuantizeSummary.Tensor(
          name: layout.info.name,
          schemeName: layout.encoding.schemeName,
          statistics: statistics
        )
      )
    }
    isBegun = false
  }

  private func append(_ frame: CompressedFrame) throws {
    try writer.append(frame)
    storedByteCount += frame.bytes.count
  }
}
