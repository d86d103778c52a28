//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The median and the extremes of rates measured several times.
public struct RateSummary: Sendable, Equatable {
  /// The middle rate, or the mean of the two in the middle.
  public let median: Double
  /// The smallest rate.
  public let minimum: Double
  /// The largest rate.
  public let maximum: Double

  /// The summary of at least one rate.
  init(_ rates: [Double]) {
    precondition(!rates.isEmpty, "nothing was measured")
    let sorted = rates.sorted()
    let middle = sorted.count / 2
    median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    minimum = sorted[0]
    maximum = sorted[sorted.count - 1]
  }

  /// The figures under stable keys.
  var json: JSON {
    ["median": .number(median), "min": .number(minimum), "max": .number(maximum)]
  }
}
