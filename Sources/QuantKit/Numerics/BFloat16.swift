//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The upper half of a `Float`: 8 exponent bits and 7 stored significand bits.
struct BFloat16: Hashable, Sendable {
  /// Sign, exponent and significand from the most significant bit down.
  var bitPattern: UInt16

  init(bitPattern: UInt16) { self.bitPattern = bitPattern }

  /// The nearest value, ties to even.
  ///
  /// Infinity past the range. NaN stays NaN, its payload cut.
  init(_ value: Float) {
    let bits = value.bitPattern
    if value.isNaN {
      bitPattern = UInt16(truncatingIfNeeded: bits >> 16) | 0x0040
    } else {
      bitPattern = UInt16(truncatingIfNeeded: (bits + 0x7FFF + (bits >> 16 & 1)) >> 16)
    }
  }
}

extension Float {
  /// The same value; exact.
  init(_ value: BFloat16) { self.init(bitPattern: UInt32(value.bitPattern) << 16) }
}
