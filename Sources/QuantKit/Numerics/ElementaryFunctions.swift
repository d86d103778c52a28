//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// The elementary functions of the C library, in double precision.
///
/// For what is computed a few times per token or tensor. Loops over activations use the vector kernels.
enum ElementaryFunctions {
  /// e to the power of `value`.
  static func exp(_ value: Double) -> Double { libcExp(value) }
  /// The natural logarithm; NaN below 0.
  static func log(_ value: Double) -> Double { libcLog(value) }
  /// The logarithm to base 2; NaN below 0.
  static func log2(_ value: Double) -> Double { libcLog2(value) }
  /// The logarithm to base 10; NaN below 0.
  static func log10(_ value: Double) -> Double { libcLog10(value) }
  /// `base` to the power of `exponent`.
  static func pow(_ base: Double, _ exponent: Double) -> Double { libcPow(base, exponent) }
  /// The sine of an angle in radians.
  static func sin(_ angle: Double) -> Double { libcSin(angle) }
  /// The cosine of an angle in radians.
  static func cos(_ angle: Double) -> Double { libcCos(angle) }
}

// Inside the type its own members would hide the C functions of the same name.
private func libcExp(_ value: Double) -> Double { exp(value) }
private func libcLog(_ value: Double) -> Double { log(value) }
private func libcLog2(_ value: Double) -> Double { log2(value) }
private func libcLog10(_ value: Double) -> Double { log10(value) }
private func libcPow(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
private func libcSin(_ angle: Double) -> Double { sin(angle) }
private func libcCos(_ angle: Double) -> Double { cos(angle) }
