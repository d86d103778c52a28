//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct CalibratedRoundingTests {
  private static let rowCount = 24

  private static func kernels(_ threadCount: Int = 2) -> Kernels {
    Kernels(instructionSet: .best, pool: ThreadPool(threadCount: threadCount))
  }

  private static func matrix(_ rows: [[Double]]) -> ActivationMatrix {
    let matrix = ActivationMatrix(rowCapacity: rows.count, columns: rows[0].count)
    for (index, row) in rows.enumerated() { matrix.setRow(index, to: row.map { Float($0) }) }
    return matrix
  }

  /// Numbers between -1 and 1, [rows, columns].
  private static func weights(columns: Int) -> [[Double]] {
    var generator = SplitMix64(seed: 11)
    return (0..<rowCount).map { _ in
      (0..<columns).map { _ in Double(Float.random(in: -1...1, using: &generator)) }
    }
  }

  /// Second moments of inputs whose neighbours go along with each other, and whose energies differ.
  private static func moments(columns: Int) -> [[Double]] {
    (0..<columns).map { i in
      (0..<columns).map { j in
        let energy = { (column: Int) in 1 + Double(column * 7 % columns) / 8 }
        let distance = Double((i - j).magnitude)
        return (energy(i) * energy(j)).squareRoot() * ElementaryFunctions.pow(0.8, distance)
      }
    }
  }

  private static func rounded(
    _ weights: [[Double]],
    moments: [[Double]],
    scheme: QuantizationScheme,
    threadCount: Int = 2
  ) throws -> RoundedMatrix {
    try CalibratedRounding(moments: matrix(moments), kernels: kernels(threadCount))
      .round(matrix(weights), scheme: scheme)
  }

  /// What the rounding of all rows does to the outputs: Σ (w − c·s)ᵀ H (w − c·s).
  private static func outputError(
    of codes: [[Int8]],
    scales: [Float],
    weights: [[Double]],
    moments: [[Double]]
  ) -> Double {
    zip(zip(codes, scales), weights).reduce(0.0) { sum, row in
      let errors = zip(row.1, row.0.0).map { $0 - Double($1) * Double(row.0.1) }
      return sum
        + errors.indices.reduce(0.0) { sum, i in
          sum + errors.indices.reduce(0.0) { $0 + errors[i] * moments[i][$1] * errors[$1] }
        }
    }
  }

  private static func nearest(
    _ weights: [[Double]],
    scales: [Float],
    scheme: QuantizationScheme
  ) -> [[Int8]] {
    let range = Int8(scheme.codeRange.lowerBound)...Int8(scheme.codeRange.upperBound)
    return zip(weights, scales).map { row, scale in
      row.map { CodeGrid.code(of: Float($0), scale: scale, in: range) }
    }
  }

  /// The methods as their authors describe them, in double precision: after each column is rounded, the best
  /// that the others can do is found from the inverse of what is left of H; then three times each code
  /// becomes the best one for all others.
  private static func reference(
    _ weights: [[Double]],
    moments: [[Double]],
    scales: [Float],
    scheme: QuantizationScheme
  ) -> [[Int8]] {
    let count = moments.count
    let energies = (0..<count).map { moments[$0][$0] }
    let damping = 0.01 * energies.reduce(0, +) / Double(count)
    var damped = moments
    for index in 0..<count { damped[index][index] += damping }
    let order: [Int] = (0..<count).sorted { (a: Int, b: Int) -> Bool in
      energies[a] != energies[b] ? energies[a] > energies[b] : a < b
    }
    let range = Int8(scheme.codeRange.lowerBound)...Int8(scheme.codeRange.upperBound)
    var inverse = inverted(damped)
    var rows = weights
    var codes = weights.map { _ in [Int8](repeating: 0, count: count) }
    for column in order {
      let row = inverse[column]
      for (index, scale) in scales.enumerated() {
        let weight = rows[index][column]
        let code = CodeGrid.code(of: Float(weight), scale: scale, in: range)
        codes[index][column] = code
        let error = (weight - Double(code) * Double(scale)) / row[column]
        for other in 0..<count { rows[index][other] -= error * row[other] }
      }
      // What is left of the inverse when the column is taken out.
      let pivot = inverse[column]
      for i in 0..<count {
        let factor = inverse[i][column] / pivot[column]
        for j in 0..<count { inverse[i][j] -= factor * pivot[j] }
      }
    }
    for (index, scale) in scales.enumerated() {
      for _ in 0..<3 {
        for column in order {
          // Without an error in this column, the others ask for this one.
          let others = (0..<count).reduce(0.0) { sum, other in
            guard other != column else { return sum }
            let error = weights[index][other] - Double(codes[index][other]) * Double(scale)
            return sum + error * damped[column][other]
          }
          let best = weights[index][column] + others / damped[column][column]
          codes[index][column] = CodeGrid.code(of: Float(best), scale: scale, in: range)
        }
      }
    }
    return codes
  }

  private static func inverted(_ matrix: [[Double]]) -> [[Double]] {
    let count = matrix.count
    var left = matrix
    var right = (0..<count).map { i in (0..<count).map { $0 == i ? 1.0 : 0.0 } }
    for column in 0..<count {
      let pivot = left[column][column]
      left[column] = left[column].map { $0 / pivot }
      right[column] = right[column].map { $0 / pivot }
      for row in 0..<count where row != column {
        let factor = left[row][column]
        for k in 0..<count {
          left[row][k] -= factor * left[column][k]
          right[row][k] -= factor * right[column][k]
        }
      }
    }
    return right
  }

  private static func codes(of matrix: RoundedMatrix, columns: Int) -> [[Int8]] {
    (0..<rowCount).map { row in
      let bytes = matrix.packedRow(row)
      guard matrix.scheme.bitsPerCode == 4 else { return bytes.map { Int8(bitPattern: $0) } }
      return (0..<columns).map { column in
        let nibble = bytes[column / 2] >> (column % 2 * 4) & 0xF
        return Int8(bitPattern: nibble << 4) >> 4
      }
    }
  }

  // MARK: Tests

  /// Fewer columns than a block of feedback, and some blocks with a rest.
  @Test(arguments: [8, 40, 300], [QuantizationScheme.int4Row, .int8Row])
  func codesAreThoseOfTheMethod(columns: Int, scheme: QuantizationScheme) throws {
    let (weights, moments) = (Self.weights(columns: columns), Self.moments(columns: columns))
    let rounded = try Self.rounded(weights, moments: moments, scheme: scheme)
    let codes = Self.codes(of: rounded, columns: columns)
    let expected = Self.reference(
      weights,
      moments: moments,
      scales: rounded.scales,
      scheme: scheme
    )
    let differing = zip(codes.joined(), expected.joined()).count { $0 != $1 }
    // float32 decides some codes next to a half the other way, and what follows from them.
    #expect(Double(differing) <= 0.02 * Double(columns * Self.rowCount), "\(differing)")
  }

  @Test(arguments: [QuantizationScheme.int4Row, .int8Row])
  func outputsChangeLessThanWithTheNearestCodes(scheme: QuantizationScheme) throws {
    let (weights, moments) = (Self.weights(columns: 200), Self.moments(columns: 200))
    let rounded = try Self.rounded(weights, moments: moments, scheme: scheme)
    let scales = rounded.scales
    func error(_ codes: [[Int8]]) -> Double {
      Self.outputError(of: codes, scales: scales, weights: weights, moments: moments)
    }
    let nearest = error(Self.nearest(weights, scales: scales, scheme: scheme))
    #expect(error(Self.codes(of: rounded, columns: 200)) < 0.5 * nearest)
  }

  /// After the descent no code alone can be changed for the better, as far as float32 can tell.
  @Test(arguments: [1, 4], [30, 290])
  func descentNeverMakesErrorsLarger(groupCount: Int, columns: Int) {
    let (weights, moments) = (Self.weights(columns: columns), Self.moments(columns: columns))
    let grid = CodeGrid(
      codes: -8...7,
      groupCount: groupCount,
      groups: (0..<columns).map { Int32($0 * groupCount / columns) },
      scales: (0..<Self.rowCount * groupCount).map { 0.1 + Float($0 % 7) / 70 }
    )
    let matrix = Self.matrix(weights)
    var codes = (0..<Self.rowCount).flatMap { row in
      (0..<columns).map { column in
        CodeGrid.code(
          of: matrix.value(row: row, column: column),
          scale: grid.scale(row: row, column: column),
          in: grid.codes
        )
      }
    }
    func error(ofRow row: Int) -> Double {
      let errors = (0..<columns).map { column in
        weights[row][column]
          - Double(codes[row * columns + column]) * Double(grid.scale(row: row, column: column))
      }
      return errors.indices.reduce(0.0) { sum, i in
        sum + errors.indices.reduce(0.0) { $0 + errors[i] * moments[i][$1] * errors[$1] }
      }
    }
    func descend(_ sweepCount: Int) {
      Self.kernels().descend(
        &codes,
        weights: matrix,
        grid: grid,
        moments: Self.matrix(moments),
        damping: 0,
        order: Array(0..<columns),
        sweepCount: sweepCount
      )
    }
    let rows = 0..<Self.rowCount
    let start = rows.map(error)
    descend(1)
    let once = rows.map(error)
    #expect(rows.allSatisfy { once[$0] <= start[$0] * (1 + 1e-5) })
    #expect(once.reduce(0, +) < 0.9 * start.reduce(0, +))
    descend(40)
    let settled = codes
    #expect(rows.allSatisfy { error(ofRow: $0) <= once[$0] * (1 + 1e-5) })
    descend(1)
    #expect(codes == settled)
  }

  /// Where inputs have nothing to do with each other, nothing can be made up for.
  @Test func codesAreTheNearestForUnrelatedInputs() throws {
    let weights = Self.weights(columns: 150)
    let moments = (0..<150).map { i in (0..<150).map { $0 == i ? Double(1 + i % 5) : 0 } }
    let rounded = try Self.rounded(weights, moments: moments, scheme: .int4Row)
    #expect(
      Self.codes(of: rounded, columns: 150)
        == Self.nearest(weights, scales: rounded.scales, scheme: .int4Row)
    )
  }

  @Test func inputsThatAreAllZeroAreRoundedToo() throws {
    let weights = Self.weights(columns: 16)
    let moments = [[Double]](repeating: [Double](repeating: 0, count: 16), count: 16)
    let rounded = try Self.rounded(weights, moments: moments, scheme: .int8Row)
    #expect(
      Self.codes(of: rounded, columns: 16)
        == Self.nearest(weights, scales: rounded.scales, scheme: .int8Row)
    )
  }

  @Test func codesDoNotDependOnTheThreads() throws {
    let (weights, moments) = (Self.weights(columns: 260), Self.moments(columns: 260))
    let all = try [1, 2, 5].map { threadCount in
      let rounded = try Self.rounded(
        weights,
        moments: moments,
        scheme: .int4Row,
        threadCount: threadCount
      )
      return (0..<Self.rowCount).map { rounded.packedRow($0) }
    }
    #expect(all[0] == all[1] && all[0] == all[2])
  }

  @Test(arguments: [QuantizationScheme.int4Row, .scheme(width: .eight, groupLength: 32)])
  func rowsAreRoundedApartFromEachOther(scheme: QuantizationScheme) throws {
    let weights = Self.weights(columns: 290)
    let rounding = CalibratedRounding(
      moments: Self.matrix(Self.moments(columns: 290)),
      kernels: Self.kernels()
    )
    let together = try rounding.round(Self.matrix(weights), scheme: scheme)
    var parts = RoundedMatrix(codes: [], scales: [], columnCount: 290, scheme: scheme)
    for rows in [0..<1, 1..<17, 17..<Self.rowCount] {
      parts.append(try rounding.round(Self.matrix(Array(weights[rows])), scheme: scheme))
    }
    #expect(parts.scales == together.scales)
    #expect(parts.rowCount == Self.rowCount)
    for row in 0..<Self.rowCount { #expect(parts.packedRow(row) == together.packedRow(row)) }
  }

  // MARK: Scales

  @Test func searchedScaleIsNoWorseThanThatOfTheLargestWeight() {
    let search = ScaleSearch(maximumCode: 7)
    for (columns, row) in [(1, 0), (7, 1), (8, 2), (100, 3), (1000, 4)] {
      let weights = Self.weights(columns: columns)[row].map { Float($0 * $0 * $0) }
      let importance = (0..<columns).map { Float(1 + $0 % 3) }
      func error(_ scale: Float) -> Float {
        zip(weights, importance).reduce(0) { sum, pair in
          let code = CodeGrid.code(of: pair.0, scale: scale, in: -8...7)
          let error = pair.0 - Float(code) * scale
          return sum + pair.1 * error * error
        }
      }
      let largest = weights.map(\.magnitude).max() ?? 0
      let scale = search.scale(of: weights[...], importance: importance[...])
      #expect(error(scale) <= error(largest / 7) * 1.0001)
    }
  }

  @Test func zeroWeightsHaveScaleZero() {
    let search = ScaleSearch(maximumCode: 7)
    #expect(search.scale(of: [0, 0, -0][...], importance: [1, 1, 1][...]) == 0)
    #expect(search.scale(of: ArraySlice<Float>(), importance: []) == 0)
    // So small that the reciprocal of the scale leaves float32.
    let least = Float.leastNonzeroMagnitude
    let tiny = search.scale(of: [7 * least, -7 * least], importance: [1, 1])
    #expect(tiny >= 0 && tiny.isFinite)
  }
}
