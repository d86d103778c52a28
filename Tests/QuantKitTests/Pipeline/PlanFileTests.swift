//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct PlanFileTests {
  private func plan(_ tensors: String) throws -> PlanFile {
    let text = #"{"schema": 1, "tensors": {\#(tensors)}}"#
    return try PlanFile(parsing: Array(text.utf8), path: "plan.json")
  }

  private func decision(
    _ plan: PlanFile,
    _ name: String,
    shape: [Int] = [8, 8],
    recipe: Recipe = .reference
  ) throws -> Recipe.Decision {
    try plan.applied(to: recipe).decision(
      for: TensorInfo(name: name, elementType: .f16, shape: try #require(TensorShape(shape))),
      width: .four
    )
  }

  @Test func theFirstKeyThatFitsDecides() throws {
    let plan = try plan(
      """
      "v_proj": "int8",
      "model.layers.0.*": {"scheme": "rate", "step": 0.125},
      "model.layers.*.mlp.*": "keep",
      "*embed_tokens.weight": {"scheme": "rate", "step": 0.25}
      """
    )
    let layer = "model.layers.0.self_attn"
    #expect(try decision(plan, layer + ".v_proj.weight") == .quantize(.int8Row))
    #expect(try decision(plan, layer + ".q_proj.weight") == .quantize(.int8Row, step: 0.125))
    #expect(
      try decision(plan, "model.layers.0.mlp.up_proj.weight") == .quantize(.int8Row, step: 0.125)
    )
    #expect(try decision(plan, "model.layers.1.mlp.up_proj.weight").scheme == nil)
    #expect(try decision(plan, "model.embed_tokens.weight").step == 0.25)
    // What no key fits is as the recipe has it, and a vector is never quantized.
    #expect(try decision(plan, "model.layers.1.self_attn.q_proj.weight") == .quantize(.int4Row))
    #expect(try decision(plan, "model.layers.0.input_layernorm.weight", shape: [8]).scheme == nil)
    #expect(try decision(plan, "lm_head.weight").scheme == nil)
  }

  @Test(
    arguments: [
      (#""v_proj": "int9""#, "there is no scheme 'int9'"),
      (#""v_proj": "rate""#, "needs a step"),
      (#""v_proj": {"scheme": "rate"}"#, "a scheme and a step"),
      (#""v_proj": {"scheme": "rate", "step": 0}"#, "a scheme and a step"),
      (#""v_proj": {"scheme": "rate", "step": 1e9}"#, "a scheme and a step"),
      (#""v_proj": {"scheme": "rate", "step": 0.1, "bits": 4}"#, "'bits' has no meaning"),
      (#""v_proj": {"scheme": "int4-group64", "step": 0.1}"#, "has no step"),
      (#""v_proj": 4"#, "a number found"),
      (#""v_proj": "int8-row-normalized""#, "there is no scheme"),
      (#""v_proj": "int8", "v_proj": "int4""#, "duplicate key 'v_proj'"),
    ]
  )
  func faultsAreNamed(tensors: String, problem: String) throws {
    let error = #expect(throws: PlanError.self) { try plan(tensors) }
    #expect(error?.code == .malformed)
    #expect(error?.message.contains("'plan.json' is not a plan") == true)
    #expect(error?.message.contains(problem) == true, "\(error?.message ?? "")")
  }

  @Test(
    arguments: ["", "[]", "{}", #"{"schema": 2, "tensors": {}}"#, #"{"v_proj": "int8"}"#]
  )
  func otherFilesAreNoPlans(text: String) {
    let error = #expect(throws: PlanError.self) {
      try PlanFile(parsing: Array(text.utf8), path: "plan.json")
    }
    #expect(error?.code == .malformed)
  }

  @Test func patternsAreLimited() throws {
    let names = (0...PlanFile.patternLimit).map { "\"model.layers.\($0).weight\": \"int8\"" }
    #expect(try plan(names.joined(separator: ",")).entries.count == names.count)
    let patterns = (0...PlanFile.patternLimit).map { "\"*.\($0).weight\": \"int8\"" }
    let error = #expect(throws: PlanError.self) { try plan(patterns.joined(separator: ",")) }
    #expect(error?.message.contains("1025 of its keys are patterns, at most 1024") == true)
  }

  @Test func otherMembersHaveNoMeaning() {
    let text = #"{"schema": 1, "tensors": {}, "rules": []}"#
    let error = #expect(throws: PlanError.self) {
      try PlanFile(parsing: Array(text.utf8), path: "plan.json")
    }
    #expect(error?.message.contains("'rules'") == true)
  }

  @Test func aKeyThatMeansNoTensorIsAnError() throws {
    let demo = Fixtures.demo("checkpoint")
    try plan(#""W_pack": "int8", "*.mlp.*": "int4""#).check(forCheckpoint: demo)
    let error = #expect(throws: PlanError.self) {
      try plan(#""W_pack": "int8", "q_proj": "int4""#).check(forCheckpoint: demo)
    }
    #expect(error?.code == .unmatched)
    #expect(error?.message.contains("'q_proj'") == true)
  }

  /// What is written decides the same, whatever recipe and width it is read with.
  @Test func writtenPlansGiveTheSameDecisions() throws {
    let plan = try plan(#""o_proj": {"scheme": "rate", "step": 0.1875}, "up_proj": "keep""#)
    let checkpoint = try Checkpoint(folder: Fixtures.demo("checkpoint"))
    func made(_ recipe: Recipe, _ width: Recipe.Width) throws -> QuantizePlan {
      try QuantizePlan(
        checkpoint: checkpoint,
        outputPath: "x.qkit",
        options: QuantizeOptions(width: width, recipe: recipe)
      )
    }
    let first = try made(plan.applied(to: .compact), .four)
    let written = try PlanFile(parsing: Array(PlanFile.text(for: first).utf8), path: "plan.json")
    let second = try made(written.applied(to: .reference), .eight)
    for (left, right) in zip(first.entries, second.entries) {
      #expect(left.decision.scheme == right.decision.scheme, "\(left.info.name)")
      #expect(left.decision.step == right.decision.step)
      #expect(left.rounding == right.rounding)
    }
    #expect(first.entries.contains { $0.decision.step == 0.1875 })
  }
}
