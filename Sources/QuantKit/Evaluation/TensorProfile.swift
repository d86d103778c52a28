//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A tensor looked at closely: how its scales, codes or weights are distributed.
public struct TensorProfile: Sendable {
  /// A row, or a group of its columns, with its scale.
  public struct RowScale: Sendable {
    /// The row, from 0.
    public let row: Int
    /// The first column of the group; nil where the row has one scale.
    public let column: Int?
    /// Its scale.
    public let scale: Float
  }

  /// Name, shape, and the type in the checkpoint.
  public let info: TensorInfo
  /// The scheme's name, or the element type of a tensor that is not quantized.
  public let storage: String
  /// What quantizing cost, for a quantized tensor.
  public let statistics: QuantizationStatistics?
  /// The columns that share a scale; nil for all of a row.
  public let groupLength: Int?
  /// The scales of a quantized tensor, or the largest absolute value of each row of one that is not; nil for a
  /// tensor of more than `rowLimit` rows, or `scaleLimit` scales.
  public let scales: ValueSummary?
  /// The rows with the largest scales, the largest first.
  public let largestScales: [RowScale]
  /// The rows with the smallest scales, the smallest first.
  public let smallestScales: [RowScale]

  /// How many rows have a weight that is NaN or infinite; they count in none of the figures.
  public let nonFiniteRowCount: Int

  /// How many rows are listed at each end.
  static let listedRowCount = 5
  /// The most rows whose scales are looked at: all are held at once, and no matrix of a model has as many.
  public static let rowLimit = 1 << 20
  /// The most scales that are looked at where groups of columns have scales.
  public static let scaleLimit = 1 << 22

  /// The profile of rows whose scales, or largest absolute values, are given.
  ///
  /// A scale that is not finite stands for a row with a weight that is not; those are counted apart, since of
  /// more than `rowLimit` rows no scales are given.
  ///
  /// - Complexity: O(rows · log rows).
  init(
    info: TensorInfo,
    storage: String,
    statistics: QuantizationStatistics?,
    rowScales: [Float],
    groupLength: Int? = nil,
    nonFiniteRowCount: Int
  ) {
    self.info = info
    self.storage = storage
    self.statistics = statistics
    self.groupLength = groupLength
    self.nonFiniteRowCount = nonFiniteRowCount
    scales = ValueSummary(rowScales.filter(\.isFinite))
    // Rows with equal scales stand in their own order at both ends.
    let columnCount = info.shape.dimensions.last ?? 0
    let groups = (length: groupLength, columnCount: columnCount)
    largestScales = Self.first(of: rowScales, groups: groups) { $0 > $1 }
    smallestScales = Self.first(of: rowScales, groups: groups) { $0 < $1 }
  }

  /// The first rows in an order of their scales.
  private static func first(
    of scales: [Float],
    groups: (length: Int?, columnCount: Int),
    by isBefore: (Float, Float) -> Bool
  ) -> [RowScale] {
    var rows: [RowScale] = []
    let perRow = groups.length.map { max(1, groups.columnCount.dividedRoundingUp(by: $0)) } ?? 1
    for (index, scale) in scales.enumerated() where scale.isFinite {
      let position = rows.firstIndex { isBefore(scale, $0.scale) } ?? rows.count
      guard position < listedRowCount else { continue }
      rows.insert(
        RowScale(
          row: index / perRow,
          column: groups.length.map { index % perRow * $0 },
          scale: scale
        ),
        at: position
      )
      if rows.count > listedRowCount { rows.removeLast() }
    }
    return rows
  }

  /// The figures under stable keys.
  public var json: JSON {
    func listed(_ rows: [RowScale]) -> JSON {
      .array(
        rows.map { scale in
          .object(
            [.init(key: "row", value: .integer(scale.row))]
              + (scale.column.map { [.init(key: "column", value: .integer($0))] } ?? [])
              + [.init(key: "scale", value: .number(Double(scale.scale)))]
          )
        }
      )
    }
    return [
      "schema": 1,
      "name": .string(info.name),
      "type": .string(info.elementType.rawValue),
      "shape": .array(info.shape.dimensions.map(JSON.integer)),
      "scheme": .string(storage),
      "statistics": statistics?.report ?? .null,
      "code_counts": statistics.map { .array($0.codeCounts.map(JSON.integer)) } ?? .null,
      "scales": scales?.json ?? .null,
      "nonfinite_rows": .integer(nonFiniteRowCount),
      "largest_scales": listed(largestScales),
      "smallest_scales": listed(smallestScales),
    ]
  }
}
