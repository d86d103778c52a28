//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

extension QuantizationScheme {
  /// The schemes of the original quantizer, which quantize a matrix as it is.
  static let original: [QuantizationScheme] = [.int8Row, .int4Row]

  /// Schemes with one scale a row, and those with scales for groups of columns.
  static let perRow = all.filter { $0.groupLength == nil }
  static let grouped = all.filter { $0.groupLength != nil }
}

/// A matrix as it stands in a checkpoint.
struct StoredMatrix: CustomTestStringConvertible {
  let elementType: ElementType
  let rowCount: Int
  let columnCount: Int
  /// The elements, [rows, columns], row-major, little-endian.
  let bytes: [UInt8]

  var testDescription: String { "\(elementType.rawValue) [\(rowCount), \(columnCount)]" }

  init(elementType: ElementType, rowCount: Int, columnCount: Int, bytes: [UInt8]) {
    self.elementType = elementType
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.bytes = bytes
  }

  /// Rows of numbers, rounded to the type.
  init(_ elementType: ElementType, rows: [[Float]]) throws {
    let format = try #require(elementType.floatFormat)
    var bytes: [UInt8] = []
    for value in rows.joined() {
      let pattern = format.bitPattern(of: value)
      for byte in 0..<format.byteCount { bytes.append(UInt8(pattern >> (8 * byte) & 0xFF)) }
    }
    self.init(
      elementType: elementType,
      rowCount: rows.count,
      columnCount: rows.first?.count ?? 0,
      bytes: bytes
    )
  }

  var format: FloatFormat {
    get throws { try #require(elementType.floatFormat) }
  }

  /// The weights of a row.
  func row(_ row: Int) throws -> [Float] {
    let byteCount = columnCount * elementType.byteCount
    return try format.values(in: bytes[row * byteCount..<(row + 1) * byteCount])
  }

  /// What the reference makes of it.
  func referenceQuantized(
    _ scheme: QuantizationScheme,
    step: UniformStep? = nil
  ) throws -> ReferenceQuantizer.Matrix {
    try ReferenceQuantizer.quantize(
      bytes,
      format: format,
      rowCount: rowCount,
      scheme: scheme,
      step: step
    )
  }

  /// What the kernels of an instruction set make of some of its rows, read and written where vectors
  /// are not aligned.
  func quantized(
    _ scheme: QuantizationScheme,
    step: UniformStep? = nil,
    instructionSet: InstructionSet = .best,
    rows: Range<Int>? = nil
  ) throws -> ReferenceQuantizer.Matrix {
    let rows = rows ?? 0..<rowCount
    let quantizer = RowQuantizer(
      scheme: scheme,
      step: step,
      elementType: elementType,
      columnCount: columnCount,
      instructionSet: instructionSet
    )
    let rowByteCount = columnCount * elementType.byteCount
    let source = [0xFF] + bytes[rows.lowerBound * rowByteCount..<rows.upperBound * rowByteCount]
    let codeByteCount = try #require(
      scheme.codeByteCount(rowCount: rows.count, columnCount: columnCount)
    )
    // A byte before and after that must stay as it is.
    var codes = [UInt8](repeating: 0xA5, count: codeByteCount + 2)
    let scaleCount = rows.count * scheme.scalesPerRow(columnCount: columnCount)
    var scales = [Float](repeating: .nan, count: scaleCount)
    let statistics = try unsafe source.withUnsafeBytes { source in
      try unsafe codes.withUnsafeMutableBytes { codes in
        try unsafe scales.withUnsafeMutableBufferPointer { scales in
          try unsafe quantizer.quantize(
            UnsafeRawBufferPointer(rebasing: source.dropFirst()),
            rowCount: rows.count,
            codes: UnsafeMutableRawBufferPointer(rebasing: codes[1..<1 + codeByteCount]),
            scales: scales
          )
        }
      }
    }
    #expect(codes.first == 0xA5 && codes.last == 0xA5, "a kernel wrote past its row")
    return ReferenceQuantizer.Matrix(
      codes: Array(codes[1..<1 + codeByteCount]),
      scales: scales,
      statistics: statistics
    )
  }
}

extension ReferenceQuantizer.Matrix {
  /// The codes of a row.
  func codes(inRow row: Int, columnCount: Int, scheme: QuantizationScheme) throws -> [Int8] {
    let byteCount = try #require(scheme.rowByteCount(columnCount: columnCount))
    return scheme.codes(
      inRow: codes[row * byteCount..<(row + 1) * byteCount],
      columnCount: columnCount
    )
  }

  /// Whether bytes, bits of the scales and statistics are equal.
  func isIdentical(to other: Self) -> Bool {
    codes == other.codes && statistics == other.statistics
      && scales.map(\.bitPattern) == other.scales.map(\.bitPattern)
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips a test where the processor lacks the instructions.
  static func needs(_ instructionSet: InstructionSet) -> Self {
    .enabled(
      if: instructionSet.isSupported,
      "this processor or operating system does not support \(instructionSet.rawValue)"
    )
  }
}
