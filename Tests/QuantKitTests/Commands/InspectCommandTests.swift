//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct InspectCommandTests {
  private let folder: TemporaryFolder
  private let demo = Fixtures.demo("checkpoint")

  init() throws { folder = try TemporaryFolder() }

  private func quantized(_ bits: String) throws -> String {
    let path = folder.path("demo-\(bits).qkit")
    let result = try BuiltProgram.quantize(demo, "--bits", bits, "-o", path, "-q")
    #expect(result.status == 0, "\(result.errors)")
    return path
  }

  @Test func summaryOfFileAndFolder() throws {
    let file = try BuiltProgram.inspect(try quantized("8"))
    for part in ["BaichuanForCausalLM", "int8-row", "7,367,936", "tokenizer.model", "reference"] {
      #expect(file.output.contains(part), "the summary lacks \(part)")
    }
    let checkpoint = try BuiltProgram.inspect(demo)
    #expect(checkpoint.status == 0 && checkpoint.output.contains("checkpoint"))
  }

  @Test func aPyTorchFile() throws {
    let sound = try BuiltProgram.inspect(Fixtures.path("torch/views.bin"))
    #expect(sound.status == 0, "\(sound.errors)")
    for part in [
      "PyTorch, zip format", "torch._utils._rebuild_tensor_v2  accepted", "1,883 in 21 tensors",
      "transposed       [40, 6]    F32     960  spread",
    ] {
      #expect(sound.output.contains(part), "the report lacks \(part)")
    }
    let json = try BuiltProgram.inspect(Fixtures.path("torch/nested.bin"), "--json")
    let report = try JSON(parsing: json.outputBytes)
    #expect(report["tensors"]?.elements?.count == 7)
    #expect(report["refusal"] == .null)
  }

  @Test func aPyTorchFileThatIsRefused() throws {
    let path = Fixtures.path("torch/whole-module.bin")
    let refused = try BuiltProgram.inspect(path)
    #expect(refused.status == 1)
    #expect(refused.output.contains("torch.nn.modules.linear.Linear          REFUSED"))
    #expect(refused.output.contains("torch.HalfStorage                       accepted"))
    #expect(refused.errors.contains("'torch.nn.modules.linear.Linear'"), "\(refused.errors)")
    let json = try BuiltProgram.inspect(path, "--json")
    #expect(json.status == 1)
    let globals = try JSON(parsing: json.outputBytes)["globals"]?.elements
    #expect(globals?.first?["accepted"] == .bool(false))
  }

  @Test func tensorsAsJSON() throws {
    let result = try BuiltProgram.inspect(try quantized("4"), "--tensors", "--json")
    let report = try JSON(parsing: result.outputBytes)
    let tensors = try #require(report["tensors"]?.elements)
    #expect(tensors.count == 45)
    let quantized = tensors.filter { $0["scheme"]?.string == "int4-row" }
    #expect(quantized.count == 30)
    for tensor in quantized {
      let ratio = try #require(tensor["statistics"]?["sqnr_db"]?.double)
      #expect((10...30).contains(ratio), "\(tensor["name"]?.string ?? "") has \(ratio) dB")
    }
  }

  @Test func tensorsAsTable() throws {
    let lines = try BuiltProgram.inspect(try quantized("8"), "--tensors").output
      .split(separator: "\n")
    #expect(lines.count == 46)
    let header = try #require(lines.first)
    #expect(header.hasPrefix("tensor ") && header.hasSuffix("SQNR dB"))
    let start = try #require(header.firstRange(of: "shape")).lowerBound
    let column = header.distance(from: header.startIndex, to: start)
    for line in lines.dropFirst() {
      #expect(line.count == header.count)
      #expect(line.dropFirst(column).hasPrefix("["), "'\(line)' is not aligned")
    }
  }

  @Test func oneTensorOfFileAndFolder() throws {
    let name = "model.layers.0.mlp.up_proj.weight"
    for path in [try quantized("8"), try quantized("4"), demo] {
      let result = try BuiltProgram.inspect(path, "--tensor", name)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("rows with the largest"))
    }
    let missing = try BuiltProgram.inspect(demo, "--tensor", "nothing.weight")
    #expect(missing.status == 1 && missing.errors.contains("nothing.weight"))
  }

  @Test(
    arguments: [
      // Layers x key-value heads x (key + value filled up to 16) x positions x bytes.
      ("qwen3-tiny", 2 * 2 * (16 + 16) * 64 * 2), ("mistral-tiny", 2 * 2 * (8 + 16) * 64 * 2),
      ("baichuan2-13b-tiny", 2 * 6 * (8 + 16) * 64 * 2),
    ]
  )
  func cacheIsThatOfTheKeyValueHeads(model: String, expected: Int) throws {
    let result = try BuiltProgram.inspect(
      Fixtures.path("models/\(model)"),
      "--memory",
      "--context",
      "64",
      "--json"
    )
    let report = try JSON(parsing: result.outputBytes)
    #expect(report["kv_cache_bytes"]?.integer == expected)
  }

  @Test func memoryByWidth() throws {
    let result = try BuiltProgram.inspect(demo, "--memory", "--context", "100", "--json")
    let report = try JSON(parsing: result.outputBytes)
    let rows = try #require(report["weights"]?.elements)
    let bytes = Dictionary(
      uniqueKeysWithValues: try rows.map {
        (try #require($0["as"]?.string), try #require($0["weight_bytes"]?.integer))
      }
    )
    #expect(bytes["unquantized"] == 14_735_872)
    let int8 = try #require(bytes["int8, reference"])
    let int4 = try #require(bytes["int4, reference"])
    #expect(int4 < int8 && int8 < 14_735_872)
    #expect(report["context"]?.integer == 100)
    #expect(try #require(report["kv_cache_bytes"]?.integer) > 0)
    // 6 layers of keys and values of 256 elements, two blocks of 64 positions; int8 adds two float32
    // for each of 8 heads.
    let caches = try #require(report["kv_cache"]?.elements)
    #expect(caches.map { $0["as"]?.string } == ["f32", "f16", "int8"])
    let elements = 6 * 2 * 256 * 128
    let scales = 6 * 2 * 8 * 128
    #expect(
      caches.map { $0["bytes"]?.integer } == [4 * elements, 2 * elements, elements + 4 * scales]
    )
    #expect(report["kv_cache_bytes"] == caches[1]["bytes"])
  }

  @Test func damageIsFoundAndNamed() throws {
    let path = try quantized("8")
    var bytes = try InputFile.contents(of: path, limit: 1 << 30)
    let tensor = try #require(
      try QuantizedFile(path: path).index.tensors.first { $0.scheme != nil }
    )
    let frame = try #require(tensor.content?.frames.first)
    bytes[frame.offset + frame.storedByteCount / 2] ^= 0x10
    try FileSystem.write(bytes, to: path, replacing: true)
    let result = try BuiltProgram.inspect("verify", path)
    #expect(result.status == 1)
    #expect(result.errors.contains(tensor.info.name), "\(result.errors)")
    let run = try BuiltProgram.run(path, "--prompt", "x", "--max-tokens", "1")
    #expect(run.status == 1 && run.errors.contains(tensor.info.name), "\(run.errors)")
  }

  @Test func unpackedCodesEqualTheReference() throws {
    for (bits, scheme) in [("8", QuantizationScheme.int8Row), ("4", .int4Row)] {
      let out = folder.path("codes-\(bits)")
      let result = try BuiltProgram.inspect("unpack", try quantized(bits), out)
      #expect(result.status == 0, "\(result.errors)")
      let unpacked = try SafetensorsFile(path: out + "/codes.safetensors")
      let checkpoint = try Checkpoint(folder: demo)
      let name = "model.layers.3.mlp.down_proj.weight"
      let tensor = try #require(checkpoint.tensor(named: name))
      let (rowCount, columnCount) = (
        tensor.info.shape.dimensions[0], tensor.info.shape.dimensions[1]
      )
      let expected = try RowQuantizer(
        scheme: scheme,
        elementType: .f16,
        columnCount: columnCount,
        instructionSet: .generic
      ).quantize(
        checkpoint.bytes(of: tensor, elements: 0..<rowCount * columnCount),
        rowCount: rowCount
      )
      let codesName = name + (bits == "8" ? ".codes" : ".packed")
      #expect(try unpacked.bytes(of: codesName) == expected.codes)
      #expect(try unpacked.bytes(of: name + ".scale") == expected.scales.littleEndianBytes)
      let info = try #require(unpacked.header.entries.first { $0.info.name == codesName }?.info)
      let words = (columnCount + 7) / 8
      #expect(info.shape.dimensions == [rowCount, bits == "8" ? columnCount : words])
      #expect(info.elementType == (bits == "8" ? .i8 : .i32))
      #expect(unpacked.header.entries.count == 60)
    }
  }

  @Test func dequantizedCheckpointRunsLikeTheFile() throws {
    let out = folder.path("dequantized")
    let file = try quantized("8")
    #expect(try BuiltProgram.inspect("unpack", file, out, "--dequantized").status == 0)
    let original = try Checkpoint(folder: demo)
    let copy = try Checkpoint(folder: out)
    #expect(copy.tensors.map(\.info) == original.tensors.map(\.info))
    #expect(copy.sideFiles.map(\.name) == original.sideFiles.map(\.name))
    for side in original.sideFiles {
      #expect(
        try copy.sideFiles.first { $0.name == side.name }?.contents() == side.contents(),
        "\(side.name) differs"
      )
    }
    let question = ["--chat-prompt", "--greedy", "--prompt", "What is the capital of France?"]
    let answer = try BuiltProgram.run.start([out] + question).outcome()
    #expect(answer.output.contains("Paris"), "\(answer.output)\(answer.errors)")
    let again = try BuiltProgram.inspect("unpack", file, out, "--dequantized")
    #expect(again.status == 1 && again.errors.contains("--force"))
  }

  @Test func mistypedSubcommandIsNamed() throws {
    let result = try BuiltProgram.inspect("verfy", "x.qkit")
    #expect(result.status == 64)
    #expect(result.errors.contains("verfy"))
    #expect(
      result.errors.contains("verify, unpack") || result.errors.contains("unexpected argument")
    )
  }

  @Test func helpShowsMainFormAndSubcommands() throws {
    for arguments in [["--help"], ["-h"], ["help"]] {
      let result = try BuiltProgram.inspect.start(arguments).outcome()
      #expect(result.status == 0)
      for part in ["--tensors", "--memory", "--json", "verify", "unpack"] {
        #expect(result.output.contains(part), "the help lacks \(part)")
      }
    }
    #expect(try BuiltProgram.inspect("--version").output == ToolVersion.text + "\n")
  }

  @Test func weightsThatAreNotFiniteAreCounted() throws {
    let info = try TensorInfo.make("x.weight", .f32, [3, 2])
    let writer = try SafetensorsWriter(path: folder.path("model.safetensors"), tensors: [info])
    try writer.append([1, .infinity, .nan, 2, 3, 4].littleEndianBytes, toTensorAt: 0)
    try writer.commit()
    try folder.write("{}", to: "config.json")
    let result = try BuiltProgram.inspect(folder.path, "--tensor", "x.weight", "--json")
    let profile = try JSON(parsing: result.outputBytes)
    #expect(profile["nonfinite_rows"]?.integer == 2)
    #expect(profile["scales"]?["maximum"]?.double == 4)
    #expect(profile["largest_scales"]?.elements?.count == 1)
  }

  @Test func unpackingADamagedFileLeavesNothing() throws {
    let path = try quantized("8")
    var bytes = try InputFile.contents(of: path, limit: 1 << 30)
    let tensor = try #require(
      try QuantizedFile(path: path).index.tensors.last { $0.scheme != nil }
    )
    let frame = try #require(tensor.content?.frames.last)
    bytes[frame.offset + frame.storedByteCount / 2] ^= 1
    try FileSystem.write(bytes, to: path, replacing: true)
    for options in [[], ["--dequantized"]] {
      let out = folder.path("out")
      let result = try BuiltProgram.inspect.start(["unpack", path, out] + options).outcome()
      #expect(result.status == 1 && result.errors.contains(tensor.info.name), "\(result.errors)")
      #expect(FileSystem.kind(of: out) == .nothing)
    }
  }

  @Test func unpackingOverTheFileItselfIsRefused() throws {
    let bytes = try InputFile.contents(of: quantized("8"), limit: 1 << 30)
    let file = try folder.write(bytes, to: "codes.safetensors")
    let result = try BuiltProgram.inspect("unpack", file, folder.path, "--force")
    #expect(result.status == 1 && result.errors.contains("choose another output"))
    #expect(try folder.contents("codes.safetensors") == bytes)
  }

  @Test func hugeClaimsAreNoCrash() throws {
    var forged = try ForgedContainer(ExampleContainer.bytes(in: folder))
    for tensor in 0..<3 {
      try forged.set("tensors", .position(tensor), "shape", to: [2_147_483_648, 2_147_483_648])
      try forged.set("tensors", .position(tensor), "scheme", "name", to: "from-the-future")
      try forged.set("tensors", .position(tensor), "statistics", to: nil)
    }
    let path = try folder.write(forged.bytes(), to: "forged.qkit")
    for options in [[], ["--tensors"], ["--json"]] {
      let result = try BuiltProgram.inspect.start([path] + options).outcome()
      #expect(result.status == 0, "\(options): \(result.errors)")
    }
    let memory = try BuiltProgram.inspect(path, "--memory")
    #expect(memory.status == 0 || memory.status == 1, "\(memory.errors)")
  }

  @Test func helpFitsTheScreen() throws {
    for program in [BuiltProgram.quantize, .inspect, .run] {
      let help = try program.inShell(#"COLUMNS=80 "$@""#, "--help").output
      #expect(!help.contains("\n\n\n") && !help.hasSuffix("\n\n"))
      // A line that the wrapping left a single word of says that its text is too long.
      #expect(!help.contains("\ntype\n"), "\(help)")
    }
  }
}
