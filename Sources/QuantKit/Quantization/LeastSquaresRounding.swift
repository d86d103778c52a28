//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How the scale of a row is found from its weights.
public enum ScaleChoice: String, CaseIterable, Sendable {
  /// The largest magnitude divided by the largest code: no weight is off by more than half a step.
  case absmax
  /// The scale with the least sum of squared errors, which lets a few large weights be clipped.
  case mse
}

/// Rounds the weights of rows or groups to the nearest codes of scales with the least squared error.
///
/// Codes and scales depend on the weights alone: the search adds in an order of its own on every processor.
enum LeastSquaresRounding {
  /// Rounds rows.
  ///
  /// - Parameters:
  ///   - weights: [rows, columns].
  ///   - rowCount: The number of rows.
  ///   - scheme: How to store them.
  /// - Returns: The codes and scales.
  /// - Throws: `QuantizationError.nonFiniteWeight` for the first NaN or infinity, its row counted from the
  ///   first of these; `.scaleTooLarge`.
  /// - Complexity: O(weights), some fifty times as much as with `ScaleChoice.absmax`.
  static func round(
    _ weights: [Float],
    rowCount: Int,
    scheme: QuantizationScheme
  ) throws(QuantizationError) -> RoundedMatrix {
    let columnCount = rowCount > 0 ? weights.count / rowCount : 0
    if let index = weights.firstIndex(where: { !$0.isFinite }) {
      throw .nonFiniteWeight(
        weights[index],
        row: index / columnCount,
        column: index % columnCount
      )
    }
    let search = ScaleSearch(maximumCode: scheme.maximumCode)
    let range = Int8(scheme.codeRange.lowerBound)...Int8(scheme.codeRange.upperBound)
    let groups = scheme.groups(columnCount: columnCount)
    let importance = [Float](repeating: 1, count: columnCount)
    var codes: [Int8] = []
    var scales: [Float] = []
    codes.reserveCapacity(weights.count)
    for row in 0..<rowCount {
      for group in groups {
        let values =
          weights[row * columnCount + group.lowerBound..<row * columnCount + group.upperBound]
        let scale = scheme.scaleFormat.roundedAboveZero(
          search.scale(of: values, importance: importance[group])
        )
        guard scale.isFinite else { throw .scaleTooLarge(row: row, column: group.lowerBound) }
        codes += values.map { CodeGrid.code(of: $0, scale: scale, in: range) }
        scales.append(scale)
      }
    }
    return RoundedMatrix(codes: codes, scales: scales, columnCount: columnCount, scheme: scheme)
  }
}
