//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

/// Weights and results that are NaN or infinite, as a person meets them.
@Suite struct NonFiniteCommandTests {
  private let folder: TemporaryFolder
  private let demo = Fixtures.demo("checkpoint")

  init() throws { folder = try TemporaryFolder() }

  /// The demonstration model with one element of a tensor, in F16, changed.
  private func checkpoint(_ tensor: String, element: Int, bits: UInt16) throws -> String {
    let path = folder.path("checkpoint")
    try FileManager.default.copyItem(atPath: demo, toPath: path)
    let file = path + "/model.safetensors"
    let header = try SafetensorsFile(path: file).header
    let entry = try #require(header.entries.first { $0.info.name == tensor })
    try #require(entry.info.elementType == .f16)
    let handle = try #require(FileHandle(forWritingAtPath: file))
    try handle.seek(toOffset: UInt64(entry.range.lowerBound + 2 * element))
    try handle.write(contentsOf: Data([UInt8(bits & 0xFF), UInt8(bits >> 8)]))
    try handle.close()
    return path
  }

  @Test(arguments: [(UInt16(0x7E00), "NaN"), (0xFC00, "minus infinity")])
  func everyCommandStopsAndNamesTheOperation(bits: UInt16, value: String) throws {
    let model = try checkpoint(
      "model.layers.1.post_attention_layernorm.weight",
      element: 3,
      bits: bits
    )
    // A vector is kept as it is by `quantize`, so the file says the same.
    let file = folder.path("model.qkit")
    #expect(try BuiltProgram.quantize(model, "-o", file, "-q").status == 0)
    let output = folder.path("out.safetensors")
    for path in [model, file] {
      for arguments in [
        [path, "--prompt", "Once upon a time", "--greedy"],
        ["perplexity", path, Fixtures.demo("eval/eval-en.txt")],
        ["logits", path, "--ids", "5,6,7", "-o", output],
        ["bench", path, "--prompt", "4", "--generate", "2", "--depth", "0", "--repeat", "1"],
      ] {
        let result = try BuiltProgram.run.start(arguments).outcome()
        #expect(result.status == 1, "\(arguments): \(result.errors)")
        #expect(result.output.isEmpty, "\(arguments): \(result.output)")
        for part in [path, "layer 1: post_attention_layernorm gave", "not finite, at position 0"] {
          #expect(result.errors.contains(part), "\(arguments): \(result.errors)")
        }
      }
      #expect(FileSystem.kind(of: output) == .nothing)
    }
  }

  @Test(arguments: [(UInt16(0x7E00), "NaN"), (0x7C00, "infinity"), (0xFC00, "minus infinity")])
  func aWeightThatCannotBeQuantizedIsNamed(bits: UInt16, value: String) throws {
    let name = "model.layers.1.mlp.down_proj.weight"
    let columns = try #require(Checkpoint(folder: demo).tensor(named: name)).info.shape.dimensions[
      1
    ]
    let model = try checkpoint(name, element: 100 * columns + 7, bits: bits)
    for bits in ["8", "4"] {
      let result = try BuiltProgram.quantize(model, "--bits", bits, "-o", folder.path("x.qkit"))
      #expect(result.status == 1)
      for part in [
        model + "/model.safetensors", name, "row 100, column 7 is \(value)",
        "fetch or export the model again",
      ] {
        #expect(result.errors.contains(part), "the message lacks \(part): \(result.errors)")
      }
      #expect(FileSystem.kind(of: folder.path("x.qkit")) == .nothing)
    }
  }

  @Test func helpSaysThatWeightsMustBeFinite() throws {
    #expect(try BuiltProgram.quantize("--help").output.contains("NaN or infinite"))
  }
}
