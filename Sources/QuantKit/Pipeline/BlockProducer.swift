//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a block holds before it is compressed.
struct BlockContent: Sendable {
  /// The elements or codes.
  let bytes: [UInt8]
  /// The scales of the block's rows; none for a tensor that keeps its type.
  let scales: [Float]
  /// What quantizing the block cost; nil for a tensor that keeps its type.
  let statistics: QuantizationStatistics?
  /// The size of the block in the checkpoint, in bytes.
  let sourceByteCount: Int
}

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

/// Makes the blocks of a file from the tensors of a checkpoint.
///
/// A value without state: any number of threads may use it. A block depends on the checkpoint, the scheme,
/// the rounding and the rows alone, or on the matrix that is rounded already.
struct BlockProducer: Sendable {
  let checkpoint: Checkpoint
  /// The kernels to use; never changes the bytes.
  let instructionSet: InstructionSet
  /// Matrices that are rounded already, by name.
  var rounded: [String: RoundedMatrix] = [:]

  /// Reads, quantizes and compresses one block.
  func produce(
    _ block: BlockSequence.Block,
    compressor: ZstdCompressor
  ) throws -> QuantizedBlock {
    var stages = QuantizeStages()
    let content = try content(
      of: checkpoint.tensors[block.sourceIndex],
      scheme: block.layout.scheme,
      rounding: block.layout.rounding,
      units: block.layout.parts[0].unitRange(ofBlock: block.blockIndex),
      stages: &stages
    )
    let frame = try stages.compressing.measure(byteCount: content.bytes.count) {
      try compressor.compress(content.bytes[...])
    }
    return QuantizedBlock(
      frame: frame,
      scales: content.scales,
      statistics: content.statistics,
      sourceByteCount: content.sourceByteCount,
      stages: stages
    )
  }

  /// Reads one block and, for a scheme, quantizes it.
  ///
  /// - Parameters:
  ///   - tensor: A tensor of the checkpoint.
  ///   - scheme: The scheme, for a matrix that it can hold; nil for elements as they are.
  ///   - rounding: How to find codes and scales, where no matrix that is rounded already has them.
  ///   - units: Rows where there is a scheme, elements where there is none.
  ///   - stages: Receives how long each part of the work took.
  /// - Returns: The elements, or codes and scales.
  /// - Throws: `FileError` when reading fails, `QuantizationError` for a weight that is not finite.
  func content(
    of tensor: CheckpointTensor,
    scheme: QuantizationScheme?,
    rounding: TensorRounding,
    units: Range<Int>,
    stages: inout QuantizeStages
  ) throws -> BlockContent {
    guard let scheme else {
      let elements = try read(tensor, elements: units, stages: &stages)
      return BlockContent(
        bytes: elements,
        scales: [],
        statistics: nil,
        sourceByteCount: elements.count
      )
    }
    let columnCount = tensor.info.shape.dimensions[1]
    let elements = units.lowerBound * columnCount..<units.upperBound * columnCount
    let rows = try read(tensor, elements: elements, stages: &stages)
    let quantized: QuantizedRows
    do throws(QuantizationError) {
      quantized = try stages.quantizing.measure(byteCount: rows.count) {
        () throws(QuantizationError) in
        try self.quantized(rows, of: tensor, scheme: scheme, rounding: rounding, units: units)
      }
    } catch {
      throw error.located(
        path: Path.join(checkpoint.path, tensor.fileName),
        tensor: tensor.info.name,
        firstRow: units.lowerBound
      )
    }
    return BlockContent(
      bytes: quantized.codes,
      scales: quantized.scales,
      statistics: quantized.statistics,
      sourceByteCount: rows.count
    )
  }

  private func quantized(
    _ bytes: [UInt8],
    of tensor: CheckpointTensor,
    scheme: QuantizationScheme,
    rounding: TensorRounding,
    units: Range<Int>
  ) throws(QuantizationError) -> QuantizedRows {
    if let matrix = rounded[tensor.info.name] {
      return matrix.quantized(rows: units, weights: tensor.weights(in: bytes))
    }
    if rounding == .leastSquares {
      let weights = tensor.weights(in: bytes)
      return try LeastSquaresRounding.round(weights, rowCount: units.count, scheme: scheme)
        .quantized(rows: 0..<units.count, weights: weights)
    }
    let quantizer = RowQuantizer(
      scheme: scheme,
      step: rounding.step.map(UniformStep.init),
      elementType: tensor.info.elementType,
      columnCount: tensor.info.shape.dimensions[1],
      instructionSet: instructionSet
    )
    return try quantizer.quantize(bytes, rowCount: units.count)
  }

  /// What codes that are there cost, by the weights of a checkpoint.
  ///
  /// - Parameters:
  ///   - tensor: A tensor of the checkpoint.
  ///   - scheme: The scheme of the codes.
  ///   - rows: Which rows the codes are.
  ///   - codes: The packed rows.
  ///   - scales: Their scales.
  ///   - stages: Receives how long reading took.
  /// - Returns: The codes and scales as they were given, with their statistics.
  /// - Throws: `FileError` when reading fails.
  func cost(
    of tensor: CheckpointTensor,
    scheme: QuantizationScheme,
    rows: Range<Int>,
    codes: [UInt8],
    scales: [Float],
    stages: inout QuantizeStages
  ) throws -> BlockContent {
    let columnCount = tensor.info.shape.dimensions[1]
    let bytes = try read(
      tensor,
      elements: rows.lowerBound * columnCount..<rows.upperBound * columnCount,
      stages: &stages
    )
    let weights = tensor.weights(in: bytes)
    let rowByteCount = codes.count / max(rows.count, 1)
    var statistics = QuantizationStatistics(scheme: scheme)
    for row in 0..<rows.count {
      ReferenceQuantizer.addStatistics(
        ofRow: scheme.codes(
          inRow: codes[row * rowByteCount..<(row + 1) * rowByteCount],
          columnCount: columnCount
        ),
        weights: weights[row * columnCount..<(row + 1) * columnCount],
        scales: scales[scheme.scaleRange(ofRows: row..<row + 1, columnCount: columnCount)],
        scheme: scheme,
        to: &statistics
      )
    }
    return BlockContent(
      bytes: codes,
      scales: scales,
      statistics: statistics,
      sourceByteCount: bytes.count
    )
  }

  private func read(
    _ tensor: CheckpointTensor,
    elements: Range<Int>,
    stages: inout QuantizeStages
  ) throws -> [UInt8] {
    checkpoint.prefetch(beyond: tensor, elements: elements)
    let byteCount = elements.count * tensor.info.elementType.byteCount
    return try stages.reading.measure(byteCount: byteCount) {
      try checkpoint.bytes(of: tensor, elements: elements)
    }
  }
}

extension CheckpointTensor {
  /// The weights that some of its bytes are.
  fileprivate func weights(in bytes: [UInt8]) -> [Float] {
    guard let format = info.elementType.floatFormat else {
      preconditionFailure("a recipe quantizes weights only")
    }
    return format.values(in: bytes)
  }
}
