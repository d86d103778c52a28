//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct TensorLayoutTests {
  /// The byte size of every part and block, by hand.
  @Test(arguments: [
    (QuantizationScheme.int8Row, 1, 1, 1, 1_048_576, 1),
    (.int8Row, 5_000, 640, 3_200_000, 1638 * 640, 4),
    (.int8Row, 3, 2_000_000, 6_000_000, 2_000_000, 3),
    (.int8Row, 0, 640, 0, 1638 * 640, 0),
    (.int8Row, 7, 0, 0, 1_048_576, 0),
    (.int4Row, 1, 1, 4, 1_048_576, 1),
    (.int4Row, 5_000, 640, 1_600_000, 3276 * 320, 2),
    (.int4Row, 10, 13, 80, 1_048_576, 1),
    (.int4Row, 10, 17, 120, 87_381 * 12, 1),
  ])
  func codesAreCutByRows(
    scheme: QuantizationScheme,
    rowCount: Int,
    columnCount: Int,
    byteCount: Int,
    blockByteCount: Int,
    blockCount: Int
  ) throws {
    let info = try TensorInfo.make("w", .bf16, [rowCount, columnCount])
    let layout = try #require(TensorLayout(quantized: info, scheme: scheme))
    let codes = layout.parts[0]
    #expect(codes.byteCount == byteCount)
    #expect(codes.blockByteCount == blockByteCount)
    #expect(codes.blockCount == blockCount)
    let ranges = (0..<blockCount).map { codes.contentRange(ofBlock: $0) }
    #expect(ranges.reduce(0) { $0 + $1.count } == byteCount)
    #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
    if columnCount > 0 {
      let rows = (0..<blockCount).map { codes.unitRange(ofBlock: $0) }
      #expect(rows.reduce(0) { $0 + $1.count } == rowCount)
    }
    #expect(layout.parts[1].byteCount == 4 * rowCount)
    #expect(layout.parts.map(\.name) == ["codes", "scales"])
  }

  @Test func elementsAreCutEverywhere() throws {
    let info = try TensorInfo.make("w", .f64, [1, 300_000])
    let part = try #require(TensorLayout(raw: info)).parts[0]
    #expect(part.blockByteCount == 1_048_576)
    #expect(part.unitRange(ofBlock: 2) == 262_144..<300_000)
  }

  /// What the two schemes cannot hold.
  @Test(arguments: [
    (ElementType.f16, [4]), (.f16, [2, 2, 2]), (.i8, [2, 2]), (.f64, [2, 2]),
    (.f16, [1, 1 << 27]), (.f32, [1 << 24 + 1, 1]),
  ])
  func othersAreNotQuantized(type: ElementType, shape: [Int]) throws {
    let info = try TensorInfo.make("w", type, shape)
    #expect(TensorLayout(quantized: info, scheme: .int8Row) == nil)
    let limit = 1 << 27  // Longer rows fit with four bits.
    if shape.last != limit { #expect(TensorLayout(quantized: info, scheme: .int4Row) == nil) }
  }

  @Test func sizesBeyondIntAreNone() throws {
    let info = try TensorInfo.make("w", .f64, [1 << 62])
    #expect(TensorLayout(raw: info) == nil)
  }
}
