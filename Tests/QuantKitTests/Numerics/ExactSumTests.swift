//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct ExactSumTests {
  /// Sums of squares as rows have them, over the whole range.
  private static func addends(count: Int) -> [Double] {
    var generator = SplitMix64(seed: 11)
    return (0..<count).map { _ in
      let exponent = Int.random(in: -149...127, using: &generator)
      let root =
        Float(sign: .plus, exponent: exponent, significand: 1)
        * Float.random(in: 1..<2, using: &generator)
      return Double(root) * Double(root)
    }
  }

  @Test func neitherOrderNorSplitShows() {
    var generator = SplitMix64(seed: 12)
    let addends = Self.addends(count: 500)
    var expected = ExactSum()
    for addend in addends { expected.add(addend) }

    for _ in 0..<20 {
      let shuffled = addends.shuffled(using: &generator)
      let split = Int.random(in: 0...shuffled.count, using: &generator)
      var (first, second) = (ExactSum(), ExactSum())
      for addend in shuffled[..<split] { first.add(addend) }
      for addend in shuffled[split...] { second.add(addend) }
      second.add(first)
      #expect(second == expected)
      #expect(second.value == expected.value)
    }
  }

  @Test func keepsWhatDoubleLoses() {
    var sum = ExactSum()
    sum.add(0x1p256)
    sum.add(0x1p-298)
    var large = ExactSum()
    large.add(0x1p256)
    #expect(sum != large)
    #expect(sum.value == 0x1p256)
  }

  @Test func carriesThroughAllDigits() {
    var sum = ExactSum()
    // 2³¹⁹ − 2⁻²⁹⁸ as its binary digits, then the last unit.
    for exponent in -298..<319 {
      sum.add(Double(sign: .plus, exponent: exponent, significand: 1))
    }
    sum.add(0x1p-298)
    var power = ExactSum()
    power.add(0x1p319)
    #expect(sum == power)
  }

  @Test func aSingleValueComesBackAsItWas() {
    for addend in Self.addends(count: 500) + [0, 0x1p-298, 0x1.fffffffffffffp319] {
      var sum = ExactSum()
      sum.add(addend)
      #expect(sum.value == addend)
    }
  }

  @Test func smallIntegersAddUp() {
    var sum = ExactSum()
    for number in 1...1000 { sum.add(Double(number * number)) }
    #expect(sum.value == 333_833_500)
  }

  @Test(
    arguments: [
      (0, true), (-0.0, true), (1, true), (0x1p-298, true), (0x1.8p-298, false), (0x1p-299, false),
      (.leastNonzeroMagnitude, false), (0x1p320, false), (0x1.fffffffffffffp319, true), (-1, false),
      (.infinity, false), (-.infinity, false), (.nan, false),
    ] as [(Double, Bool)]
  )
  func knowsWhatItTakes(_ value: Double, _ isAccepted: Bool) {
    #expect(ExactSum.accepts(value) == isAccepted)
  }
}
