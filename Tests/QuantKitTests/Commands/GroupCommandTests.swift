//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// `quantize --group-size` and what the other programs make of its files.
@Suite struct GroupCommandTests {
  private let folder: TemporaryFolder
  private let demo = Fixtures.demo("checkpoint")

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.path(name) }

  private func quantize(_ name: String, _ options: String...) throws {
    let result = try BuiltProgram.quantize.start(
      [demo, "-o", path(name), "-q", "-f"] + options
    ).outcome()
    #expect(result.status == 0, "\(result.errors)")
  }

  private func divergence(_ name: String, _ options: String...) throws -> Double {
    let result = try BuiltProgram.run.start(
      [
        "divergence", demo, path(name), Fixtures.demo("eval/eval-en.txt"), "--window", "256",
        "--windows", "2", "--json",
      ] + options
    ).outcome()
    #expect(result.status == 0, "\(result.errors)")
    let json = try JSON(parsing: Array(result.output.utf8))
    return try #require(json["divergence"]?["mean_kld"]?.double)
  }

  @Test(arguments: ["32", "64", "128"], ["4", "8"])
  func filesVerifyAndRun(length: String, bits: String) throws {
    try quantize("model.qkit", "--bits", bits, "--group-size", length, "--recipe", "compact")
    let file = try QuantizedFile(path: path("model.qkit"))
    let tensor = try file.tensor(named: "model.layers.0.mlp.down_proj.weight")
    #expect(tensor.encoding.schemeName == "int\(bits)-group\(length)")
    let scales = try #require(tensor.part(named: "scales"))
    #expect(scales.elementType == .f16)
    #expect(scales.shape.dimensions[0] == tensor.info.shape.dimensions[0])
    // Embedding and head keep one scale a row.
    #expect(try file.tensor(named: WeightLoader.tokenEmbeddingName).scheme == .int8Row)
    let verified = try BuiltProgram.inspect("verify", path("model.qkit"), "--against", demo)
    #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
    try quantize("rows.qkit", "--bits", bits, "--recipe", "compact")
    #expect(try divergence("model.qkit") < divergence("rows.qkit"))
  }

  @Test func exactAndFastArithmeticAgree() throws {
    try quantize("model.qkit", "--bits", "4", "--group-size", "64")
    let (fast, exact) = try (
      divergence("model.qkit"), divergence("model.qkit", "--arithmetic", "exact")
    )
    #expect(abs(fast / exact - 1) < 0.05, "\(fast), \(exact)")
  }

  @Test func bytesDoNotDependOnThreadsAndKernels() throws {
    try quantize("first.qkit", "--bits", "4", "--group-size", "32")
    for instructionSet in supportedInstructionSets {
      for threads in ["1", "3"] {
        try quantize(
          "again.qkit",
          "--bits",
          "4",
          "--group-size",
          "32",
          "--threads",
          threads,
          "--kernels",
          instructionSet.rawValue
        )
        #expect(try folder.contents("again.qkit") == folder.contents("first.qkit"))
      }
    }
  }

  @Test func damageIsNoticedAndRepaired() throws {
    for choice in ["absmax", "mse"] {
      try quantize("model.qkit", "--bits", "4", "--group-size", "64", "--scales", choice)
      let whole = try folder.contents("model.qkit")
      let tensor = try QuantizedFile(path: path("model.qkit"))
        .tensor(named: "model.layers.1.self_attn.o_proj.weight")
      for part in tensor.parts {
        let frame = try #require(part.frames.first)
        var bytes = whole
        bytes[frame.offset + frame.storedByteCount / 2] ^= 4
        try folder.write(bytes, to: "model.qkit")
        let damaged = try BuiltProgram.inspect("verify", path("model.qkit"))
        #expect(damaged.status == 1 && damaged.errors.contains("o_proj.weight"))
        let repaired = try BuiltProgram.quantize("repair", path("model.qkit"), "--from", demo)
        #expect(repaired.status == 0, "\(repaired.errors)")
        #expect(try folder.contents("model.qkit") == whole)
      }
    }
  }

  @Test func unpackedWeightsAreWithinHalfAStep() throws {
    try quantize("model.qkit", "--bits", "4", "--group-size", "32")
    let name = "model.layers.0.mlp.up_proj.weight"
    for options in [[], ["--dequantized"]] {
      let result = try BuiltProgram.inspect.start(
        ["unpack", path("model.qkit"), path(options.isEmpty ? "codes" : "weights")] + options
      ).outcome()
      #expect(result.status == 0, "\(result.errors)")
    }
    let codes = try SafetensorsFile(path: path("codes/codes.safetensors"))
    let file = try QuantizedFile(path: path("model.qkit"))
    let tensor = try file.tensor(named: name)
    let scales = try file.scales(of: tensor)
    #expect(try codes.bytes(of: name + ".scale") == FloatFormat.binary16.bytes(of: scales))
    let source = try Checkpoint(folder: demo)
    let stored = try source.bytes(of: #require(source.tensor(named: name)))
    let weights = try SafetensorsFile(path: path("weights/model.safetensors"))
    let expected = FloatFormat.binary16.values(in: stored)
    let found = FloatFormat.binary16.values(in: try #require(try weights.bytes(of: name)))
    let columnCount = tensor.info.shape.dimensions[1]
    let far = expected.indices.first { index in
      let group = index / columnCount * tensor.scalesPerRow + index % columnCount / 32
      return (expected[index] - found[index]).magnitude > scales[group] * 0.51
    }
    #expect(far == nil)
  }

  @Test func calibratedGroupsDivergeLess() throws {
    try quantize("plain.qkit", "--bits", "4", "--group-size", "64")
    try quantize(
      "calibrated.qkit",
      "--bits",
      "4",
      "--group-size",
      "64",
      "--calibrate",
      "--calibration-tokens",
      "1024"
    )
    #expect(try divergence("calibrated.qkit") < 0.7 * divergence("plain.qkit"))
    let verified = try BuiltProgram.inspect("verify", path("calibrated.qkit"), "--against", demo)
    #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
  }

  @Test func otherLengthsAreErrors() throws {
    for (options, problem) in [
      (["--group-size", "48"], "--group-size must be 32, 64 or 128, not 48"),
      (["--group-size", "64", "--step", "0.2"], "--group-size and steps both choose the scales"),
    ] {
      let result = try BuiltProgram.quantize.start([demo] + options, in: folder.path).outcome()
      #expect(result.status != 0)
      #expect(result.errors.contains(problem), "\(result.errors)")
    }
    #expect(try folder.names().isEmpty)
  }
}
