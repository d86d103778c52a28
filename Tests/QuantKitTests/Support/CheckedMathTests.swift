//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct CheckedMathTests {
  @Test(
    arguments: [
      ([], 1), ([7], 7), ([3, 4, 5], 60), ([0, 5], 0), ([0, .max, .max], 0), ([.max, 1], .max),
      ([.max, 2], nil), ([1 << 32, 1 << 31], nil), ([1 << 32, 1 << 30], 1 << 62), ([-1], nil),
      ([-1, -1], nil), ([0, -1], nil), ([.max, .max, 0], nil), ([.min], nil),
    ] as [([Int], Int?)]
  )
  func multiplies(factors: [Int], product: Int?) {
    #expect(factors.checkedProduct() == product)
  }

  @Test(
    arguments: [
      ([], 0), ([7], 7), ([3, 4, 5], 12), ([.max, 0], .max), ([.max, 1], .max),
      ([1 << 62, 1 << 62, 1 << 62], .max),
    ] as [([Int], Int)]
  )
  func addsUpToTheLargestNumber(terms: [Int], sum: Int) {
    #expect(terms.saturatingSum() == sum)
  }

  @Test(arguments: [
    (0, 8, 0), (1, 8, 1), (8, 8, 1), (9, 8, 2), (Int.max, 2, 1 << 62), (Int.max, 1, Int.max),
    (Int.max, Int.max, 1), (5, Int.max, 1),
  ])
  func roundsQuotientsUp(dividend: Int, divisor: Int, quotient: Int) {
    #expect(dividend.dividedRoundingUp(by: divisor) == quotient)
  }
}
