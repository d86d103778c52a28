//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension Double {
  /// The logarithm to base 2, within a few units in the last place.
  ///
  /// Only additions, multiplications and divisions, so that figures derived from it have the same bits
  /// with every C library. With x = m · 2ᵉ and m between √½ and √2,
  /// log₂ x = e + 2 / ln 2 · artanh s with s = (m − 1) / (m + 1); |s| < 0.172, so that eleven terms of
  /// s + s³/3 + s⁵/5 + … leave less than 2⁻⁵⁸.
  ///
  /// Infinity for zero and for infinity with their signs; NaN for a negative number and for NaN.
  var binaryLogarithm: Double {
    guard self > 0, isFinite else { return self == 0 ? -.infinity : self > 0 ? self : .nan }
    let halves = significand > 2.0.squareRoot()
    let mantissa = halves ? significand / 2 : significand
    let ratio = (mantissa - 1) / (mantissa + 1)
    let square = ratio * ratio
    var series = 0.0
    for odd in stride(from: 21, through: 1, by: -2) { series = series * square + 1 / Double(odd) }
    let twoOverLn2 = 2.885_390_081_777_926_8
    return Double(exponent) + (halves ? 1 : 0) + twoOverLn2 * ratio * series
  }
}
