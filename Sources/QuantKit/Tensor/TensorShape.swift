//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The extent of a tensor in each dimension, outermost first; elements are stored row-major.
public struct TensorShape: Hashable, Sendable, CustomStringConvertible {
  /// The most dimensions that are accepted.
  public static let rankLimit = 8

  /// The extents, outermost first; empty for a scalar.
  public let dimensions: [Int]
  /// The product of the extents; 1 for a scalar.
  public let elementCount: Int

  /// A shape, or nil when an extent is negative, the count of elements leaves `Int` or there are more
  /// than `rankLimit` dimensions.
  public init?(_ dimensions: [Int]) {
    guard dimensions.count <= Self.rankLimit, let elementCount = dimensions.checkedProduct() else {
      return nil
    }
    self.dimensions = dimensions
    self.elementCount = elementCount
  }

  /// The number of dimensions.
  public var rank: Int { dimensions.count }

  /// `[rows, columns]` as text.
  public var description: String {
    "[" + dimensions.map(String.init).joined(separator: ", ") + "]"
  }
}
