//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How a key-value cache stores its elements.
public enum KeyValueFormat: String, CaseIterable, Sendable {
  /// float32.
  case f32
  /// binary16.
  case f16
  /// Signed bytes, with a float32 scale for each key and each value of a head.
  case int8
}
