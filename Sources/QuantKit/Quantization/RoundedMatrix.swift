//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A matrix as codes and scales.
struct RoundedMatrix: Sendable {
  /// [rows, columns].
  private var codes: [Int8]
  /// [rows], or [rows, groups] where groups of columns have scales.
  private(set) var scales: [Float]
  /// The number of columns.
  let columnCount: Int
  let scheme: QuantizationScheme

  init(codes: [Int8], scales: [Float], columnCount: Int, scheme: QuantizationScheme) {
    self.codes = codes
    self.scales = scales
    self.columnCount = columnCount
    self.scheme = scheme
  }

  /// Adds the rows of a matrix of the same columns and scheme.
  mutating func append(_ other: RoundedMatrix) {
    precondition(other.columnCount == columnCount && other.scheme == scheme, "rows of another kind")
    codes += other.codes
    scales += other.scales
  }

  /// A row as it is stored.
  func packedRow(_ row: Int) -> [UInt8] {
    ReferenceQuantizer.pack(codes(ofRow: row), scheme: scheme)
  }

  /// The number of rows.
  var rowCount: Int {
    columnCount == 0
      ? scales.count / max(scheme.scalesPerRow(columnCount: 0), 1) : codes.count / columnCount
  }

  private func scaleRange(ofRows rows: Range<Int>) -> Range<Int> {
    scheme.scaleRange(ofRows: rows, columnCount: columnCount)
  }

  private func codes(ofRow row: Int) -> [Int8] {
    Array(codes[row * columnCount..<(row + 1) * columnCount])
  }

  /// Some rows as they are stored, and what they cost.
  ///
  /// - Parameters:
  ///   - rows: Which rows.
  ///   - weights: The weights of these rows, [rows, columns].
  /// - Returns: Packed codes, scales and statistics.
  func quantized(rows: Range<Int>, weights: [Float]) -> QuantizedRows {
    var packed: [UInt8] = []
    var statistics = QuantizationStatistics(scheme: scheme)
    for (index, row) in rows.enumerated() {
      let rowCodes = codes(ofRow: row)
      packed += ReferenceQuantizer.pack(rowCodes, scheme: scheme)
      ReferenceQuantizer.addStatistics(
        ofRow: rowCodes,
        weights: weights[index * columnCount..<(index + 1) * columnCount],
        scales: scales[scaleRange(ofRows: row..<row + 1)],
        scheme: scheme,
        to: &statistics
      )
    }
    return QuantizedRows(
      codes: packed,
      scales: Array(scales[scaleRange(ofRows: rows)]),
      statistics: statistics
    )
  }
}
