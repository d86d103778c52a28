//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

@Suite struct RepairCommandTests {
  private let folder: TemporaryFolder
  private let demo = Fixtures.demo("checkpoint")
  private let path: String
  private let sound: [UInt8]

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("demo.qkit")
    let result = try BuiltProgram.quantize(demo, "-o", path, "-q")
    try #require(result.status == 0, "\(result.errors)")
    sound = try folder.contents("demo.qkit")
  }

  /// Flips bits in the codes of a tensor and in a side file; returns the tensor's name.
  private func damage() throws -> String {
    let index = try QuantizedFile(path: path).index
    let tensor = try #require(index.tensors.first { $0.scheme != nil })
    let side = try #require(index.sideFile(named: "tokenizer.model")?.frames.first)
    var bytes = sound
    for frame in [try #require(tensor.content?.frames.first), side] {
      bytes[frame.offset + frame.storedByteCount / 2] ^= 1
    }
    try FileSystem.write(bytes, to: path, replacing: true)
    return tensor.info.name
  }

  @Test func damagedFileIsWhatItWas() throws {
    let tensor = try damage()
    let verified = try BuiltProgram.inspect("verify", path, "--against", demo)
    #expect(verified.status == 1 && verified.errors.contains("DAMAGED, 2 frames"))
    let result = try BuiltProgram.quantize("repair", path, "--from", demo)
    #expect(result.status == 0, "\(result.errors)")
    for part in [tensor, "tokenizer.model", "repaired, 2 frames", "byte for byte"] {
      #expect(result.output.contains(part), "\(result.output)")
    }
    #expect(try folder.contents("demo.qkit") == sound)
    #expect(try folder.names() == ["demo.qkit"])
    let again = try BuiltProgram.quantize("repair", path, "--from", demo)
    #expect(again.status == 0 && again.output.contains("nothing to repair"))
    #expect(try folder.contents("demo.qkit") == sound)
  }

  @Test func dryRunListsAndWritesNothing() throws {
    let tensor = try damage()
    let damaged = try folder.contents("demo.qkit")
    let result = try BuiltProgram.quantize("repair", path, "--from", demo, "--dry-run")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.split(separator: "\n").count == 2, "\(result.output)")
    #expect(result.output.contains("tensor '\(tensor)' (codes, block 0)"), "\(result.output)")
    #expect(try folder.contents("demo.qkit") == damaged)
    #expect(try folder.names() == ["demo.qkit"])
  }

  @Test func outputElsewhere() throws {
    _ = try damage()
    let output = try folder.write("precious", to: "out.qkit")
    let arguments = ["repair", path, "--from", demo, "-o", output, "-q"]
    let refused = try BuiltProgram.quantize.start(arguments).outcome()
    #expect(refused.status == 1 && refused.errors.contains("--force"))
    #expect(try folder.contents("out.qkit") == Array("precious".utf8))
    let result = try BuiltProgram.quantize.start(arguments + ["--force"]).outcome()
    #expect(result.status == 0 && result.output.isEmpty && result.errors.isEmpty)
    #expect(try folder.contents("out.qkit") == sound)
  }

  @Test func otherCheckpointChangesNothing() throws {
    _ = try damage()
    let damaged = try folder.contents("demo.qkit")
    let other = Fixtures.path("models/baichuan13b-tiny")
    let result = try BuiltProgram.quantize("repair", path, "--from", other)
    #expect(result.status == 1)
    #expect(result.errors.contains("is not the checkpoint that"), "\(result.errors)")
    #expect(try folder.contents("demo.qkit") == damaged)
    #expect(try folder.names() == ["demo.qkit"])
  }

  @Test func usageErrorsSaySo() throws {
    let missing = try BuiltProgram.quantize("repair", path)
    #expect(missing.status == 64 && missing.errors.contains("--from"))
    let nowhere = try BuiltProgram.quantize("repair", path, "--from", "/nowhere/at/all")
    #expect(nowhere.status == 64 && nowhere.errors.contains("/nowhere/at/all"))
    let mistyped = try BuiltProgram.quantize("repiar", in: folder.path)
    #expect(mistyped.status == 64 && mistyped.errors.contains("a sub-command (repair)"))
    let help = try BuiltProgram.quantize("--help")
    #expect(help.output.contains("SUBCOMMANDS:") && help.output.contains("repair"))
    #expect(try BuiltProgram.quantize("repair", "--help").output.contains("--dry-run"))
  }

  // MARK: inspect verify --against

  @Test func verifyingAgainstACheckpoint() throws {
    let equal = try BuiltProgram.inspect("verify", path, "--against", demo)
    #expect(equal.status == 0, "\(equal.errors)")
    #expect(equal.output.contains("45 tensors and 5 side files\n"), "\(equal.output)")
    let quiet = try BuiltProgram.inspect("verify", path, "--against", demo, "-q")
    #expect(quiet.status == 0 && quiet.output.isEmpty && quiet.errors.isEmpty)

    let copy = folder.path("copy")
    try FileManager.default.copyItem(atPath: demo, toPath: copy)
    try folder.write("{}", to: "copy/special_tokens_map.json")
    let checkpoint = try Checkpoint(folder: copy)
    let name = "model.layers.3.mlp.up_proj.weight"
    let tensor = try #require(checkpoint.tensor(named: name))
    var bytes = try folder.contents("copy/model.safetensors")
    // The sign of the first weight of row 2.
    bytes[tensor.layout.offset + 2 * tensor.info.shape.dimensions[1] * 2 + 1] ^= 0x80
    try folder.write(bytes, to: "copy/model.safetensors")
    let other = try BuiltProgram.inspect("verify", path, "--against", copy)
    #expect(other.status == 1)
    let lines = other.errors.split(separator: "\n")
    #expect(lines.count == 4, "\(other.errors)")
    #expect(lines[0].contains("'\(name)' differs: 1 of ") && lines[0].hasSuffix("is row 2"))
    #expect(lines[1].contains("the statistics of tensor '\(name)'"))
    #expect(lines[2].contains("special_tokens_map.json"))
    #expect(lines[3].hasSuffix("NOT what \(copy) gives, 3 differences"))
  }

  @Test func verifyingAgainstNoCheckpoint() throws {
    let nowhere = try BuiltProgram.inspect("verify", path, "--against", "/nowhere/at/all")
    #expect(nowhere.status == 64 && nowhere.errors.contains("/nowhere/at/all"))
    let empty = try BuiltProgram.inspect("verify", path, "--against", folder.path)
    #expect(empty.status == 1 && empty.errors.contains("config.json"))
  }
}
