//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// The original quantizer's results, bit for bit.
struct GoldenQuantizationTests {
  @Test(arguments: QuantizationScheme.original)
  func reference(_ scheme: QuantizationScheme) throws {
    try check(scheme) { try $0.referenceQuantized(scheme) }
  }

  @Test(arguments: QuantizationScheme.original)
  func genericKernels(_ scheme: QuantizationScheme) throws {
    try check(scheme) { try $0.quantized(scheme, instructionSet: .generic) }
  }

  @Test(.needs(.avx2), arguments: QuantizationScheme.original)
  func avx2Kernels(_ scheme: QuantizationScheme) throws {
    try check(scheme) { try $0.quantized(scheme, instructionSet: .avx2) }
  }

  @Test(.needs(.avx512), arguments: QuantizationScheme.original)
  func avx512Kernels(_ scheme: QuantizationScheme) throws {
    try check(scheme) { try $0.quantized(scheme, instructionSet: .avx512) }
  }

  @Test(.needs(.neon), arguments: QuantizationScheme.original)
  func neonKernels(_ scheme: QuantizationScheme) throws {
    try check(scheme) { try $0.quantized(scheme, instructionSet: .neon) }
  }

  private func check(
    _ scheme: QuantizationScheme,
    quantize: (StoredMatrix) throws -> ReferenceQuantizer.Matrix
  ) throws {
    let weights = try GoldenTensors("weights.safetensors")
    let expected = try GoldenTensors("expected.safetensors")
    let illDefinedRows = try GoldenTensors.illDefinedRows(bits: scheme.bitsPerCode)
    var comparedRowCount = 0
    var correctedRowCount = 0
    for name in weights.names {
      let matrix = try weights.matrix(name)
      let result = try quantize(matrix)
      let goldenScales = try expected.floats("\(name).int\(scheme.bitsPerCode).scale")
      let goldenCodes = try expected.bytes(
        scheme == .int8Row ? "\(name).int8.codes" : "\(name).int4.packed"
      )
      let rowByteCount = try #require(scheme.rowByteCount(columnCount: matrix.columnCount))
      for row in 0..<matrix.rowCount {
        if illDefinedRows.contains(GoldenTensors.Row(tensor: name, row: row)) {
          try checkCorrectedRow(row, of: matrix, name: name, result: result, scheme: scheme)
          correctedRowCount += 1
        } else if let goldenScales, let goldenCodes {
          let bytes = row * rowByteCount..<(row + 1) * rowByteCount
          #expect(result.codes[bytes] == goldenCodes[bytes], "codes of row \(row) of \(name)")
          #expect(
            result.scales[row].bitPattern == goldenScales[row].bitPattern,
            "scale of row \(row) of \(name)"
          )
          comparedRowCount += 1
        }
      }
    }
    #expect(comparedRowCount == (scheme == .int8Row ? 262 : 253))
    #expect(correctedRowCount == (scheme == .int8Row ? 36 : 18))
  }

  /// What holds where the original gives no usable answer.
  private func checkCorrectedRow(
    _ row: Int,
    of matrix: StoredMatrix,
    name: String,
    result: ReferenceQuantizer.Matrix,
    scheme: QuantizationScheme
  ) throws {
    let weights = try matrix.row(row)
    let codes = try result.codes(inRow: row, columnCount: matrix.columnCount, scheme: scheme)
    let scale = result.scales[row]
    let largest = weights.reduce(0) { max($0, $1.magnitude) }
    let place: Comment = "row \(row) of \(name)"
    guard largest > 0 else {
      #expect(scale.bitPattern == 0 && codes.allSatisfy { $0 == 0 }, place)
      return
    }
    #expect(scale > 0 && scale.isFinite, place)
    // Half a step, and a hair for the roundings of quotient and product.
    let bound = Double(scale) / 2 * (1 + 0x1p-16)
    for (weight, code) in zip(weights, codes) {
      #expect(scheme.codeRange.contains(Int(code)), place)
      let back = ReferenceQuantizer.weight(of: code, scale: scale)
      #expect(back.isFinite, place)
      #expect((Double(weight) - Double(back)).magnitude <= bound, place)
      if weight.magnitude == largest {
        #expect(code != 0 && (code < 0) == (weight < 0), place)
      }
    }
  }
}
