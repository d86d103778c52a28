//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import CQuantKernels

/// A family of vector instructions that kernels are written for.
public enum InstructionSet: String, CaseIterable, Sendable {
  /// Plain C, on every processor.
  case generic
  /// AVX2 with FMA and F16C.
  case avx2
  /// AVX-512 F, BW, VL and DQ with VNNI.
  case avx512
  /// NEON of 64-bit ARM with dot products.
  case neon

  /// Whether this processor and operating system can run it.
  public var isSupported: Bool { cquantkit_isa_supported(isa) == 1 }

  /// The widest one that this processor can run.
  public static var best: InstructionSet { allCases.last { $0.isSupported } ?? .generic }

  var isa: cquantkit_isa {
    switch self {
    case .generic: .generic
    case .avx2: .avx2
    case .avx512: .avx512
    case .neon: .neon
    }
  }
}
