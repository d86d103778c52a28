//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The type of a stored element, named as the safetensors format names it.
public enum ElementType: String, CaseIterable, Sendable {
  /// IEEE 754 binary16.
  case f16 = "F16"
  /// The upper half of binary32.
  case bf16 = "BF16"
  /// IEEE 754 binary32.
  case f32 = "F32"
  /// IEEE 754 binary64.
  case f64 = "F64"
  /// Signed integers, two's complement.
  case i8 = "I8"
  case i16 = "I16"
  case i32 = "I32"
  case i64 = "I64"
  /// Unsigned integers.
  case u8 = "U8"
  case u16 = "U16"
  case u32 = "U32"
  case u64 = "U64"
  /// A byte that is 0 or 1.
  case bool = "BOOL"
  /// Eight-bit floating point.
  case f8e4m3 = "F8_E4M3"
  case f8e5m2 = "F8_E5M2"

  /// The size of an element in bytes.
  public var byteCount: Int {
    switch self {
    case .i8, .u8, .bool, .f8e4m3, .f8e5m2: 1
    case .f16, .bf16, .i16, .u16: 2
    case .f32, .i32, .u32: 4
    case .f64, .i64, .u64: 8
    }
  }

  /// Whether QuantKit computes with it: F16, BF16 and F32.
  public var isWeightType: Bool { self == .f16 || self == .bf16 || self == .f32 }
}
