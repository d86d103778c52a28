//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Attention with linear biases: a head's scores fall by its slope with each step of distance.
enum ALiBi {
  /// The slopes of the heads: geometric from 2^(-8/p) with p the largest power of two that is not above
  /// the number of heads, and for the heads beyond p every other slope of a sequence twice as fine.
  static func slopes(headCount: Int) -> [Float] {
    var power = 1
    while power * 2 <= headCount { power *= 2 }
    return (0..<headCount).map { head in
      let exponent =
        head < power
        ? -8 * Double(head + 1) / Double(power)
        : -4 * Double(2 * (head - power) + 1) / Double(power)
      return Float(ElementaryFunctions.pow(2, exponent))
    }
  }
}
