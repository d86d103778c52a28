//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite("The demonstration model")
struct DemoModelTests {
  /// The reference computes in float32 too, in another order; its printed logits differ by this at most.
  private static let tolerance: Float = 1e-3

  private func load(_ arithmetic: Arithmetic) throws -> LanguageModel {
    let checkpoint = try Checkpoint(folder: Fixtures.demo("checkpoint"))
    return try LanguageModel(
      configuration: ModelConfiguration(
        configuration: checkpoint.configuration,
        path: checkpoint.path + "/config.json"
      ),
      weights: CheckpointWeightSource(checkpoint: checkpoint),
      arithmetic: arithmetic,
      pool: ThreadPool(threadCount: 2)
    )
  }

  private func expected(_ key: String) throws -> [JSON] {
    let path = Fixtures.demo("eval/expected.json")
    let file = try JSON(parsing: InputFile.contents(of: path, limit: 1 << 20))
    return try #require(file[key]?.elements)
  }

  private func tokens(_ value: JSON?) throws -> [Int] {
    try #require(value?.elements).map { try #require($0.integer) }
  }

  @Test("gives the reference's five best logits")
  func bestLogits() throws {
    let model = try load(.exact)
    for test in try expected("top5") {
      let prompt = try tokens(test["prompt_ids"])
      let cache = model.makeCache(capacity: prompt.count)
      let logits = try model.forward(prompt, cache: cache, logits: .last)
      let best = logits.indices.sorted { logits[$0] > logits[$1] }.prefix(5)
      #expect(Array(best) == (try tokens(test["ids"])))
      for (token, value) in zip(best, try #require(test["values"]?.elements)) {
        let value = Float(try #require(value.double))
        #expect((logits[token] - value).magnitude <= Self.tolerance)
      }
    }
  }

  @Test("answers greedily as the reference does", arguments: Arithmetic.allCases)
  func answers(arithmetic: Arithmetic) throws {
    let model = try load(arithmetic)
    let end = Set(model.configuration.endTokenIDs)
    for test in try expected("chat") {
      let answer = try tokens(test["answer_ids"])
      let ends = test["ended_with_eos"] == true
      let found = try model.greedy(
        tokens(test["prompt_ids"]),
        count: answer.count + (ends ? 1 : 0),
        until: end
      )
      #expect(found == answer)
    }
  }
}
