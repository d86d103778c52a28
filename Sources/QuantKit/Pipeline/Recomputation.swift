//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a checkpoint gives for the tensors of a quantized file, by the schemes that the file names.
struct Recomputation: Sendable {
  let file: QuantizedFile
  private let producer: BlockProducer

  init(file: QuantizedFile, checkpoint: Checkpoint) {
    self.file = file
    producer = BlockProducer(checkpoint: checkpoint, instructionSet: .best)
  }

  var checkpoint: Checkpoint { producer.checkpoint }

  /// The tensor of the checkpoint that a tensor of the file can have been made from.
  ///
  /// - Returns: Type and shape are those of the record, and its scheme is known.
  /// - Throws: `Mismatch` when there is none.
  func source(of record: TensorRecord) throws(Mismatch) -> CheckpointTensor {
    let name = record.info.name
    guard let source = checkpoint.tensor(named: name) else {
      throw Mismatch(tensor: name, "tensor \(name.quoted) is missing in the checkpoint")
    }
    guard source.info == record.info else {
      throw Mismatch(
        tensor: name,
        "tensor \(name.quoted) was made from \(record.info.typeAndShape), the checkpoint has"
          + " \(source.info.typeAndShape)"
      )
    }
    guard record.encoding == .raw || record.scheme != nil else {
      throw Mismatch(
        tensor: name,
        isUnknownScheme: true,
        "tensor \(name.quoted) has the scheme \(record.encoding.schemeName.quoted), which this"
          + " program does not know and cannot compute again"
      )
    }
    return source
  }

  /// The tensors that can be computed again, and why each other one of either side cannot.
  func pairs() -> (pairs: [TensorComparison.Pair], mismatches: [Mismatch]) {
    var pairs: [TensorComparison.Pair] = []
    var mismatches: [Mismatch] = []
    for record in file.index.tensors {
      do throws(Mismatch) {
        pairs.append((record, try source(of: record)))
      } catch {
        mismatches.append(error)
      }
    }
    for tensor in checkpoint.tensors {
      let name = tensor.info.name
      guard file.index.tensor(named: name) == nil else { continue }
      mismatches.append(
        Mismatch(tensor: name, "tensor \(name.quoted) of the checkpoint is missing in the file")
      )
    }
    return (pairs, mismatches)
  }

  /// What a block of a tensor's elements or codes has to be.
  ///
  /// - Parameters:
  ///   - blockIndex: The number of the block.
  ///   - record: The tensor in the file.
  ///   - source: The tensor in the checkpoint.
  /// - Returns: The content of the block.
  /// - Throws: `FileError` when reading fails; `QuantizationError` when no file can have been made from
  ///   these weights.
  func content(
    ofBlock blockIndex: Int,
    of record: TensorRecord,
    from source: CheckpointTensor
  ) throws -> BlockContent {
    if record.scheme != nil {
      // The format has room for longer rows than any that are quantized.
      let columnCount = record.info.shape.dimensions[1]
      guard columnCount <= QuantizationScheme.columnCountLimit else {
        throw QuantizationError.rowTooLong(tensor: record.info.name, columnCount: columnCount)
      }
    }
    var stages = QuantizeStages()
    return try producer.content(
      of: source,
      scheme: record.scheme,
      rounding: record.rounding,
      units: record.units(ofBlock: blockIndex),
      stages: &stages
    )
  }
}

extension Recomputation {
  /// A block of codes that more than the weights decided, with what these codes cost.
  ///
  /// - Parameters:
  ///   - blockIndex: The number of the block.
  ///   - record: The tensor in the file, of a known scheme.
  ///   - codes: The content of the block.
  ///   - source: The tensor in the checkpoint.
  /// - Returns: These codes, their scales in the file, and the statistics of the source's weights.
  /// - Throws: `FileError` when reading fails, `ContainerError` for damaged scales.
  func cost(
    ofBlock blockIndex: Int,
    of record: TensorRecord,
    codes: [UInt8],
    from source: CheckpointTensor
  ) throws -> BlockContent {
    guard let scheme = record.scheme else {
      preconditionFailure("codes of a scheme that is not known")
    }
    let rows = record.units(ofBlock: blockIndex)
    let scales = Array(try file.scales(of: record)[record.scaleRange(ofRows: rows)])
    var stages = QuantizeStages()
    return try producer.cost(
      of: source,
      scheme: scheme,
      rows: rows,
      codes: codes,
      scales: scales,
      stages: &stages
    )
  }

  /// Why a tensor of the file cannot be computed again from the checkpoint.
  struct Mismatch: Error {
    /// The tensor's name.
    let tensor: String
    /// Whether the only reason is that the scheme is one of a later version.
    let isUnknownScheme: Bool
    /// A sentence without its full stop.
    let message: String

    init(tensor: String, isUnknownScheme: Bool = false, _ message: String) {
      self.tensor = tensor
      self.isUnknownScheme = isUnknownScheme
      self.message = message
    }
  }
}

extension TensorRecord {
  /// The rows, or the elements where there is no scheme, that a block of elements or codes holds.
  ///
  /// - Precondition: The scheme is known, so that blocks hold whole units.
  func units(ofBlock blockIndex: Int) -> Range<Int> {
    guard let range = content?.contentRange(ofBlock: blockIndex) else { return 0..<0 }
    let unitByteCount =
      scheme.flatMap { $0.rowByteCount(columnCount: info.shape.dimensions[1]) }
      ?? info.elementType.byteCount
    return range.lowerBound / unitByteCount..<range.upperBound / unitByteCount
  }
}

extension TensorInfo {
  fileprivate var typeAndShape: String { "\(elementType.rawValue) \(shape)" }
}
