//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// Steps, targets and plans, as a person gives them to `quantize`.
@Suite struct PlanCommandTests {
  private let folder: TemporaryFolder
  private let demo = Fixtures.demo("checkpoint")

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.path(name) }

  @Test(
    arguments: [
      ("--target-bits", "chose steps for about 4.50 bits a weight and about"),
      ("--target-memory-bits", "bits a weight of the layers in memory and about"),
    ]
  )
  func aTargetIsReachedAndItsPlanGivesTheSameFile(option: String, message: String) throws {
    let made = try BuiltProgram.quantize(
      demo,
      option,
      "4.5",
      "--write-plan",
      path("plan.json"),
      "-o",
      path("first.qkit")
    )
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.errors.contains(message), "\(made.errors)")
    let replayed = try BuiltProgram.quantize(
      demo,
      "--plan",
      path("plan.json"),
      "-o",
      path("second.qkit"),
      "-q"
    )
    #expect(replayed.status == 0, "\(replayed.errors)")
    #expect(try folder.contents("first.qkit") == folder.contents("second.qkit"))
    let verified = try BuiltProgram.inspect("verify", path("first.qkit"), "--against", demo)
    #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
  }

  @Test func damagedTensorsWithAStepAreComputedAgain() throws {
    #expect(
      try BuiltProgram.quantize(demo, "--step", "0.3", "-o", path("model.qkit"), "-q").status == 0
    )
    let whole = try folder.contents("model.qkit")
    let tensor = try QuantizedFile(path: path("model.qkit"))
      .tensor(named: "model.layers.1.mlp.up_proj.weight")
    #expect(tensor.rounding == .uniform(step: 0.3))
    let frame = try #require(tensor.content?.frames.first)
    var bytes = whole
    bytes[frame.offset + frame.storedByteCount / 2] ^= 4
    try folder.write(bytes, to: "model.qkit")
    let repaired = try BuiltProgram.quantize("repair", path("model.qkit"), "--from", demo)
    #expect(repaired.status == 0, "\(repaired.errors)")
    #expect(try folder.contents("model.qkit") == whole)
  }

  @Test func dryRunShowsWhatBecomesOfEachTensor() throws {
    try folder.write(
      #"{"schema": 1, "tensors": {"W_pack": "int8", "o_proj": {"scheme": "rate", "step": 0.5}}}"#,
      to: "plan.json"
    )
    let result = try BuiltProgram.quantize(
      demo,
      "--bits",
      "4",
      "--plan",
      path("plan.json"),
      "--dry-run",
      in: folder.path
    )
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.contains { $0.contains("o_proj") && $0.contains("int8-row, step 0.5") })
    #expect(lines.contains { $0.contains("W_pack") && $0.contains("int8-row") })
    #expect(lines.contains { $0.contains("up_proj") && $0.contains("int4-row") })
    #expect(lines.contains { $0.hasPrefix("recipe ") && $0.hasSuffix("reference, 4 and 8 bits") })
    #expect(try folder.names() == ["plan.json"])
    // Without -o, the name does not promise a width.
    let made = try BuiltProgram.quantize(demo, "--plan", path("plan.json"), "-q", in: folder.path)
    #expect(made.status == 0)
    #expect(try folder.names() == ["checkpoint-mixed.qkit", "plan.json"])
  }

  @Test(
    arguments: [
      (["--step", "0.2", "--target-bits", "4"], "give one of them"),
      (["--target-bits", "4", "--target-size", "4MB"], "give one of them"),
      (["--step", "0"], "--step must be between"),
      (["--step", "nan"], "--step must be between"),
      (["--target-bits", "4", "--target-memory-bits", "5"], "give one of them"),
      (["--target-bits", "0.1"], "--target-bits must be between 0.5 and 16"),
      (["--target-memory-bits", "17"], "--target-memory-bits must be between 0.5 and 16"),
      (["--target-memory-bits", "3"], "the least is 4.1"),
      (["--target-memory-bits", "5", "--bits", "4"], "leave out --bits and --group-size"),
      (["--target-memory-bits", "5", "--group-size", "64"], "leave out --bits and --group-size"),
      (["--target-size", "4 parsecs"], "--target-size"),
      (["--target-size", "0"], "--target-size"),
      (["--bits", "4", "--step", "0.2"], "leave one of them out"),
      (["--scales", "mse", "--target-bits", "4"], "both choose the scales"),
      (["--target-size", "1kB"], "the least is about"),
      (["--plan", "missing.json"], "missing.json"),
    ]
  )
  func contradictionsAreErrors(options: [String], problem: String) throws {
    let result = try BuiltProgram.quantize.start([demo] + options, in: folder.path).outcome()
    #expect(result.status != 0)
    #expect(result.errors.contains(problem), "\(result.errors)")
    #expect(try folder.names().isEmpty)
  }

  @Test func badPlansLeaveEverythingAsItWas() throws {
    try folder.write("precious", to: "out.qkit")
    for (text, problem) in [
      (#"{"schema": 1, "tensors": {"no_proj": "int8"}}"#, "'no_proj' in the plan"),
      (#"{"schema": 1, "tensors": {"o_proj": "int3"}}"#, "there is no scheme 'int3'"),
      ("not JSON", "is not a plan"),
    ] {
      try folder.write(text, to: "plan.json")
      let result = try BuiltProgram.quantize(
        demo,
        "--plan",
        path("plan.json"),
        "-o",
        path("out.qkit"),
        "--force"
      )
      #expect(result.status != 0)
      #expect(result.errors.contains(problem), "\(result.errors)")
    }
    #expect(try folder.contents("out.qkit") == Array("precious".utf8))
  }

  @Test func anExistingPlanIsKeptWithoutForce() throws {
    try folder.write("precious", to: "plan.json")
    let result = try BuiltProgram.quantize(
      demo,
      "--write-plan",
      path("plan.json"),
      "-o",
      path("out.qkit")
    )
    #expect(result.status != 0)
    #expect(result.errors.contains("plan.json"), "\(result.errors)")
    #expect(try folder.names() == ["plan.json"])
  }
}
