//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension ElementType {
  /// The format of the elements, or nil for a type that no weights are computed from.
  var floatFormat: FloatFormat? {
    switch self {
    case .f16: .binary16
    case .bf16: .bfloat16
    case .f32: .binary32
    default: nil
    }
  }
}
