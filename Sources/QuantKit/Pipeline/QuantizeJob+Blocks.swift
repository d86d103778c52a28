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
}

extension QuantizeJob {
  /// Reads, quantizes and compresses one block.
  func produce(
    _ block: BlockSequence.Block,
    compressor: ZstdCompressor
  ) throws -> QuantizedBlock {
    let tensor = checkpoint.tensors[block.tensorIndex]
    let units = block.layout.parts[0].unitRange(ofBlock: block.blockIndex)
    guard case .quantize(let scheme) = plan.entries[block.tensorIndex].decision else {
      let elements = try checkpoint.bytes(of: tensor, elements: units)
      return QuantizedBlock(
        frame: try compressor.compress(elements[...]),
        scales: [],
        statistics: nil,
        sourceByteCount: elements.count
      )
    }
    let columnCount = tensor.info.shape.dimensions[1]
    let rows = try checkpoint.bytes(
      of: tensor,
      elements: units.lowerBound * columnCount..<units.upperBound * columnCount
    )
    let quantizer = RowQuantizer(
      scheme: scheme,
      elementType: tensor.info.elementType,
      columnCount: columnCount,
      instructionSet: options.instructionSet
    )
    let quantized: QuantizedRows
    do throws(QuantizationError) {
      quantized = try quantizer.quantize(rows, rowCount: units.count)
    } catch {
      throw error.located(
        path: Path.join(checkpoint.path, tensor.fileName),
        tensor: tensor.info.name,
        firstRow: units.lowerBound
      )
    }
    return QuantizedBlock(
      frame: try compressor.compress(quantized.codes[...]),
      scales: quantized.scales,
      statistics: quantized.statistics,
      sourceByteCount: rows.count
    )
  }
}
