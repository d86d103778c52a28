//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import CQuantKernels

extension Kernels {
  /// output = input / sqrt(mean(input²) + epsilon) x weight, token by token.
  ///
  /// Columns that are a multiple of the weights are normalized piece by piece. `output` may be `input`.
  func normalize(
    _ input: ActivationSlice,
    weight: [Float],
    epsilon: Float,
    tokenCount: Int,
    into output: ActivationSlice
  ) {
    precondition(
      !weight.isEmpty && input.columns.count % weight.count == 0
        && output.columns.count == input.columns.count,
      "shapes that do not match"
    )
    forEachPart(ofTokens: tokenCount) { tokens in
      for token in tokens {
        for first in stride(from: 0, to: input.columns.count, by: weight.count) {
          unsafe cquantkit_rms_norm(
            instructionSet.isa,
            input.pointer(row: token) + first,
            weight,
            weight.count,
            epsilon,
            output.pointer(row: token) + first
          )
        }
      }
    }
  }

  /// gate = gate / (1 + exp(-gate)) x up.
  func multiplySiLU(of gate: ActivationSlice, by up: ActivationSlice, tokenCount: Int) {
    precondition(gate.columns.count == up.columns.count, "shapes that do not match")
    forEachPart(ofTokens: tokenCount) { tokens in
      for token in tokens {
        unsafe cquantkit_silu_multiply(
          instructionSet.isa,
          gate.pointer(row: token),
          up.pointer(row: token),
          gate.columns.count,
          gate.pointer(row: token)
        )
      }
    }
  }

  /// sum = sum + addend.
  func add(_ addend: ActivationSlice, to sum: ActivationSlice, tokenCount: Int) {
    precondition(addend.columns.count == sum.columns.count, "shapes that do not match")
    forEachPart(ofTokens: tokenCount) { tokens in
      for token in tokens {
        unsafe cquantkit_add(
          instructionSet.isa,
          addend.pointer(row: token),
          sum.columns.count,
          sum.pointer(row: token)
        )
      }
    }
  }

  /// sum = sum + addend, which is the same for every token.
  func add(_ addend: [Float], to sum: ActivationSlice, tokenCount: Int) {
    precondition(addend.count == sum.columns.count, "shapes that do not match")
    forEachPart(ofTokens: tokenCount) { tokens in
      for token in tokens {
        unsafe cquantkit_add(instructionSet.isa, addend, addend.count, sum.pointer(row: token))
      }
    }
  }

  /// product = product x factors, which are the same for every token.
  func multiply(_ product: ActivationSlice, by factors: [Float], tokenCount: Int) {
    precondition(factors.count == product.columns.count, "shapes that do not match")
    forEachPart(ofTokens: tokenCount) { tokens in
      for token in tokens {
        unsafe cquantkit_scale(
          instructionSet.isa,
          factors,
          factors.count,
          product.pointer(row: token)
        )
      }
    }
  }

  /// e to the power of each element, as the other kernels compute it.
  func exp(_ values: [Float]) -> [Float] {
    unsafe [Float](unsafeUninitializedCapacity: values.count) { buffer, count in
      if let output = buffer.baseAddress {
        unsafe cquantkit_exp(instructionSet.isa, values, values.count, output)
      }
      count = values.count
    }
  }

  /// Rotates the halves of each head by its token's angles.
  ///
  /// - Parameters:
  ///   - heads: [tokens, heads x dimension].
  ///   - dimension: The even width of a head.
  ///   - cosines: [tokens, dimension / 2].
  ///   - sines: [tokens, dimension / 2].
  ///   - tokenCount: The number of rows in use.
  func rotate(
    _ heads: ActivationSlice,
    dimension: Int,
    cosines: ActivationSlice,
    sines: ActivationSlice,
    tokenCount: Int
  ) {
    precondition(
      heads.columns.count % dimension == 0 && dimension % 2 == 0
        && cosines.columns.count == dimension / 2 && sines.columns.count == dimension / 2,
      "shapes that do not match"
    )
    forEachPart(ofTokens: tokenCount) { tokens in
      for token in tokens {
        for first in stride(from: 0, to: heads.columns.count, by: dimension) {
          unsafe cquantkit_rotate(
            instructionSet.isa,
            heads.pointer(row: token) + first,
            dimension,
            cosines.pointer(row: token),
            sines.pointer(row: token)
          )
        }
      }
    }
  }
}
