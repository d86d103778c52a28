//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What the kernels compute, element by element and in double precision, with the formula visible.
///
/// The kernels are compared with it. It is slow.
enum ScalarKernels {
  /// The scale of a place of a matrix; 1 where elements are no codes.
  static func scale(of matrix: WeightMatrix, row: Int, column: Int) -> Double {
    switch matrix.scales {
    case .none: return 1
    case .rows(let scales): return Double(scales[row])
    case .groups(let scales, let length):
      let index = row * matrix.columns.dividedRoundingUp(by: length) + column / length
      return Double(Float16(bitPattern: scales[index]))
    }
  }

  /// The weight at a place of a matrix, without its scale.
  static func element(of matrix: WeightMatrix, row: Int, column: Int) -> Double {
    if case .groups = matrix.scales {
      return transposedElement(of: matrix, row: row, column: column)
    }
    return unsafe matrix.storage.withUnsafeBytes { bytes in
      let start = row * matrix.rowByteCount
      switch matrix.format {
      case .float32:
        return Double(
          unsafe bytes.loadUnaligned(fromByteOffset: start + 4 * column, as: Float.self)
        )
      case .float16, .bfloat16:
        let bits = unsafe bytes.loadUnaligned(
          fromByteOffset: start + 2 * column,
          as: UInt16.self
        )
        return matrix.format == .bfloat16
          ? Double(Float(BFloat16(bitPattern: bits))) : Double(Float16(bitPattern: bits))
      case .int8:
        return Double(Int8(bitPattern: unsafe bytes[start + column]))
      case .int4:
        let byte = unsafe bytes[start + column / 2]
        let nibble = column % 2 == 0 ? byte & 15 : byte >> 4
        return Double(Int(nibble) - (nibble < 8 ? 0 : 16))
      }
    }
  }

  /// The code at a place of a matrix whose groups of columns have scales.
  ///
  /// Word i of a block of 256 columns is number i / u of unit i mod u, for as many units of 16 words, 1, 2 or 4, as
  /// hold the block; the units follow each other.
  private static func transposedElement(of matrix: WeightMatrix, row: Int, column: Int) -> Double {
    let codesPerWord = matrix.format == .int8 ? 4 : 8
    let block = blockUnits(of: matrix.columns, around: column, codesPerWord: codesPerWord)
    let word = column % QuantizedActivations.groupLength / codesPerWord
    let unit = word % block.units
    let earlierUnits = (0..<unit).reduce(0) { sum, earlier in
      sum + (block.words - earlier).dividedRoundingUp(by: block.units)
    }
    let blockStart = column / QuantizedActivations.groupLength * QuantizedActivations.groupLength
    let index = blockStart / codesPerWord + earlierUnits + word / block.units
    let value = unsafe matrix.storage.withUnsafeBytes { bytes in
      UInt32(
        littleEndian: unsafe bytes.loadUnaligned(
          fromByteOffset: row * matrix.rowByteCount + 4 * index,
          as: UInt32.self
        )
      )
    }
    let bits = 32 / codesPerWord
    let top = value << UInt32(32 - bits * (column % codesPerWord + 1))
    return Double(Int32(bitPattern: top) >> Int32(32 - bits))
  }

  /// The words and units of the block of 256 columns that a column of so many is in.
  private static func blockUnits(
    of columns: Int,
    around column: Int,
    codesPerWord: Int
  ) -> (words: Int, units: Int) {
    let length = QuantizedActivations.groupLength
    let words = min(columns - column / length * length, length).dividedRoundingUp(by: codesPerWord)
    return (words, words <= 16 ? 1 : words <= 32 ? 2 : 4)
  }

  /// Which of a group's scales the activation of a column has.
  private static func lane(
    ofColumn column: Int,
    of columns: Int,
    in order: ActivationOrder
  ) -> Int {
    func transposed(codesPerWord: Int) -> Int {
      let block = blockUnits(of: columns, around: column, codesPerWord: codesPerWord)
      return column % QuantizedActivations.groupLength / codesPerWord / block.units
    }
    return switch order {
    case .plain: column % 64 / 4
    case .split: column % 128 / 8
    case .transposed: transposed(codesPerWord: 4)
    case .transposedSplit: transposed(codesPerWord: 8)
    }
  }

  /// [rows]: sum over columns of matrix[row, column] x activation[column].
  static func product(_ matrix: WeightMatrix, _ activations: [Float]) -> [Double] {
    (0..<matrix.rows).map { row in
      activations.indices.reduce(0.0) {
        $0 + element(of: matrix, row: row, column: $1) * Double(activations[$1])
          * scale(of: matrix, row: row, column: $1)
      }
    }
  }

  /// What activations become when they are quantized, sixteen columns with one scale.
  static func quantized(_ activations: [Float], in order: ActivationOrder) -> [Float] {
    func block(_ column: Int) -> Int {
      column / QuantizedActivations.groupLength * QuantizedActivations.lanesPerGroup
        + lane(ofColumn: column, of: activations.count, in: order)
    }
    var largest: [Int: Float] = [:]
    for (column, value) in activations.enumerated() {
      largest[block(column), default: 0] = max(largest[block(column), default: 0], value.magnitude)
    }
    return activations.enumerated().map { column, value in
      guard let largest = largest[block(column)], largest > 0 else { return value }
      return (value * (127 / largest)).rounded(.toNearestOrEven) * (largest / 127)
    }
  }

  /// x / sqrt(mean(x²) + epsilon) x weight.
  static func normalized(_ input: [Float], weight: [Float], epsilon: Float) -> [Double] {
    let squares = input.reduce(0.0) { $0 + Double($1) * Double($1) }
    let divisor = (squares / Double(input.count) + Double(epsilon)).squareRoot()
    return zip(input, weight).map { Double($0) / divisor * Double($1) }
  }

  /// gate / (1 + exp(-gate)) x up.
  static func siluProduct(gate: Float, up: Float) -> Double {
    Double(gate) / (1 + ElementaryFunctions.exp(-Double(gate))) * Double(up)
  }

  /// A head whose element i is turned against element i + dimension / 2.
  static func rotated(_ head: [Float], cosines: [Float], sines: [Float]) -> [Double] {
    let half = head.count / 2
    return head.indices.map { index in
      let angle = index % half
      let partner = index < half ? -Double(head[index + half]) : Double(head[index - half])
      return Double(head[index]) * Double(cosines[angle]) + partner * Double(sines[angle])
    }
  }

  /// What a head's key or value becomes in the cache.
  static func cached(_ values: [Float], format: KeyValueFormat) -> [Float] {
    switch format {
    case .f32: return values
    case .f16: return values.map { Float(Float16($0)) }
    case .int8:
      let scale = values.reduce(0) { max($0, $1.magnitude) } / 127
      guard scale > 0 else { return values.map { _ in 0 } }
      return values.map { ($0 / scale).rounded(.toNearestOrEven) * scale }
    }
  }

  /// softmax(scale x query · keys + slope x distance) · values, for a query at the last position.
  static func attention(
    query: [Float],
    keys: [[Float]],
    values: [[Float]],
    scale: Float,
    slope: Float
  ) -> [Double] {
    let scores = keys.enumerated().map { position, key in
      let dot = zip(query, key).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      return dot * Double(scale) + Double(slope) * Double(position - (keys.count - 1))
    }
    let largest = scores.max() ?? 0
    let weights = scores.map { ElementaryFunctions.exp($0 - largest) }
    let sum = weights.reduce(0, +)
    return query.indices.map { index in
      zip(weights, values).reduce(0.0) { $0 + $1.0 * Double($1.1[index]) } / sum
    }
  }
}
