//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How a set of numbers is distributed.
public struct ValueSummary: Sendable {
  /// One bar of the histogram.
  public struct Bin: Sendable {
    /// The least number that falls into it.
    public let lowerBound: Double
    /// The number below which all fall into it; the last bin holds it too.
    public let upperBound: Double
    /// How many numbers fall into it.
    public let count: Int
  }

  /// How many numbers there are.
  public let count: Int
  /// The smallest.
  public let minimum: Double
  /// The largest.
  public let maximum: Double
  /// The arithmetic mean.
  public let mean: Double
  /// Pairs of a share and the smallest number that at least this share of the numbers does not exceed.
  public let quantiles: [(share: Double, value: Double)]
  /// Bins of equal width from the smallest to the largest number; a single one when they are equal.
  public let bins: [Bin]

  /// The shares for which quantiles are given.
  static let quantileShares = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]
  /// The number of bins.
  static let binCount = 12

  /// The summary of finite numbers, or nil when there are none.
  ///
  /// - Complexity: O(n log n) for n numbers.
  init?(_ values: [Float]) {
    let sorted = values.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    count = sorted.count
    minimum = Double(first)
    maximum = Double(last)
    mean = sorted.reduce(0.0) { $0 + Double($1) } / Double(sorted.count)
    quantiles = Self.quantileShares.map { share in
      let rank = Int((share * Double(sorted.count)).rounded(.up))
      return (share, Double(sorted[max(rank, 1) - 1]))
    }
    bins = Self.bins(of: sorted, from: minimum, to: maximum)
  }

  private static func bins(of values: [Float], from minimum: Double, to maximum: Double) -> [Bin] {
    guard minimum < maximum else {
      return [Bin(lowerBound: minimum, upperBound: maximum, count: values.count)]
    }
    let width = (maximum - minimum) / Double(binCount)
    var counts = [Int](repeating: 0, count: binCount)
    for value in values {
      counts[min(Int((Double(value) - minimum) / width), binCount - 1)] += 1
    }
    return counts.enumerated().map { index, count in
      Bin(
        lowerBound: minimum + Double(index) * width,
        upperBound: index == binCount - 1 ? maximum : minimum + Double(index + 1) * width,
        count: count
      )
    }
  }

  /// The figures under stable keys.
  var json: JSON {
    [
      "count": .integer(count),
      "minimum": .number(minimum),
      "maximum": .number(maximum),
      "mean": .number(mean),
      "quantiles": .array(
        quantiles.map { ["share": .number($0.share), "value": .number($0.value)] }
      ),
      "histogram": .array(
        bins.map {
          [
            "from": .number($0.lowerBound), "to": .number($0.upperBound),
            "count": .integer($0.count),
          ]
        }
      ),
    ]
  }
}
