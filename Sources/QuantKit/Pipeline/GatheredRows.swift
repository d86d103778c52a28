//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What the blocks of a tensor, put together in order, give besides codes.
struct GatheredRows {
  /// Those of the rows of the blocks so far: one for each row, or one for each group of columns of each.
  private(set) var scales: [Float] = []
  /// Of the blocks so far; nil for a tensor that keeps its type.
  private(set) var statistics: QuantizationStatistics?

  /// No rows of a tensor; `scheme` is nil where it keeps its type.
  init(scheme: QuantizationScheme?) {
    statistics = scheme.map(QuantizationStatistics.init(scheme:))
  }

  /// Adds the rows of the next block.
  mutating func append(scales more: [Float], statistics cost: QuantizationStatistics?) {
    scales += more
    if let cost { statistics?.merge(cost) }
  }

  /// Ends a tensor: rows without columns have no block that would bring their scales; theirs are 0.
  mutating func fill(upTo scaleCount: Int) {
    scales += repeatElement(0, count: max(0, scaleCount - scales.count))
  }
}
