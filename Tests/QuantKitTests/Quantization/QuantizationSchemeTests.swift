//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct QuantizationSchemeTests {
  @Test(
    arguments: [
      (QuantizationScheme.int8Row, 0, 0), (.int8Row, 1, 1), (.int8Row, 13, 13),
      (.int8Row, 5120, 5120),
      (.int4Row, 0, 0), (.int4Row, 1, 4), (.int4Row, 7, 4), (.int4Row, 8, 4), (.int4Row, 9, 8),
      (.int4Row, 13, 8), (.int4Row, 5120, 2560),
    ]
  )
  func rowsHaveTheSizeOfTheFormat(_ scheme: QuantizationScheme, _ columnCount: Int, _ expected: Int)
  {
    #expect(scheme.rowByteCount(columnCount: columnCount) == expected)
    #expect(scheme.codeByteCount(rowCount: 3, columnCount: columnCount) == 3 * expected)
    #expect(scheme.codeByteCount(rowCount: 0, columnCount: columnCount) == 0)
  }

  @Test(arguments: QuantizationScheme.all)
  func sizesPastIntAreNil(_ scheme: QuantizationScheme) {
    #expect(scheme.rowByteCount(columnCount: -1) == nil)
    #expect(scheme.rowByteCount(columnCount: .max) != nil)
    #expect(scheme.codeByteCount(rowCount: -1, columnCount: 8) == nil)
    #expect(scheme.codeByteCount(rowCount: .max, columnCount: .max) == nil)
    #expect(scheme.codeByteCount(rowCount: 1 << 40, columnCount: 1 << 40) == nil)
    let scaleByteCount = scheme.groupLength.map { 3 * (129.dividedRoundingUp(by: $0)) * 2 } ?? 12
    #expect(scheme.scaleByteCount(rowCount: 3, columnCount: 129) == scaleByteCount)
    #expect(scheme.scaleByteCount(rowCount: -1, columnCount: 129) == nil)
    #expect(scheme.scaleByteCount(rowCount: 3, columnCount: -1) == nil)
    #expect(scheme.scaleByteCount(rowCount: .max, columnCount: 129) == nil)
  }

  @Test func namesAreFixed() {
    #expect(
      QuantizationScheme.all.map(\.name) == [
        "int8-row", "int4-row", "int8-row-normalized", "int8-group32", "int8-group64",
        "int8-group128", "int4-group32", "int4-group64", "int4-group128",
      ]
    )
    let rows = QuantizationScheme.perRow
    #expect(rows.map(\.bitsPerCode) == [8, 4, 8])
    #expect(rows.map(\.codeRange) == [-128...127, -8...7, -128...127])
    #expect(rows.map(\.normalizesRows) == [false, false, true])
    #expect(QuantizationScheme.grouped.map(\.bitsPerCode) == [8, 8, 8, 4, 4, 4])
    #expect(QuantizationScheme.grouped.map(\.groupLength) == [32, 64, 128, 32, 64, 128])
    #expect(QuantizationScheme.grouped.allSatisfy { !$0.normalizesRows })
    for scheme in QuantizationScheme.all {
      #expect(QuantizationScheme.named(scheme.name) == scheme)
    }
    #expect(QuantizationScheme.named("int3-row") == nil)
    #expect(QuantizationScheme.named("") == nil)
  }

  @Test func fourBitCodesAreUnpackedFromTheLowNibbleUp() {
    let bytes: [UInt8] = [0x10, 0x32, 0x54, 0x76, 0x98, 0xBA, 0xDC, 0xFE]
    let codes: [Int8] = [0, 1, 2, 3, 4, 5, 6, 7, -8, -7, -6, -5, -4, -3, -2, -1]
    #expect(QuantizationScheme.int4Row.codes(inRow: bytes, columnCount: 16) == codes)
    #expect(QuantizationScheme.int4Row.codes(inRow: bytes, columnCount: 13) == Array(codes[..<13]))
    #expect(QuantizationScheme.int4Row.codes(inRow: bytes[4...], columnCount: 3) == [-8, -7, -6])
    #expect(QuantizationScheme.int4Row.codes(inRow: [], columnCount: 0) == [])
  }

  @Test func eightBitCodesAreBytes() {
    let bytes: [UInt8] = [0x00, 0x7F, 0x80, 0xFF]
    #expect(QuantizationScheme.int8Row.codes(inRow: bytes, columnCount: 4) == [0, 127, -128, -1])
  }

  @Test func packingIsUndoneByUnpacking() {
    var generator = SplitMix64(seed: 31)
    for scheme in QuantizationScheme.all {
      for columnCount in [0, 1, 7, 8, 9, 31, 257] {
        let range = Int8(scheme.codeRange.lowerBound)...Int8(scheme.codeRange.upperBound)
        let codes = (0..<columnCount).map { _ in Int8.random(in: range, using: &generator) }
        let packed = ReferenceQuantizer.pack(codes, scheme: scheme)
        #expect(packed.count == scheme.rowByteCount(columnCount: columnCount))
        #expect(scheme.codes(inRow: packed, columnCount: columnCount) == codes)
      }
    }
  }
}
