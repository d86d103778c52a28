//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How a model computes with its weights.
public enum Arithmetic: String, CaseIterable, Sendable {
  /// Weights times float32 activations, summed in float32.
  ///
  /// The same bits at any number of threads and however the tokens are fed.
  case exact
  /// Activations quantized to 8 bits, sixteen with one scale, so that products with quantized weights are integers;
  /// keys and values in binary16 unless something else is asked for.
  ///
  /// Weights that are not quantized are used as in `exact`.
  case fast

  /// How keys and values are stored where nothing else is asked for.
  public var keyValueFormat: KeyValueFormat { self == .exact ? .f32 : .f16 }
}
