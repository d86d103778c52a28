//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A named way to store a matrix as integer codes and scales.
///
/// The name is what files and reports carry; a reader that does not know it can say so by name.
///
/// A scale belongs to a row, or to a group of contiguous columns of a row, of which the last may be short. With
/// qmax = 127 for 8 bits and 7 for 4 bits, the weights of type T that share a scale become
///
///     scale  = Float(T(max |weight| / qmax))          the quotient in Float, rounded to T
///     code   = roundHalfToEven(Float(weight) / scale)
///
/// and a weight is read back as `code × scale`. Weights that are all zero have scale 0. Where a scale of type T is
/// so small that a code would leave −qmax − 1 … qmax, the scale is the quotient in Float, and where that
/// does not do either, the smallest Float not below max |weight| / qmax. Scales of groups are binary16: there the
/// quotient is rounded to binary16 whatever T is, and the next larger value is taken where a code would leave the
/// range. So every code fits.
public struct QuantizationScheme: Hashable, Sendable {
  /// The name in files, options and reports.
  public let name: String
  /// The width of a code in bits.
  public let bitsPerCode: Int
  /// The columns of a row that share a scale; nil for all.
  public let groupLength: Int?
  /// Whether rows are divided by their lengths, in `Float`, before they are quantized.
  public let normalizesRows: Bool

  /// Eight bits a weight, one scale a row: a row is stored as its codes, one byte each.
  public static let int8Row = QuantizationScheme(name: "int8-row", bitsPerCode: 8)
  /// Four bits a weight, one scale a row: a row is stored as little-endian 32-bit words of eight codes,
  /// the first in the lowest four bits; the last word is filled up with zero.
  public static let int4Row = QuantizationScheme(name: "int4-row", bitsPerCode: 4)

  /// `int8Row` of the matrix whose rows are divided by their Euclidean lengths, for heads that models
  /// normalize before use: T is `Float`, so that scales are not rounded to the type of the weights.
  public static let int8RowNormalized = QuantizationScheme(
    name: "int8-row-normalized",
    bitsPerCode: 8,
    normalizesRows: true
  )

  /// The lengths that groups of columns can have.
  public static let groupLengths = [32, 64, 128]

  private static let grouped = [8, 4].flatMap { bits in
    groupLengths.map { length in
      QuantizationScheme(
        name: "int\(bits)-group\(length)",
        bitsPerCode: bits,
        groupLength: length
      )
    }
  }

  /// Every scheme that this version writes and reads.
  public static let all: [QuantizationScheme] = [int8Row, int4Row, int8RowNormalized] + grouped

  /// The scheme of a name, or nil when this version has none.
  public static func named(_ name: String) -> QuantizationScheme? {
    all.first { $0.name.utf8.elementsEqual(name.utf8) }
  }

  /// The scheme with codes stored as by `int8Row` or `int4Row` and one scale for each group of columns, or for
  /// each row.
  ///
  /// - Parameters:
  ///   - width: The width of a code.
  ///   - groupLength: One of `groupLengths`; nil for one scale a row.
  /// - Returns: The scheme.
  static func scheme(width: Recipe.Width, groupLength: Int?) -> QuantizationScheme {
    let scheme = all.first {
      $0.bitsPerCode == width.rawValue && $0.groupLength == groupLength && !$0.normalizesRows
    }
    guard let scheme else { preconditionFailure("a length that groups can have") }
    return scheme
  }

  private init(
    name: String,
    bitsPerCode: Int,
    groupLength: Int? = nil,
    normalizesRows: Bool = false
  ) {
    self.name = name
    self.bitsPerCode = bitsPerCode
    self.groupLength = groupLength
    self.normalizesRows = normalizesRows
  }

  /// The longest row that can be quantized, in weights: a row goes through memory in one piece.
  public static let columnCountLimit = 1 << 20

  /// The largest code that the scale aims at: 127 or 7.
  var maximumCode: Int { 1 << (bitsPerCode - 1) - 1 }
  /// The codes that fit.
  var codeRange: ClosedRange<Int> { -maximumCode - 1...maximumCode }
  /// The format that scales are stored in.
  var scaleFormat: FloatFormat { groupLength == nil ? .binary32 : .binary16 }

  /// The size of a row's codes in bytes, or nil when it leaves `Int` or `columnCount` is negative.
  func rowByteCount(columnCount: Int) -> Int? {
    guard columnCount >= 0 else { return nil }
    let columnsPerUnit = bitsPerCode == 8 ? 1 : 8
    let bytesPerUnit = bitsPerCode == 8 ? 1 : 4
    return [columnCount.dividedRoundingUp(by: columnsPerUnit), bytesPerUnit].checkedProduct()
  }

  /// The size of a matrix' codes in bytes, or nil when it leaves `Int` or a count is negative.
  func codeByteCount(rowCount: Int, columnCount: Int) -> Int? {
    rowByteCount(columnCount: columnCount).flatMap { [rowCount, $0].checkedProduct() }
  }

  /// The number of scales that a row has.
  func scalesPerRow(columnCount: Int) -> Int {
    groupLength.map { columnCount.dividedRoundingUp(by: $0) } ?? 1
  }

  /// The size of a matrix' codes and scales in bytes, or nil when it leaves `Int` or a count is negative.
  func byteCount(rowCount: Int, columnCount: Int) -> Int? {
    guard let codes = codeByteCount(rowCount: rowCount, columnCount: columnCount),
      let scales = scaleByteCount(rowCount: rowCount, columnCount: columnCount)
    else { return nil }
    let (sum, overflow) = codes.addingReportingOverflow(scales)
    return overflow ? nil : sum
  }

  /// Which of the scales of a matrix are those of some rows.
  func scaleRange(ofRows rows: Range<Int>, columnCount: Int) -> Range<Int> {
    let count = scalesPerRow(columnCount: columnCount)
    return rows.lowerBound * count..<rows.upperBound * count
  }

  /// The size of a matrix' scales in bytes, or nil when it leaves `Int` or a count is negative.
  func scaleByteCount(rowCount: Int, columnCount: Int) -> Int? {
    guard columnCount >= 0 else { return nil }
    return [rowCount, scalesPerRow(columnCount: columnCount), scaleFormat.byteCount]
      .checkedProduct()
  }
}
