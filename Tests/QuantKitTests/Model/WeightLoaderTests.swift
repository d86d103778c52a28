//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite("Normalized heads")
struct WeightLoaderTests {
  private static let configuration = Result {
    try ModelConfiguration(
      configuration: [
        "architectures": ["BaichuanForCausalLM"], "hidden_size": 48, "intermediate_size": 8,
        "num_attention_heads": 2, "num_hidden_layers": 1, "vocab_size": 300, "z_loss_weight": 0,
      ],
      path: "config.json"
    )
  }

  /// A head of 300 random rows, the longer the later; the first is all zeros.
  private struct HeadSource: WeightSource {
    let path = "head"
    let format: WeightMatrix.Format
    var isNormalized = false
    var hasBias = false

    func info(of name: String) -> TensorInfo? {
      if hasBias, name == "lm_head.bias", let shape = TensorShape([300]) {
        return TensorInfo(name: name, elementType: .f32, shape: shape)
      }
      guard name == "lm_head.weight", let shape = TensorShape([300, 48]) else { return nil }
      return TensorInfo(name: name, elementType: .f32, shape: shape)
    }

    func hasNormalizedRows(_ name: String) -> Bool { isNormalized }

    func matrix(named name: String, pool: ThreadPool?) throws -> WeightMatrix {
      var generator = SplitMix64(seed: 3)
      let scales = (0..<300).map { Float($0) / 100 }
      let bytes: [UInt8]
      if format.isCoded {
        bytes = (0..<300 * 48).map { _ in UInt8.random(in: 0...255, using: &generator) }
      } else {
        bytes =
          scales.flatMap { scale in
            (0..<48).map { _ in generator.nextNormal() * scale }
          }.littleEndianBytes
      }
      return unsafe WeightMatrix(
        rows: 300,
        columns: 48,
        format: format,
        scales: format.isCoded ? .rows(scales) : .none
      ) { unsafe $0.copyBytes(from: bytes) }
    }

    func vector(named name: String) throws -> [Float] { [] }
  }

  @Test("are scaled to rows of length 1, in every format", arguments: [true, false], [1, 3])
  func factors(isCoded: Bool, threadCount: Int) throws {
    let source = HeadSource(format: isCoded ? .int8 : .float32)
    let loader = WeightLoader(
      source: source,
      configuration: try Self.configuration.get(),
      pool: threadCount == 1 ? nil : ThreadPool(threadCount: threadCount)
    )
    let head = try loader.head("lm_head")
    let matrix = try #require(head.matrices.first)
    #expect(head.factors.count == 300)
    #expect(head.byteCount == matrix.byteCount + 300 * 4)
    for row in 1..<300 {
      let scale = ScalarKernels.scale(of: matrix, row: row, column: 0)
      let squares = (0..<48).reduce(0.0) { sum, column in
        let weight = ScalarKernels.element(of: matrix, row: row, column: column) * scale
        return sum + weight * weight
      }
      #expect((Double(head.factors[row]) * squares.squareRoot() - 1).magnitude < 3e-7)
    }
    // What divides a row of zeros is 1e-12, as in the original.
    #expect((head.factors[0] * 1e-12 - 1).magnitude < 1e-6)
  }

  @Test("that are stored normalized are used as they are")
  func stored() throws {
    let loader = WeightLoader(
      source: HeadSource(format: .int8, isNormalized: true),
      configuration: try Self.configuration.get(),
      pool: nil
    )
    #expect(try loader.head("lm_head").factors.isEmpty)
  }

  @Test("with a bias are refused")
  func bias() throws {
    let loader = WeightLoader(
      source: HeadSource(format: .float32, hasBias: true),
      configuration: try Self.configuration.get(),
      pool: nil
    )
    let error = try #require(throws: ModelError.self) { try loader.head("lm_head") }
    #expect(error.code == .unsupportedTensor && error.tensorName == "lm_head.bias")
  }
}
