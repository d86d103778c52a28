//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A random generator whose numbers depend on the seed alone, so that a failure can be repeated.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

extension SplitMix64 {
  /// A number from -1 to 1.
  mutating func float() -> Float { Float.random(in: -1...1, using: &self) }

  /// Numbers from -1 to 1.
  mutating func floats(_ count: Int) -> [Float] { (0..<count).map { _ in float() } }

  /// A number with the bell shape of trained weights: mean 0, standard deviation 1.
  mutating func nextNormal() -> Float {
    (0..<12).reduce(-6) { sum, _ in sum + Float.random(in: 0..<1, using: &self) }
  }
}
