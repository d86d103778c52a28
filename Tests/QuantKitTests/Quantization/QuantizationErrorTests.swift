//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct QuantizationErrorTests {
  @Test func theCallerAddsThePlace() {
    let error = QuantizationError.nonFiniteWeight(-.infinity, row: 3, column: 7)
      .located(path: "model/a.safetensors", tensor: "layers.0.q_proj.weight", firstRow: 100)
    #expect(error.code == .nonFiniteWeight)
    #expect(error.path == "model/a.safetensors")
    #expect(error.tensor == "layers.0.q_proj.weight")
    #expect(error.row == 103)
    #expect(error.column == 7)
    #expect(
      error.description == """
        cannot quantize tensor 'layers.0.q_proj.weight' of 'model/a.safetensors': row 103, column 7 is \
        minus infinity, only finite weights can be quantized; fetch or export the model again
        """
    )
  }

  @Test func withoutAPlaceItSaysWhatItKnows() {
    #expect(
      QuantizationError.nonFiniteWeight(.nan, row: 0, column: 1).message == """
        cannot quantize tensor: row 0, column 1 is NaN, only finite weights can be quantized; \
        fetch or export the model again
        """
    )
    let error = QuantizationError.rowTooLong(tensor: "a", columnCount: 1 << 21)
      .located(path: "b", tensor: "a")
    #expect(error.row == nil)
    #expect(
      error.message == """
        cannot quantize tensor 'a' of 'b': its rows have 2097152 weights, at most 1048576 can be \
        quantized
        """
    )
  }
}
