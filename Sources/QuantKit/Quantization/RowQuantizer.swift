//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Quantizes blocks of rows of one tensor.
///
/// A value without state: any number of threads may use it on different blocks. Codes, scales and
/// statistics depend on the weights alone, neither on the blocks nor on the instruction set.
struct RowQuantizer: Sendable {
  let scheme: QuantizationScheme
  /// What decides the scales; nil for the largest weight of each row.
  let step: UniformStep?
  /// The type of the weights.
  let elementType: ElementType
  let columnCount: Int
  private let format: FloatFormat
  private let instructionSet: InstructionSet
  /// The size of a row's codes.
  private let rowByteCount: Int

  /// A quantizer for rows of one length.
  ///
  /// A type other than F16, BF16 and F32, a length outside 0…`QuantizationScheme.columnCountLimit` and an
  /// instruction set that is not supported are programming errors; a `Recipe` refuses the first two.
  init(
    scheme: QuantizationScheme,
    step: UniformStep? = nil,
    elementType: ElementType,
    columnCount: Int,
    instructionSet: InstructionSet = .best
  ) {
    guard let format = elementType.floatFormat,
      0...QuantizationScheme.columnCountLimit ~= columnCount,
      let rowByteCount = scheme.rowByteCount(columnCount: columnCount),
      instructionSet.isSupported
    else {
      preconditionFailure("F16, BF16 or F32, a row within the limit, a supported instruction set")
    }
    self.scheme = scheme
    self.step = step
    self.elementType = elementType
    self.columnCount = columnCount
    self.format = format
    self.instructionSet = instructionSet
    self.rowByteCount = rowByteCount
  }

  /// Quantizes the rows of a block.
  ///
  /// - Parameters:
  ///   - source: [rowCount, columnCount], row-major, little-endian, aligned or not.
  ///   - rowCount: The number of rows.
  ///   - codes: Receives the packed rows: `scheme.codeByteCount` bytes.
  ///   - scales: [rowCount], or [rowCount, groups]; receives the scales.
  /// - Returns: The statistics of the block.
  /// - Throws: `QuantizationError.nonFiniteWeight` for the first NaN or infinity in row-major order, its
  ///   row counted from the start of the block; `.scaleTooLarge` likewise; what is in `codes` and `scales` is
  ///   then undefined.
  func quantize(
    _ source: UnsafeRawBufferPointer,
    rowCount: Int,
    codes: UnsafeMutableRawBufferPointer,
    scales: UnsafeMutableBufferPointer<Float>
  ) throws(QuantizationError) -> QuantizationStatistics {
    precondition(rowCount >= 0, "a block has no negative number of rows")
    let groups = scheme.groups(columnCount: columnCount)
    precondition(
      source.count == rowCount * columnCount * format.byteCount
        && codes.count == rowCount * rowByteCount && scales.count == rowCount * groups.count,
      "the buffers have the sizes of the block"
    )
    let format = scheme.normalizesRows ? FloatFormat.binary32 : format
    var encoder = RowEncoder(
      format: format,
      bitsPerCode: scheme.bitsPerCode,
      step: step?.value,
      hasHalfScales: scheme.scaleFormat == .binary16,
      instructionSet: instructionSet
    )
    var statistics = QuantizationStatistics(scheme: scheme)
    let sourceByteCount = columnCount * self.format.byteCount
    var normalized = [Float](repeating: 0, count: scheme.normalizesRows ? columnCount : 0)
    for row in 0..<rowCount {
      let stored = unsafe UnsafeRawBufferPointer(
        rebasing: source[row * sourceByteCount..<(row + 1) * sourceByteCount]
      )
      if scheme.normalizesRows {
        unsafe normalized.withUnsafeMutableBufferPointer { normalized in
          unsafe RowLength.normalize(stored, format: self.format, into: normalized)
        }
      }
      for (index, group) in groups.enumerated() {
        let columns = group.lowerBound * format.byteCount..<group.upperBound * format.byteCount
        let codeRange = scheme.byteRange(ofColumns: group, inRow: row, columnCount: columnCount)
        let outcome = unsafe normalized.withUnsafeBytes { normalized in
          let weights = unsafe scheme.normalizesRows ? normalized : stored
          return unsafe encoder.encodeRow(
            UnsafeRawBufferPointer(rebasing: weights[columns]),
            into: UnsafeMutableRawBufferPointer(rebasing: codes[codeRange])
          )
        }
        switch outcome {
        case .notFinite: throw unsafe firstNonFiniteWeight(in: stored, row: row)
        case .scaleTooLarge: throw .scaleTooLarge(row: row, column: group.lowerBound)
        case .quantized(let summary):
          unsafe scales[row * groups.count + index] = summary.scale
          statistics.addRow(
            sumOfSquares: summary.sumOfSquares,
            sumOfSquaredErrors: summary.sumOfSquaredErrors,
            maximumAbsoluteError: summary.maximumAbsoluteError
          )
        }
      }
    }
    addCodes(encoder.byteCounts, rowCount: rowCount, to: &statistics)
    return statistics
  }

  /// Adds the codes that stand in the bytes counted, without the padding of the rows.
  private func addCodes(
    _ byteCounts: [Int],
    rowCount: Int,
    to statistics: inout QuantizationStatistics
  ) {
    for (byte, count) in byteCounts.enumerated() {
      let byte = Int8(truncatingIfNeeded: byte)
      if scheme.bitsPerCode == 8 {
        statistics.addCode(Int(byte), count: count)
      } else {
        statistics.addCode(Int((byte << 4) >> 4), count: count)
        statistics.addCode(Int(byte >> 4), count: count)
      }
    }
    let storedColumnCount = rowByteCount * 8 / scheme.bitsPerCode
    statistics.addCode(0, count: -rowCount * (storedColumnCount - columnCount))
  }

  private func firstNonFiniteWeight(
    in weights: UnsafeRawBufferPointer,
    row: Int
  ) -> QuantizationError {
    let values = unsafe format.values(in: weights)
    let column = values.firstIndex { !$0.isFinite } ?? 0
    return .nonFiniteWeight(values[column], row: row, column: column)
  }
}
