//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension Sequence<Int> {
  /// The product of the elements, or nil when one is negative or the product leaves `Int`.
  ///
  /// 1 for an empty sequence. A zero does not hide an overflow before it.
  func checkedProduct() -> Int? {
    var product = 1
    for factor in self {
      let (result, overflow) = product.multipliedReportingOverflow(by: factor)
      guard factor >= 0, !overflow else { return nil }
      product = result
    }
    return product
  }
}

extension Sequence<Int> {
  /// The sum of elements that are not negative, or the largest number when it leaves `Int`.
  ///
  /// For figures about a file: a hostile one may claim anything, and must not end the process.
  func saturatingSum() -> Int {
    var sum = 0
    for element in self {
      let (result, overflow) = sum.addingReportingOverflow(element)
      guard !overflow else { return .max }
      sum = result
    }
    return sum
  }
}

extension Int {
  /// The quotient rounded up, for a nonnegative dividend and a positive divisor.
  func dividedRoundingUp(by divisor: Int) -> Int {
    self / divisor + (self % divisor == 0 ? 0 : 1)
  }
}
