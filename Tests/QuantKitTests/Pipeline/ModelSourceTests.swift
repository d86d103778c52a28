//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

/// What is open stays what it was, whatever happens to its names.
@Suite struct ModelSourceTests {
  private let demo = Fixtures.demo("checkpoint")

  /// Everything that running a model reads.
  private func contents(of source: ModelSource) throws -> [[UInt8]] {
    let names = ["config.json", "generation_config.json", "tokenizer.model"]
    let layer = "model.layers.0."
    let weights = source.weights
    return try names.map { try #require(try source.sideFile(named: $0)) }
      + [source.configuration().serialized()]
      + ["self_attn.W_pack.weight", "mlp.down_proj.weight"].map { name in
        let matrix = try weights.matrix(named: layer + name, pool: nil)
        let scales = (0..<matrix.rows).map {
          Float(ScalarKernels.scale(of: matrix, row: $0, column: 0))
        }
        return unsafe matrix.storage.withUnsafeBytes { unsafe Array($0) }
          + scales.littleEndianBytes
      }
      + [weights.vector(named: "model.norm.weight").littleEndianBytes]
  }

  @Test func readsTheFileThatItOpened() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("model.qkit")
    #expect(try BuiltProgram.quantize(demo, "-o", path, "-q").status == 0)
    let expected = try contents(of: ModelSource(path: path))
    let source = try ModelSource(path: path)
    try FileSystem.write(Array("something else".utf8), to: path, replacing: true)
    #expect(try contents(of: source) == expected)
  }

  @Test func readsTheFilesOfTheFolderThatItOpened() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("checkpoint")
    try FileManager.default.copyItem(atPath: demo, toPath: path)
    let expected = try contents(of: ModelSource(path: path))
    let source = try ModelSource(path: path)
    try FileManager.default.removeItem(atPath: path)
    #expect(try contents(of: source) == expected)
  }
}
