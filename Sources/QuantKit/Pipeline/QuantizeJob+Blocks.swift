//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A block ready to be appended to the file.
struct QuantizedBlock: Sendable {
  /// The compressed elements or codes.
  let frame: CompressedFrame
  /// The scales of the block's rows; none for a tensor that keeps its type.
  let scales: [Float]
  /// What quantizing the block cost; nil for a tensor that keeps its type.
  let statistics: QuantizationStatistics?
  /// The size of the block in the checkpoint, in bytes.
  let sourceByteCount: Int
  /// How long each part of the work took.
  let stages: QuantizeStages
}

extension QuantizeJob {
  /// Reads, quantizes and compresses one block.
  func produce(
    _ block: BlockSequence.Block,
    compressor: ZstdCompressor
  ) throws -> QuantizedBlock {
    var stages = QuantizeStages()
    let tensor = checkpoint.tensors[block.tensorIndex]
    let units = block.layout.parts[0].unitRange(ofBlock: block.blockIndex)
    guard case .quantize(let scheme) = plan.entries[block.tensorIndex].decision else {
      let byteCount = units.count * tensor.info.elementType.byteCount
      checkpoint.prefetch(beyond: tensor, elements: units)
      let elements = try stages.reading.measure(byteCount: byteCount) {
        try checkpoint.bytes(of: tensor, elements: units)
      }
      let frame = try stages.compressing.measure(byteCount: byteCount) {
        try compressor.compress(elements[...])
      }
      return QuantizedBlock(
        frame: frame,
        scales: [],
        statistics: nil,
        sourceByteCount: byteCount,
        stages: stages
      )
    }
    let columnCount = tensor.info.shape.dimensions[1]
    let byteCount = units.count * columnCount * tensor.info.elementType.byteCount
    let elements = units.lowerBound * columnCount..<units.upperBound * columnCount
    checkpoint.prefetch(beyond: tensor, elements: elements)
    let rows = try stages.reading.measure(byteCount: byteCount) {
      try checkpoint.bytes(of: tensor, elements: elements)
    }
    let quantizer = RowQuantizer(
      scheme: scheme,
      elementType: tensor.info.elementType,
      columnCount: columnCount,
      instructionSet: options.instructionSet
    )
    let quantized: QuantizedRows
    do throws(QuantizationError) {
      quantized = try stages.quantizing.measure(byteCount: byteCount) {
        () throws(QuantizationError) in
        try quantizer.quantize(rows, rowCount: units.count)
      }
    } catch {
      throw error.located(
        path: Path.join(checkpoint.path, tensor.fileName),
        tensor: tensor.info.name,
        firstRow: units.lowerBound
      )
    }
    let frame = try stages.compressing.measure(byteCount: quantized.codes.count) {
      try compressor.compress(quantized.codes[...])
    }
    return QuantizedBlock(
      frame: frame,
      scales: quantized.scales,
      statistics: quantized.statistics,
      sourceByteCount: byteCount,
      stages: stages
    )
  }
}
