//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A block of rows as codes and scales.
struct QuantizedRows: Sendable {
  /// The packed rows.
  let codes: [UInt8]
  /// The scales, [rowCount], or [rowCount, groups] where groups of columns have scales.
  let scales: [Float]
  /// What quantizing cost.
  let statistics: QuantizationStatistics
}

extension RowQuantizer {
  /// Quantizes the rows of a block.
  ///
  /// - Parameters:
  ///   - source: [rowCount, columnCount], row-major, little-endian.
  ///   - rowCount: The number of rows.
  /// - Returns: Codes, scales and statistics.
  /// - Throws: As `quantize(_:rowCount:codes:scales:)`.
  func quantize(_ source: [UInt8], rowCount: Int) throws(QuantizationError) -> QuantizedRows {
    let codeByteCount = scheme.codeByteCount(rowCount: rowCount, columnCount: columnCount) ?? 0
    var scales = [Float](
      repeating: 0,
      count: rowCount * scheme.scalesPerRow(columnCount: columnCount)
    )
    var outcome: Result<QuantizationStatistics, QuantizationError>?
    // The closures fill all of `codes` or fail; the sizes are those that the callee asks for.
    let codes = unsafe [UInt8](unsafeUninitializedCapacity: codeByteCount) { codes, count in
      let codes = unsafe UnsafeMutableRawBufferPointer(
        rebasing: UnsafeMutableRawBufferPointer(codes)[..<codeByteCount]
      )
      outcome = unsafe source.withUnsafeBytes { source in
        unsafe scales.withUnsafeMutableBufferPointer { scales in
          Result { () throws(QuantizationError) in
            try unsafe quantize(source, rowCount: rowCount, codes: codes, scales: scales)
          }
        }
      }
      if case .success = outcome { count = codeByteCount }
    }
    guard let statistics = try outcome?.get() else {
      preconditionFailure("the closure always runs")
    }
    return QuantizedRows(codes: codes, scales: scales, statistics: statistics)
  }
}
