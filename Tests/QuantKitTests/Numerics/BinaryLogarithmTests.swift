//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct BinaryLogarithmTests {
  /// Some units in the last place of the result: the exponent is added to a rounded fraction.
  private static let tolerance = 4 * Double.ulpOfOne

  @Test(
    arguments: [
      (3, 1.584962500721156), (10, 3.321928094887362), (0.1, -3.321928094887362),
      (1e-300, -996.5784284662087), (1.4142135623730951, 0.5), (12345.678, 13.59171844813855),
      (0.9999999999999999, -1.6017132519074588e-16), (1.0000000000000002, 3.203426503814917e-16),
      (.greatestFiniteMagnitude, 1024),
    ] as [(Double, Double)]
  )
  func agreesWithKnownValues(_ value: Double, _ expected: Double) {
    #expect((value.binaryLogarithm - expected).magnitude <= Self.tolerance * expected.magnitude)
  }

  @Test func isExactForPowersOfTwo() {
    for exponent in -1074...1023 {
      let power = Double(sign: .plus, exponent: exponent, significand: 1)
      #expect(power.binaryLogarithm == Double(exponent))
    }
  }

  @Test func turnsProductsIntoSums() {
    var generator = SplitMix64(seed: 21)
    for _ in 0..<1000 {
      let first = Double.random(in: 1e-6..<1e6, using: &generator)
      let second = Double.random(in: 1e-6..<1e6, using: &generator)
      let sum = first.binaryLogarithm + second.binaryLogarithm
      #expect(((first * second).binaryLogarithm - sum).magnitude < 1e-13)
    }
  }

  @Test func hasTheUsualEdges() {
    #expect((0.0).binaryLogarithm == -.infinity)
    #expect((-0.0).binaryLogarithm == -.infinity)
    #expect(Double.infinity.binaryLogarithm == .infinity)
    #expect((-1.0).binaryLogarithm.isNaN)
    #expect((-Double.infinity).binaryLogarithm.isNaN)
    #expect(Double.nan.binaryLogarithm.isNaN)
  }
}
