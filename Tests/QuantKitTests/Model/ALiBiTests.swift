//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite("ALiBi")
struct ALiBiTests {
  @Test("slopes for a power of two are geometric")
  func powerOfTwo() {
    #expect(
      ALiBi.slopes(headCount: 8) == [
        0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125, 0.00390625,
      ]
    )
  }

  @Test("slopes beyond a power of two lie between")
  func others() {
    // 4 heads: 2^-2, 2^-4, 2^-6, 2^-8; then 2^-1 and 2^-3.
    #expect(ALiBi.slopes(headCount: 6) == [0.25, 0.0625, 0.015625, 0.00390625, 0.5, 0.125])
    #expect(ALiBi.slopes(headCount: 1) == [0.00390625])
    #expect(ALiBi.slopes(headCount: 40).count == 40)
  }
}
