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

  /// What became of a row.
  enum Outcome {
    case quantized(Summary)
    /// A weight is not finite; nothing is written.
    case notFinite
    /// Binary16 has no scale so large; nothing is written.
    case scaleTooLarge
  }

  let format: FloatFormat
  /// 8 or 4.
  let bitsPerCode: Int
  /// What decides the scale, in units of the root mean square of a row; nil for the largest weight.
  let step: Double?
  /// Whether scales are binary16.
  let hasHalfScales: Bool
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
    hasHalfScales: Bool = false,
    instructionSet: InstructionSet
  ) {
    self.format = format
    self.bitsPerCode = bitsPerCode
    self.step = step
    self.hasHalfScales = hasHalfScales
    self.instructionSet = instructionSet
  }

  /// Quantizes a row, or a group of its columns.
  ///
  /// - Parameters:
  ///   - weights: [columns], aligned or not.
  ///   - codes: Receives the packed codes: a byte each, or four bits each in whole 32-bit words.
  /// - Returns: Its scale and sums, or why there are none.
  mutating func encodeRow(
    _ weights: UnsafeRawBufferPointer,
    into codes: UnsafeMutableRawBufferPointer
  ) -> Outcome {
    var summary = cquantkit_row_summary()
    let outcome = unsafe cquantkit_quantize_row(
      instructionSet.isa,
      format.cFormat,
      Int32(bitsPerCode),
      cquantkit_scale_rule(step: step ?? 0, is_binary16: hasHalfScales ? 1 : 0),
      weights.baseAddress,
      weights.count / format.byteCount,
      codes.baseAddress,
      &tables,
      &summary
    )
    switch outcome {
    case .not_finite: return .notFinite
    case .scale_too_large: return .scaleTooLarge
    case .quantized:
      return .quantized(
        Summary(
          scale: summary.scale,
          sumOfSquares: summary.sum_of_squares,
          sumOfSquaredErrors: summary.sum_of_squared_errors,
          maximumAbsoluteError: summary.maximum_absolute_error
        )
      )
    }
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
  let instructionSet: InstructionSet

  /// Writes code × scale for a row or a group of its columns, rounded to the format, at most its largest finite value.
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
      weights.count / format.byteCount,
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
