//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct TensorTests {
  @Test(
    arguments: [
      ([], 1, "[]"), ([0], 0, "[0]"), ([3, 4], 12, "[3, 4]"),
      ([1, 1, 1, 1, 1, 1, 1, 2], 2, "[1, 1, 1, 1, 1, 1, 1, 2]"),
      ([.max], .max, "[9223372036854775807]"),
    ] as [([Int], Int, String)]
  )
  func acceptsShapes(dimensions: [Int], elementCount: Int, description: String) throws {
    let shape = try #require(TensorShape(dimensions))
    #expect(shape.elementCount == elementCount)
    #expect(shape.rank == dimensions.count)
    #expect(shape.description == description)
  }

  @Test(
    arguments: [
      [-1], [0, -1], [.max, 2], [1 << 32, 1 << 32], [1, 1, 1, 1, 1, 1, 1, 1, 1],
    ] as [[Int]]
  )
  func refusesShapes(dimensions: [Int]) {
    #expect(TensorShape(dimensions) == nil)
  }

  /// The names and sizes of the safetensors format.
  @Test(arguments: [
    ("F16", 2), ("BF16", 2), ("F32", 4), ("F64", 8), ("I8", 1), ("I16", 2), ("I32", 4), ("I64", 8),
    ("U8", 1), ("U16", 2), ("U32", 4), ("U64", 8), ("BOOL", 1), ("F8_E4M3", 1), ("F8_E5M2", 1),
  ])
  func knowsElementTypes(name: String, byteCount: Int) throws {
    let type = try #require(ElementType(rawValue: name))
    #expect(type.byteCount == byteCount)
    #expect(type.isWeightType == ["F16", "BF16", "F32"].contains(name))
  }

  @Test
  func countsBytesWithoutOverflow() throws {
    func info(_ type: ElementType, _ dimensions: [Int]) throws -> TensorInfo {
      TensorInfo(name: "w", elementType: type, shape: try #require(TensorShape(dimensions)))
    }
    #expect(ElementType.allCases.count == 15)
    #expect(try info(.bf16, [3, 5]).byteCount == 30)
    #expect(try info(.f64, [1 << 60]).byteCount == nil)
    #expect(try info(.f64, [0]).byteCount == 0)
  }
}
