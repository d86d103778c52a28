//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Turns codes and scales back into weights.
///
/// A weight is `code × scale` in `Float`, rounded to the type asked for. A product past the range of the
/// type becomes its largest finite value: a scale is rounded, and 127 times a scale rounded up can exceed
/// the weight that it was made for.
struct RowDequantizer: Sendable {
  let scheme: QuantizationScheme
  /// The type of the weights.
  let elementType: ElementType
  let columnCount: Int
  private let format: FloatFormat
  private let decoder: RowDecoder
  private let rowByteCount: Int

  /// A dequantizer for rows of one length.
  ///
  /// A type other than F16, BF16 and F32, a negative length and an instruction set that is not supported are
  /// programming errors. Rows longer than `QuantizationScheme.columnCountLimit` are not quantized here, but
  /// a file may have them.
  init(
    scheme: QuantizationScheme,
    elementType: ElementType,
    columnCount: Int,
    instructionSet: InstructionSet = .best
  ) {
    guard let format = elementType.floatFormat,
      let rowByteCount = scheme.rowByteCount(columnCount: columnCount),
      instructionSet.isSupported
    else {
      preconditionFailure("F16, BF16 or F32, a row, a supported instruction set")
    }
    self.scheme = scheme
    self.elementType = elementType
    self.columnCount = columnCount
    self.format = format
    self.decoder = RowDecoder(
      format: format,
      bitsPerCode: scheme.bitsPerCode,
      instructionSet: instructionSet
    )
    self.rowByteCount = rowByteCount
  }

  /// Writes the weights of a block of rows.
  ///
  /// - Parameters:
  ///   - codes: The packed rows: `scheme.codeByteCount` bytes.
  ///   - scales: [rowCount], or [rowCount, groups].
  ///   - rowCount: The number of rows.
  ///   - weights: Receives the weights: [rowCount, columnCount], row-major, little-endian, aligned or
  ///     not.
  func dequantize(
    codes: UnsafeRawBufferPointer,
    scales: UnsafeBufferPointer<Float>,
    rowCount: Int,
    into weights: UnsafeMutableRawBufferPointer
  ) {
    precondition(rowCount >= 0, "a block has no negative number of rows")
    let groups = scheme.groups(columnCount: columnCount)
    precondition(
      codes.count == rowCount * rowByteCount && scales.count == rowCount * groups.count
        && weights.count == rowCount * columnCount * format.byteCount,
      "the buffers have the sizes of the block"
    )
    for row in 0..<rowCount {
      for (index, group) in groups.enumerated() {
        let codeRange = scheme.byteRange(ofColumns: group, inRow: row, columnCount: columnCount)
        let first = row * columnCount + group.lowerBound
        unsafe decoder.decodeRow(
          UnsafeRawBufferPointer(rebasing: codes[codeRange]),
          scale: scales[row * groups.count + index],
          into: UnsafeMutableRawBufferPointer(
            rebasing: weights[
              first * format.byteCount..<(first + group.count) * format.byteCount
            ]
          )
        )
      }
    }
  }
}
