//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A sum of nonnegative numbers without any rounding error, so that neither the order of the additions
/// nor the way they are split over blocks and threads shows in it.
///
/// The sum is a fixed-point number of 640 bits whose lowest bit is worth 2⁻²⁹⁸, the square of the
/// smallest positive `Float`. It takes any square of a `Float`, any `Double` made by adding such squares,
/// and 2⁸⁵ of the largest of them before it overflows.
struct ExactSum: Hashable, Sendable {
  private static let wordCount = 10
  private static let lowestExponent = -298
  /// A `Double` below this bound can be added.
  private static let addendLimit = 0x1p320

  /// The digits in base 2⁶⁴, least significant first.
  private var words = [UInt64](repeating: 0, count: wordCount)

  /// Zero.
  init() {}

  /// Whether `add` takes the value: a nonnegative multiple of 2⁻²⁹⁸ below 2³²⁰.
  static func accepts(_ value: Double) -> Bool {
    guard value >= 0, value < addendLimit else { return false }
    return value == 0 || significand(of: value).exponent >= lowestExponent
  }

  /// Adds a value that `accepts` takes.
  mutating func add(_ value: Double) {
    precondition(Self.accepts(value), "only sums of squares of Float values can be added")
    guard value > 0 else { return }
    let (integer, exponent) = Self.significand(of: value)
    let (word, bit) = (exponent - Self.lowestExponent).quotientAndRemainder(dividingBy: 64)
    add(integer << UInt64(bit), at: word)
    if bit > 0 { add(integer >> UInt64(64 - bit), at: word + 1) }
  }

  /// Adds another sum.
  mutating func add(_ other: ExactSum) {
    for word in other.words.indices { add(other.words[word], at: word) }
  }

  private mutating func add(_ digit: UInt64, at position: Int) {
    var (carry, word) = (digit, position)
    while carry > 0 {
      let (sum, overflow) = words[word].addingReportingOverflow(carry)
      words[word] = sum
      carry = overflow ? 1 : 0
      word += 1
    }
  }

  /// The sum as a `Double`, within one unit in the last place.
  ///
  /// A function of the exact sum alone.
  var value: Double {
    var value = 0.0
    for (position, word) in words.enumerated() where word > 0 {
      let scale = Double(sign: .plus, exponent: 64 * position + Self.lowestExponent, significand: 1)
      value += Double(word) * scale
    }
    return value
  }

  /// The odd integer and the power of two whose product is `value`, which is finite and positive.
  private static func significand(of value: Double) -> (integer: UInt64, exponent: Int) {
    let stored = value.significandBitPattern
    let integer = value.isNormal ? stored | 1 << 52 : stored
    let exponent = Int(max(value.exponentBitPattern, 1)) - 1075
    let zeroes = integer.trailingZeroBitCount
    return (integer >> UInt64(zeroes), exponent + zeroes)
  }
}
