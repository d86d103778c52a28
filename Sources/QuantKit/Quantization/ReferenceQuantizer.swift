//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The quantization schemes in plain Swift: what `RowQuantizer` gives, bit for bit, with the formula
/// visible.
///
/// The kernels are compared with it. It is slow.
enum ReferenceQuantizer {
  /// A quantized matrix.
  struct Matrix: Equatable {
    /// [rows, packed columns], the bytes of `QuantizationScheme.codeByteCount`.
    var codes: [UInt8]
    /// One for each row, or [rows, groups].
    var scales: [Float]
    var statistics: QuantizationStatistics
  }

  /// Quantizes a matrix.
  ///
  /// - Parameters:
  ///   - source: [rows, columns], row-major, little-endian.
  ///   - format: The format of the weights.
  ///   - rowCount: The number of rows.
  ///   - scheme: What to make of them.
  ///   - step: What decides the scales; nil for the largest weight of each row.
  /// - Returns: Codes, scales and statistics.
  /// - Throws: `QuantizationError.nonFiniteWeight` for the first NaN or infinity in row-major order.
  static func quantize(
    _ source: [UInt8],
    format: FloatFormat,
    rowCount: Int,
    scheme: QuantizationScheme,
    step: UniformStep? = nil
  ) throws(QuantizationError) -> Matrix {
    let weights = format.values(in: source)
    let columnCount = rowCount == 0 ? 0 : weights.count / rowCount
    precondition(weights.count == rowCount * columnCount, "the weights are whole rows")
    var matrix = Matrix(codes: [], scales: [], statistics: QuantizationStatistics(scheme: scheme))
    for row in 0..<rowCount {
      var weights = Array(weights[row * columnCount..<(row + 1) * columnCount])
      if let column = weights.firstIndex(where: { !$0.isFinite }) {
        throw .nonFiniteWeight(weights[column], row: row, column: column)
      }
      var format = format
      if scheme.normalizesRows {
        let length = RowLength.of(weights)
        weights = weights.map { $0 / length }
        format = .binary32
      }
      var codes: [Int8] = []
      var scales: [Float] = []
      for group in scheme.groups(columnCount: columnCount) {
        let scale = try scale(
          for: weights[group],
          format: format,
          scheme: scheme,
          step: step,
          row: row,
          column: group.lowerBound
        )
        scales.append(scale)
        codes += weights[group].map { code(for: $0, scale: scale) }
      }
      matrix.scales += scales
      matrix.codes.append(contentsOf: pack(codes, scheme: scheme))
      addStatistics(
        ofRow: codes,
        weights: weights[...],
        scales: scales[...],
        scheme: scheme,
        to: &matrix.statistics
      )
    }
    return matrix
  }

  // MARK: - Scale

  /// The scale of the weights that share one.
  ///
  /// - Throws: `QuantizationError.scaleTooLarge` for a group whose scale binary16 cannot hold.
  private static func scale(
    for weights: ArraySlice<Float>,
    format: FloatFormat,
    scheme: QuantizationScheme,
    step: UniformStep?,
    row: Int,
    column: Int
  ) throws(QuantizationError) -> Float {
    guard scheme.groupLength != nil else {
      return step?.scale(for: weights, format: format, scheme: scheme)
        ?? scale(for: weights, format: format, scheme: scheme)
    }
    let largest = weights.reduce(0) { max($0, $1.magnitude) }
    guard largest > 0 else { return 0 }
    let rounded = Float16(largest / Float(scheme.maximumCode))
    let fits =
      rounded > 0
      && weights.allSatisfy { weight in
        let code = (weight / Float(rounded)).rounded(.toNearestOrEven)
        return Float(scheme.codeRange.lowerBound) <= code
          && code <= Float(scheme.codeRange.upperBound)
      }
    let scale = fits ? rounded : rounded.nextUp
    guard scale.isFinite else { throw .scaleTooLarge(row: row, column: column) }
    return Float(scale)
  }

  /// The scale of a row of finite weights.
  static func scale(
    for weights: some Sequence<Float>,
    format: FloatFormat,
    scheme: QuantizationScheme
  ) -> Float {
    let largest = weights.reduce(0) { max($0, $1.magnitude) }
    guard largest > 0 else { return 0 }

    /// Whether every code of the row fits.
    func fits(_ scale: Float) -> Bool {
      scale > 0
        && weights.allSatisfy { weight in
          let code = (weight / scale).rounded(.toNearestOrEven)
          return Float(scheme.codeRange.lowerBound) <= code
            && code <= Float(scheme.codeRange.upperBound)
        }
    }

    let quotient = largest / Float(scheme.maximumCode)
    let rounded = format.rounded(quotient)
    if fits(rounded) { return rounded }
    if fits(quotient) { return quotient }
    // `quotient` is the Float nearest to the true quotient: itself not below it, or else the next one.
    // The product of 24 and 7 significant bits is exact in Double.
    let isBelow = Double(quotient) * Double(scheme.maximumCode) < Double(largest)
    return isBelow ? quotient.nextUp : quotient
  }

  // MARK: - Codes

  static func code(for weight: Float, scale: Float) -> Int8 {
    scale == 0 ? 0 : Int8((weight / scale).rounded(.toNearestOrEven))
  }

  /// The bytes of a row of codes.
  static func pack(_ codes: [Int8], scheme: QuantizationScheme) -> [UInt8] {
    guard scheme.bitsPerCode == 4 else { return codes.map(UInt8.init(bitPattern:)) }
    let wordCount = codes.count.dividedRoundingUp(by: 8)
    let padded = codes + [Int8](repeating: 0, count: 8 * wordCount - codes.count)
    return (0..<4 * wordCount).map { byte in
      let low = UInt8(bitPattern: padded[2 * byte]) & 0xF
      let high = UInt8(bitPattern: padded[2 * byte + 1]) & 0xF
      return low | high << 4
    }
  }

  /// The weight that a code stands for.
  ///
  /// A scale rounded up can take the product with the largest `Float` past the range; it stays finite.
  static func weight(of code: Int8, scale: Float) -> Float {
    let limit = Float.greatestFiniteMagnitude
    return min(max(Float(code) * scale, -limit), limit)
  }

  /// The same, rounded to a format and again kept finite.
  static func weight(of code: Int8, scale: Float, format: FloatFormat) -> Float {
    let limit = format.greatestFiniteMagnitude
    return min(max(format.rounded(weight(of: code, scale: scale)), -limit), limit)
  }

  // MARK: - Statistics

  /// Adds what a row of codes costs.
  ///
  /// - Parameters:
  ///   - codes: [columns]
  ///   - weights: [columns]
  ///   - scales: One, or one for each group.
  ///   - scheme: The scheme of the codes.
  ///   - statistics: What to add to.
  static func addStatistics(
    ofRow codes: [Int8],
    weights: ArraySlice<Float>,
    scales: ArraySlice<Float>,
    scheme: QuantizationScheme,
    to statistics: inout QuantizationStatistics
  ) {
    for (group, scale) in zip(scheme.groups(columnCount: codes.count), scales) {
      let first = weights.startIndex
      addStatistics(
        of: codes[group],
        weights: weights[first + group.lowerBound..<first + group.upperBound],
        scale: scale,
        to: &statistics
      )
    }
  }

  /// Adds what codes with one scale cost.
  private static func addStatistics(
    of codes: ArraySlice<Int8>,
    weights: ArraySlice<Float>,
    scale: Float,
    to statistics: inout QuantizationStatistics
  ) {
    let errors = zip(codes, weights).map { code, weight in
      weight - Self.weight(of: code, scale: scale)
    }
    for code in codes { statistics.addCode(Int(code)) }
    statistics.addRow(
      sumOfSquares: sumOfSquares(weights),
      sumOfSquaredErrors: sumOfSquares(errors),
      maximumAbsoluteError: errors.reduce(0) { max($0, $1.magnitude) }
    )
  }

  /// The sum of squares, exact each, in the order of `QuantizationStatistics`.
  static func sumOfSquares(_ values: some Sequence<Float>) -> Double {
    var lanes = [Double](repeating: 0, count: 16)
    for (column, value) in values.enumerated() {
      lanes[column % 16] += Double(value) * Double(value)
    }
    return sumByHalves(lanes)
  }

  private static func sumByHalves(_ lanes: [Double]) -> Double {
    var sums = lanes
    for half in [8, 4, 2, 1] {
      for lane in 0..<half { sums[lane] += sums[lane + half] }
    }
    return sums[0]
  }
}
