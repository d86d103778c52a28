//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import CQuantKernels

/// Quantizes rows of one length with one scale each, by the C kernels, and counts what they write.
struct RowEncoder {
  /// The sums of a row; `QuantizationStatistics` defines them.
  struct Summary {
    let scale: Float
    let sumOfSquares: Double
    let sumOfSquaredErrors: Double
    let maximumAbsoluteError: Float
  }

  let format: FloatFormat
  /// 8 or 4.
  let bitsPerCode: Int
  /// What decides the scale, in units of the root mean square of a row; nil for the largest weight.
  let step: Double?
  let columnCount: Int
  let instructionSet: InstructionSet
  // [tables, byte values]
  private var tables = [UInt64](
    repeating: 0,
    count: cquantkit_byte_table_count * cquantkit_byte_table_size
  )

  /// An encoder that has counted nothing.
  init(
    format: FloatFormat,
    bitsPerCode: Int,
    step: Double? = nil,
    columnCount: Int,
    instructionSet: InstructionSet
  ) {
    self.format = format
    self.bitsPerCode = bitsPerCode
    self.step = step
    self.columnCount = columnCount
    self.instructionSet = instructionSet
  }

  /// Quantizes a row.
  ///
  /// - Parameters:
  ///   - weights: [columns], aligned or not.
  ///   - codes: Receives the packed codes: a byte each, or four bits each in whole 32-bit words.
  /// - Returns: Its scale and sums, or nil when a weight is not finite; then nothing is written.
  mutating func encodeRow(
    _ weights: UnsafeRawBufferPointer,
    into codes: UnsafeMutableRawBufferPointer
  ) -> Summary? {
    var summary = cquantkit_row_summary()
    let isFinite = unsafe cquantkit_quantize_row(
      instructionSet.isa,
      format.cFormat,
      Int32(bitsPerCode),
      step ?? 0,
      weights.baseAddress,
      columnCount,
      codes.baseAddress,
      &tables,
      &summary
    )
    guard isFinite == 1 else { return nil }
    return Summary(
      scale: summary.scale,
      sumOfSquares: summary.sum_of_squares,
      sumOfSquaredErrors: summary.sum_of_squared_errors,
      maximumAbsoluteError: summary.maximum_absolute_error
    )
  }

  /// How often each byte was written, padding included.
  var byteCounts: [Int] {
    let size = cquantkit_byte_table_size
    return (0..<size).map { byte in
      stride(from: byte, to: tables.count, by: size).reduce(0) { $0 + Int(tables[$1]) }
    }
  }
}

/// Turns rows of codes back into weights, by the C kernels.
struct RowDecoder: Sendable {
  let format: FloatFormat
  /// 8 or 4.
  let bitsPerCode: Int
  let columnCount: Int
  let instructionSet: InstructionSet

  /// Writes code × scale for a row, rounded to the format, at most its largest finite value.
  func decodeRow(
    _ codes: UnsafeRawBufferPointer,
    scale: Float,
    into weights: UnsafeMutableRawBufferPointer
  ) {
    unsafe cquantkit_dequantize_row(
      instructionSet.isa,
      format.cFormat,
      Int32(bitsPerCode),
      codes.baseAddress,
      scale,
      columnCount,
      weights.baseAddress
    )
  }
}

extension FloatFormat {
  fileprivate var cFormat: cquantkit_format {
    switch self {
    case .binary16: .binary16
    case .bfloat16: .bfloat16
    case .binary32: .binary32
    }
  }
}
