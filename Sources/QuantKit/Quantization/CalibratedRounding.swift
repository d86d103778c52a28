//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Rounds matrices that have the same inputs so that their outputs change least.
///
/// The error of a weight costs as much as its input is large, and what the rounding of one weight does to the
/// outputs can be undone in part by weights whose inputs go along with its own. Both is in the second
/// moments of the inputs, H = XᵀX. Columns are rounded in the order of falling energy H[j, j]; each error is
/// made up for by the columns that follow (`Kernels.roundWithFeedback`). Then each code is looked at again,
/// which the columns rounded before it could not take into account (`Kernels.descend`).
struct CalibratedRounding {
  /// What is added to the diagonal of H, as a share of its mean, so that H can be inverted.
  private static let dampingShare: Float = 0.01

  /// How often all codes are looked at again.
  private static let sweepCount = 3

  private let kernels: Kernels
  /// H, [columns, columns].
  private let moments: ActivationMatrix
  private let damping: Float
  /// The column at each position, in the order of rising energy: the last is rounded first.
  private let order: [Int]
  /// (L⁻¹)ᵀ of the Cholesky factor L of H in that order.
  private let inverse: ActivationMatrix
  /// [columns]: the energy of each column, for the choice of scales.
  private let importance: [Float]

  /// Prepares to round matrices.
  ///
  /// - Parameters:
  ///   - moments: H, [columns, columns], finite.
  ///   - kernels: What to compute on.
  /// - Complexity: O(columns³).
  init(moments: ActivationMatrix, kernels: Kernels) {
    let count = moments.columns
    let energies = (0..<count).map { moments.value(row: $0, column: $0) }
    let mean = Float(energies.reduce(0.0) { $0 + Double($1) } / Double(max(count, 1)))
    let order = (0..<count).sorted {
      energies[$0] != energies[$1] ? energies[$0] < energies[$1] : $0 > $1
    }
    var damping = mean > 0 ? Self.dampingShare * mean : 1
    var factor = Self.damped(moments, order: order, by: damping)
    // Rounding can leave H without an inverse; more damping always gives it one.
    while !kernels.factorizeCholesky(factor) {
      damping *= 10
      factor = Self.damped(moments, order: order, by: damping)
    }
    self.kernels = kernels
    self.moments = moments
    self.damping = damping
    self.order = order
    inverse = kernels.transposedInverse(ofLowerTriangle: factor)
    importance = energies.map { $0 + damping }
  }

  private static func damped(
    _ moments: ActivationMatrix,
    order: [Int],
    by damping: Float
  ) -> ActivationMatrix {
    let result = ActivationMatrix(rowCapacity: order.count, columns: order.count)
    for (position, row) in order.enumerated() {
      let values = moments.values(inRows: row..<row + 1)
      var permuted = order.map { values[$0] }
      permuted[position] += damping
      result.setRow(position, to: permuted)
    }
    return result
  }

  /// Rounds a matrix.
  ///
  /// - Parameters:
  ///   - weights: [rows, columns], finite.
  ///   - scheme: How to store it; a step only for one with a scale for each row.
  ///   - step: What decides the scales; nil for scales with the least squared error, weighted by the energies
  ///     of the columns.
  ///   - format: The format that the weights came in.
  /// - Returns: Codes and scales.
  /// - Throws: `QuantizationError.scaleTooLarge`.
  func round(
    _ weights: ActivationMatrix,
    scheme: QuantizationScheme,
    step: UniformStep? = nil,
    format: FloatFormat = .binary32
  ) throws(QuantizationError) -> RoundedMatrix {
    let columnCount = order.count
    precondition(weights.columns == columnCount, "as many columns as inputs")
    let search = ScaleSearch(maximumCode: scheme.maximumCode)
    let groups = scheme.groups(columnCount: columnCount)
    let permuted = ActivationMatrix(rowCapacity: weights.rowCapacity, columns: columnCount)
    let found = ActivationMatrix(rowCapacity: weights.rowCapacity, columns: groups.count)
    kernels.pool.forEach(below: weights.rowCapacity) { row in
      let values = weights.values(inRows: row..<row + 1)
      let scales = groups.map { group in
        // Rounded before the codes are, which so make up for it.
        scheme.scaleFormat.roundedAboveZero(
          step?.scale(for: values[group], format: format, scheme: scheme)
            ?? search.scale(of: values[group], importance: importance[group])
        )
      }
      found.setRow(row, to: scales)
      permuted.setRow(row, to: order.map { values[$0] })
    }
    let scales = found.values(inRows: 0..<weights.rowCapacity)
    try scheme.check(scales, columnCount: columnCount)
    let range = scheme.codeRange
    let groupLength = scheme.groupLength ?? max(columnCount, 1)
    func grid(ofColumns columns: some Sequence<Int>) -> CodeGrid {
      CodeGrid(
        codes: Int8(range.lowerBound)...Int8(range.upperBound),
        groupCount: groups.count,
        groups: columns.map { Int32($0 / groupLength) },
        scales: scales
      )
    }
    let permutedCodes = kernels.roundWithFeedback(
      permuted,
      to: grid(ofColumns: order),
      inverse: inverse
    )
    var codes = [Int8](repeating: 0, count: permutedCodes.count)
    for first in stride(from: 0, to: codes.count, by: columnCount) {
      for (position, column) in order.enumerated() {
        codes[first + column] = permutedCodes[first + position]
      }
    }
    kernels.descend(
      &codes,
      weights: weights,
      grid: grid(ofColumns: 0..<columnCount),
      moments: moments,
      damping: damping,
      order: order.reversed(),
      sweepCount: Self.sweepCount
    )
    return RoundedMatrix(
      codes: codes,
      scales: scales,
      columnCount: columnCount,
      scheme: scheme
    )
  }
}
