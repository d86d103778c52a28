//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Chooses how matrices are stored so that the predicted divergence is least for the bits that they may take.
///
/// The divergence of a matrix is proportional to its relative squared error, and those of all matrices add
/// up. So the least sum is where every matrix would gain as much divergence for the next bit as any other:
/// for some price of a bit, each has the point of its curve with the least divergence + price × bits. A
/// higher price takes fewer bits; the price is found by bisection. What is left over, because points are
/// far apart, goes to the matrices where it is worth most.
enum RateAllocation {
  /// What is known of a matrix.
  struct Matrix: Sendable {
    let weightCount: Int
    /// Divergence in nats for each unit of relative squared error; not negative.
    let sensitivity: Double
    let curve: RateCurve
  }

  /// Chooses a point of each matrix's curve.
  ///
  /// - Parameters:
  ///   - matrices: The matrices, their curves not empty.
  ///   - bitCount: The bits that all weights together may take.
  /// - Returns: A point for each; those that take the fewest bits where even these are too many.
  /// - Complexity: O(points of all curves) for each matrix that gets what is left over.
  static func points(for matrices: [Matrix], bitCount: Double) -> [RateCurve.Point] {
    func choice(price: Double) -> [RateCurve.Point] {
      matrices.compactMap { matrix in
        let priceOfAll = price * Double(matrix.weightCount)
        func cost(_ point: RateCurve.Point) -> Double {
          matrix.sensitivity * point.relativeError + priceOfAll * point.bits
        }
        return matrix.curve.points.min { cost($0) < cost($1) }
      }
    }
    // Prices as powers of two: from one at which bits are as good as free to one that nobody pays.
    var (low, high) = (-200.0, 200.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      let points = choice(price: ElementaryFunctions.pow(2, middle))
      if Self.bitCount(of: points, for: matrices) > bitCount { low = middle } else { high = middle }
    }
    var points = choice(price: ElementaryFunctions.pow(2, high))
    while let (index, point) = improvement(of: points, for: matrices, bitCount: bitCount) {
      points[index] = point
    }
    return points
  }

  /// The point for one matrix that errs less than its own and fits into what is left over, and of all these
  /// gains most for each bit.
  private static func improvement(
    of points: [RateCurve.Point],
    for matrices: [Matrix],
    bitCount: Double
  ) -> (matrix: Int, point: RateCurve.Point)? {
    let free = bitCount - Self.bitCount(of: points, for: matrices)
    var best: (matrix: Int, point: RateCurve.Point)?
    var bestWorth = 0.0
    for (index, matrix) in matrices.enumerated() {
      for point in matrix.curve.points {
        let bits = (point.bits - points[index].bits) * Double(matrix.weightCount)
        let gain = (points[index].relativeError - point.relativeError) * matrix.sensitivity
        guard 0 < bits, bits <= free, gain > bestWorth * bits else { continue }
        (best, bestWorth) = ((index, point), gain / bits)
      }
    }
    return best
  }

  /// The bits that the weights of matrices take at points of their curves.
  static func bitCount(of points: [RateCurve.Point], for matrices: [Matrix]) -> Double {
    zip(points, matrices).reduce(0) { $0 + $1.0.bits * Double($1.1.weightCount) }
  }

  /// The divergence to expect, in nats.
  static func divergence(of points: [RateCurve.Point], for matrices: [Matrix]) -> Double {
    zip(points, matrices).reduce(0) { $0 + $1.0.relativeError * $1.1.sensitivity }
  }
}
