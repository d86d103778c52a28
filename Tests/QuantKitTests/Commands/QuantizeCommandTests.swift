//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

@Suite struct QuantizeCommandTests {
  private let folder: TemporaryFolder
  private let demo = Fixtures.demo("checkpoint")

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.path(name) }

  private func contents(_ name: String) throws -> [UInt8] { try folder.contents(name) }

  @Test func writesASoundFileAndSaysWhatItCost() throws {
    let result = try BuiltProgram.quantize(demo, "-o", path("demo.qkit"))
    #expect(result.status == 0, "\(result.errors)")
    for line in ["output", "tensors", "weights", "size before", "size after", "bits per weight"] {
      #expect(result.output.contains(line), "the summary lacks \(line)")
    }
    #expect(result.output.contains("worst tensors by SQNR"))
    #expect(try BuiltProgram.inspect("verify", path("demo.qkit")).status == 0)
    #expect(try folder.names() == ["demo.qkit"])
  }

  @Test func bytesDoNotDependOnThreads() throws {
    for bits in ["8", "4"] {
      for threads in ["1", "2", "3"] {
        let result = try BuiltProgram.quantize(
          demo,
          "--bits",
          bits,
          "--threads",
          threads,
          "-o",
          path("\(bits)-\(threads).qkit"),
          "-q"
        )
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.isEmpty && result.errors.isEmpty)
      }
      let first = try contents("\(bits)-1.qkit")
      #expect(try contents("\(bits)-2.qkit") == first)
      #expect(try contents("\(bits)-3.qkit") == first)
    }
  }

  @Test func defaultOutputIsNamedAfterTheFolder() throws {
    #expect(try BuiltProgram.quantize(demo, "--bits", "4", in: folder.path).status == 0)
    #expect(try folder.names() == ["checkpoint-int4.qkit"])
  }

  @Test func existingOutputIsKeptWithoutForce() throws {
    try folder.write("precious", to: "out.qkit")
    let refused = try BuiltProgram.quantize(demo, "-o", path("out.qkit"))
    #expect(refused.status == 1)
    #expect(refused.errors.contains("--force"))
    #expect(try contents("out.qkit") == Array("precious".utf8))
    #expect(try BuiltProgram.quantize(demo, "-o", path("out.qkit"), "--force").status == 0)
    #expect(try BuiltProgram.inspect("verify", path("out.qkit")).status == 0)
  }

  @Test func dryRunPlansAndWritesNothing() throws {
    let result = try BuiltProgram.quantize(
      demo,
      "--bits",
      "4",
      "--recipe",
      "compact",
      "--dry-run",
      "--json",
      in: folder.path
    )
    #expect(result.status == 0)
    let plan = try JSON(parsing: result.outputBytes)
    let schemes = Dictionary(
      uniqueKeysWithValues: try #require(plan["tensors"]?.elements).map {
        (try #require($0["name"]?.string), $0["scheme"]?.string)
      }
    )
    #expect(schemes["model.layers.0.self_attn.W_pack.weight"] == "int4-row")
    #expect(schemes["lm_head.weight"] == "int8-row")
    #expect(schemes["model.embed_tokens.weight"] == "int8-row")
    #expect(schemes["model.norm.weight"] == .some(nil))
    let sizes = try ["least_bytes", "expected_bytes", "largest_bytes"].map {
      try #require(plan[$0]?.integer)
    }
    #expect(sizes == sizes.sorted())
    #expect(try #require(plan["free_bytes"]?.integer) > 0)
    #expect(try #require(plan["memory_bytes"]?.integer) > 0)
    #expect(try folder.names().isEmpty)
  }

  @Test func summaryAsJSON() throws {
    let result = try BuiltProgram.quantize(demo, "-o", path("demo.qkit"), "--json")
    let summary = try JSON(parsing: result.outputBytes)
    #expect(summary["schema"]?.integer == 1)
    #expect(summary["weights"]?.integer == 7_367_936)
    #expect(summary["errors"]?.elements?.count == 30)
    #expect(summary["output_bytes"]?.integer == (try contents("demo.qkit").count))
  }

  @Test func interruptionCanBeGoneOnWith() throws {
    let options = ["--level", "9"]
    let whole = try BuiltProgram.quantize.start([demo, "-o", path("whole.qkit"), "-q"] + options)
    #expect(try whole.outcome().status == 0)
    try folder.write("older", to: "out.qkit")
    var keptCount = 0
    for lineCount in [0, 2, 3, 12, 30] {
      let running = try BuiltProgram.quantize.start(
        [demo, "-o", path("out.qkit"), "--force"] + options
      )
      while running.process.isRunning, try journalLineCount() < lineCount {
        Thread.sleep(forTimeInterval: 0.001)
      }
      // Not Ctrl-C: a test runner may have that ignored, and children inherit it.
      running.process.terminate()
      let outcome = try running.outcome()
      let names = try folder.names()
      if names.contains("out.qkit.partial") {
        keptCount += 1
        #expect(outcome.status == 130)
        #expect(outcome.errors.contains("the same command with --resume"), "\(outcome.errors)")
        #expect(try contents("out.qkit") == Array("older".utf8))
        let resumed = try BuiltProgram.quantize.start(
          [demo, "-o", path("out.qkit"), "--force", "--resume"] + options
        ).outcome()
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(resumed.errors.contains("note: going on with"))
        #expect(try contents("out.qkit") == contents("whole.qkit"))
      } else {
        // Nothing was finished yet, or all.
        #expect(outcome.status == 130 || outcome.status == 0)
      }
      #expect(try folder.names() == ["out.qkit", "whole.qkit"])
      try folder.write("older", to: "out.qkit")
    }
    #expect(keptCount > 1, "no run was met between its first and its last tensor")
  }

  private func journalLineCount() throws -> Int {
    guard FileSystem.kind(of: path("out.qkit.journal")) == .file else { return 0 }
    return try contents("out.qkit.journal").count { $0 == UInt8(ascii: "\n") }
  }

  @Test func whatAnotherRunLeftIsReplacedWithANotice() throws {
    try folder.write("left", to: "out.qkit.partial")
    try folder.write("left", to: "out.qkit.journal")
    let result = try BuiltProgram.quantize(demo, "-o", path("out.qkit"))
    #expect(result.status == 0)
    #expect(result.errors.contains("which is replaced"), "\(result.errors)")
    #expect(try folder.names() == ["out.qkit"])
    let refused = try BuiltProgram.quantize(demo, "-o", path("out.qkit"), "--resume")
    #expect(refused.status == 1 && refused.errors.contains("--force"))
  }

  @Test func verifyingCanBeLeftOut() throws {
    for (option, isVerified) in [("--verify", true), ("--no-verify", false)] {
      let result = try BuiltProgram.quantize(demo, "-o", path("out.qkit"), option, "--stats", "-f")
      #expect(result.status == 0)
      #expect(result.output.contains("verifying") == isVerified)
    }
  }

  @Test func saysWhatItWillNeed() throws {
    let result = try BuiltProgram.quantize(demo, "-o", path("out.qkit"))
    #expect(result.errors.contains("30 of 45 tensors to 8 bits: 14.7 MB become at most"))
    let plan = try BuiltProgram.quantize(demo, "-o", path("out.qkit"), "--dry-run")
    #expect(plan.status == 0)
    #expect(plan.errors.contains("exists already"))
    for part in ["size after", "free on the disk", "peak memory"] {
      #expect(plan.output.contains(part))
    }
  }

  @Test(arguments: [
    (["--bits", "5"], "--bits must be 8 or 4"),
    (["--level", "0"], "--level must be between 1 and 19"),
    (["--recipe", "none"], "recipes are reference, compact"),
    (["--threads", "0"], "--threads must be between"),
    (["--nonsense"], "--nonsense"),
  ])
  func badOptionsAreUsageErrors(options: [String], message: String) throws {
    let result = try BuiltProgram.quantize.start([demo] + options, in: folder.path).outcome()
    #expect(result.status == 64)
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  @Test func wrongPathsSaySo() throws {
    let missing = try BuiltProgram.quantize("/nowhere/at/all")
    #expect(missing.status != 0 && missing.errors.contains("/nowhere/at/all"))
    let empty = try BuiltProgram.quantize(folder.path, "-o", path("x.qkit"))
    #expect(empty.status == 1 && empty.errors.contains("config.json"))
    let unwritable = try BuiltProgram.quantize(demo, "-o", "/nowhere/at/all.qkit")
    #expect(unwritable.status == 1 && unwritable.errors.contains("/nowhere/at/all.qkit"))
    let toFolder = try BuiltProgram.quantize(demo, "-o", folder.path, "--force")
    #expect(toFolder.status == 1 && toFolder.errors.contains("folder"))
  }

  @Test func nonFiniteWeightIsNamed() throws {
    let info = TensorInfo(
      name: "model.layers.0.self_attn.q_proj.weight",
      elementType: .f32,
      shape: try #require(TensorShape([2, 4]))
    )
    let writer = try SafetensorsWriter(path: path("model.safetensors"), tensors: [info])
    try writer.append([0, 1, 2, 3, 4, .nan, 6, 7].littleEndianBytes, toTensorAt: 0)
    try writer.commit()
    try folder.write("{}", to: "config.json")
    let result = try BuiltProgram.quantize(folder.path, "-o", path("x.qkit"))
    #expect(result.status == 1)
    for part in ["model.safetensors", info.name, "row 1", "column 1", "NaN"] {
      #expect(result.errors.contains(part), "the message lacks \(part): \(result.errors)")
    }
    #expect(FileSystem.kind(of: path("x.qkit")) == .nothing)
    #expect(FileSystem.kind(of: path("x.qkit.partial")) == .nothing)
  }

  @Test func outputMayNotBeAFileThatIsRead() throws {
    let copy = path("copy")
    try FileManager.default.copyItem(atPath: demo, toPath: copy)
    try folder.link("link", to: "copy/tokenizer.model")
    let before = try InputFile.contents(of: copy + "/model.safetensors", limit: 1 << 30)
    for output in ["copy/model.safetensors", "copy/config.json", "link"] {
      let result = try BuiltProgram.quantize(copy, "-o", path(output), "--force")
      #expect(result.status == 1 && result.errors.contains("choose another output"), "\(output)")
    }
    let logits = try BuiltProgram.run(
      "logits",
      copy,
      "--ids",
      "1",
      "-o",
      copy + "/model.safetensors",
      "-f"
    )
    #expect(logits.status == 1 && logits.errors.contains("choose another output"))
    #expect(try InputFile.contents(of: copy + "/model.safetensors", limit: 1 << 30) == before)
    #expect(try BuiltProgram.quantize(copy, "-o", copy + "/new.qkit").status == 0)
  }

  @Test func fileSizeLimitIsAnErrorThatLeavesNothing() throws {
    let result = try BuiltProgram.quantize.inShell(
      #"ulimit -f 100; "$@""#,
      demo,
      "-o",
      path("out.qkit")
    )
    #expect(result.status == 1)
    #expect(result.errors.contains("out.qkit"), "\(result.errors)")
    #expect(try folder.names().isEmpty)
  }

  @Test func rowsWithoutColumnsAreStored() throws {
    let infos = try [("a.q_proj.weight", [8, 0]), ("b.q_proj.weight", [2, 4])].map {
      try TensorInfo.make($0.0, .f32, $0.1)
    }
    let writer = try SafetensorsWriter(path: path("model.safetensors"), tensors: infos)
    try writer.append([1, 2, 3, 4, 5, 6, 7, 8].littleEndianBytes, toTensorAt: 1)
    try writer.commit()
    try folder.write("{}", to: "config.json")
    for bits in ["8", "4"] {
      let file = path("out-\(bits).qkit")
      let result = try BuiltProgram.quantize(folder.path, "--bits", bits, "-o", file)
      #expect(result.status == 0, "\(result.errors)")
      #expect(try BuiltProgram.inspect("verify", file).status == 0)
      let opened = try QuantizedFile(path: file)
      let tensor = try opened.tensor(named: "a.q_proj.weight")
      #expect(try opened.scales(of: tensor) == [Float](repeating: 0, count: 8))
      let out = path("unpacked-\(bits)")
      #expect(try BuiltProgram.inspect("unpack", file, out, "--dequantized").status == 0)
      #expect(try Checkpoint(folder: out).tensors.map(\.info) == infos)
    }
  }

  @Test func unstorableNameIsRefusedBeforeAnythingIsWritten() throws {
    let info = try TensorInfo.make("a\u{1B}[31m.q_proj.weight", .f32, [1, 1])
    let writer = try SafetensorsWriter(path: path("model.safetensors"), tensors: [info])
    try writer.append([Float(1)].littleEndianBytes, toTensorAt: 0)
    try writer.commit()
    try folder.write("{}", to: "config.json")
    let plan = try BuiltProgram.quantize(folder.path, "--dry-run", "-o", path("x.qkit"))
    #expect(plan.status == 1 && plan.errors.contains("its name"), "\(plan.errors)")
    // What a terminal would act on is shown by its number.
    let list = try BuiltProgram.inspect(folder.path, "--tensors")
    #expect(list.status == 0 && list.output.contains(#"a\u{1b}[31m.q_proj.weight"#))
    #expect(!list.output.contains("\u{1B}"))
  }
}
