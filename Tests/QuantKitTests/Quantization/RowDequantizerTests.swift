//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct RowDequantizerTests {
  /// Subnormal, small, ordinary and so large that most products leave every format's range.
  private static let scales: [Float] = [
    0, 0x1p-149, 0x1.8p-140, 0x1p-24, 0x1.23p-18, 0.003_456_7, 1, 515.78, 0x1.fffffep120,
    0x1.02040ap121,
  ]

  private func compareWithReference(_ instructionSet: InstructionSet) throws {
    for scheme in QuantizationScheme.perRow {
      for columnCount in [0, 1, 7, 8, 9, 16, 17, 33, 256] {
        let codes = (0..<columnCount).map { column in
          Int8(
            (column * 37 + 7 * columnCount) % scheme.codeRange.count + scheme.codeRange.lowerBound
          )
        }
        let packed = ReferenceQuantizer.pack(codes, scheme: scheme)
        for elementType in [ElementType.f16, .bf16, .f32] {
          let format = try #require(elementType.floatFormat)
          let dequantizer = RowDequantizer(
            scheme: scheme,
            elementType: elementType,
            columnCount: columnCount,
            instructionSet: instructionSet
          )
          let found = weights(
            dequantizer,
            codes: Self.scales.flatMap { _ in packed },
            scales: Self.scales
          )
          let expected = try StoredMatrix(
            elementType,
            rows: Self.scales.map { scale in
              codes.map { ReferenceQuantizer.weight(of: $0, scale: scale, format: format) }
            }
          )
          #expect(found == expected.bytes, "\(scheme.name), \(expected.testDescription)")
          #expect(!format.values(in: found).contains { !$0.isFinite })
        }
      }
    }
  }

  private func weights(
    _ dequantizer: RowDequantizer,
    codes: [UInt8],
    scales: [Float]
  ) -> [UInt8] {
    let byteCount =
      scales.count * dequantizer.columnCount * dequantizer.elementType.byteCount
    var weights = [UInt8](repeating: 0xA5, count: byteCount + 2)
    unsafe codes.withUnsafeBytes { codes in
      unsafe scales.withUnsafeBufferPointer { scales in
        unsafe weights.withUnsafeMutableBytes { weights in
          unsafe dequantizer.dequantize(
            codes: codes,
            scales: scales,
            rowCount: scales.count,
            into: UnsafeMutableRawBufferPointer(rebasing: weights[1..<1 + byteCount])
          )
        }
      }
    }
    #expect(weights.first == 0xA5 && weights.last == 0xA5, "a kernel wrote past its row")
    return Array(weights[1..<1 + byteCount])
  }

  @Test func genericKernelsGiveTheReference() throws {
    try compareWithReference(.generic)
  }

  @Test(.needs(.avx2)) func avx2KernelsGiveTheReference() throws {
    try compareWithReference(.avx2)
  }

  @Test(.needs(.avx512)) func avx512KernelsGiveTheReference() throws {
    try compareWithReference(.avx512)
  }

  @Test(.needs(.neon)) func neonKernelsGiveTheReference() throws {
    try compareWithReference(.neon)
  }

  @Test(arguments: InstructionSet.allCases.filter(\.isSupported))
  func everyHalfIsRoundedToTheNearest(_ instructionSet: InstructionSet) {
    // Codes times these scales meet ties between halves, normal and subnormal.
    let scales = (0..<512).map { Float($0) * 0x1.1p-26 } + (0..<512).map { Float($0) * 0x1.1p-11 }
    let codes = (-128...127).map { UInt8(bitPattern: Int8($0)) }
    let dequantizer = RowDequantizer(
      scheme: .int8Row,
      elementType: .f16,
      columnCount: codes.count,
      instructionSet: instructionSet
    )
    let found = weights(dequantizer, codes: scales.flatMap { _ in codes }, scales: scales)
    let expected = scales.flatMap { scale in
      (-128...127).flatMap { code in
        let pattern = Float16(Float(code) * scale).bitPattern
        return [UInt8(pattern & 0xFF), UInt8(pattern >> 8)]
      }
    }
    #expect(found == expected)
  }

  @Test func theLargestHalfStaysFinite() {
    // 7 × 9360 is a tie between 65504 and infinity; 127 × 516 is past it.
    let four = RowDequantizer(scheme: .int4Row, elementType: .f16, columnCount: 2)
    #expect(weights(four, codes: [0x97, 0, 0, 0], scales: [9360]) == [0xFF, 0x7B, 0xFF, 0xFB])
    let eight = RowDequantizer(scheme: .int8Row, elementType: .f16, columnCount: 2)
    #expect(weights(eight, codes: [0x7F, 0x81], scales: [516]) == [0xFF, 0x7B, 0xFF, 0xFB])
  }

  /// Formats.md bounds the bytes of a row, not its columns.
  @Test func aFileMayHaveLongerRowsThanAreQuantized() {
    let columnCount = QuantizationScheme.columnCountLimit + 9
    for scheme in QuantizationScheme.perRow {
      let dequantizer = RowDequantizer(
        scheme: scheme,
        elementType: .f32,
        columnCount: columnCount
      )
      let codeByteCount = scheme.rowByteCount(columnCount: columnCount) ?? 0
      let codes = [UInt8](repeating: scheme.bitsPerCode == 8 ? 0xFF : 0xFE, count: codeByteCount)
      let found = FloatFormat.binary32.values(
        in: weights(dequantizer, codes: codes, scales: [2]).suffix(8)
      )
      #expect(found == (scheme.bitsPerCode == 8 ? [-2, -2] : [-2, -4]))
    }
  }
}
