//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct SensitivityMeterTests {
  private let folder: TemporaryFolder
  private let demo = Fixtures.demo("checkpoint")

  init() throws { folder = try TemporaryFolder() }

  private func text() throws -> String {
    let bytes = try InputFile.contents(of: Fixtures.demo("eval/eval-en.txt"), limit: 1 << 20)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func divergences(_ groups: [Set<String>]) throws -> [Double] {
    let checkpoint = try Checkpoint(folder: demo)
    let windows = try CalibrationOptions(text: text()).windows(for: checkpoint, limit: 600)
    return try SensitivityMeter(
      checkpoint: checkpoint,
      windows: windows,
      kernels: Kernels(instructionSet: .best, pool: ThreadPool(threadCount: 2))
    ).divergences(of: groups, cancellation: Cancellation(), progress: { _ in })
  }

  private func names(_ key: String) throws -> Set<String> {
    Set(try Checkpoint(folder: demo).tensors.map(\.info.name).filter { $0.contains(key) })
  }

  /// What models made by `quantize` with one group give, read from their files.
  @Test(arguments: ["o_proj", "layers.2.mlp.up_proj", "embed_tokens", "lm_head"])
  func agreesWithTheDivergenceOfAModelWithTheGroupQuantized(key: String) throws {
    let group = try names(key)
    let plan = """
      {"schema": 1, "tensors": {"*\(key)*": {"scheme": "rate", "step": 0.25}, "*": "keep"}}
      """
    let path = folder.path("model.qkit")
    let recipe = try PlanFile(parsing: Array(plan.utf8), path: "plan.json").applied(to: .compact)
    try QuantizeJob(
      checkpoint: demo,
      output: path,
      options: QuantizeOptions(recipe: recipe)
    ).run()
    let expected = try DivergenceJob(
      model: path,
      reference: demo,
      text: text(),
      options: DivergenceOptions(
        windowLength: CalibrationOptions.windowLength,
        windowLimit: 1,
        arithmetic: .exact
      )
    ).measure().divergence
    let checkpoint = try Checkpoint(folder: demo)
    let found = try SensitivityMeter(
      checkpoint: checkpoint,
      windows: CalibrationOptions(text: text()).windows(for: checkpoint, limit: 512),
      kernels: Kernels(instructionSet: .best, pool: ThreadPool(threadCount: 2))
    ).divergences(of: [group], cancellation: Cancellation(), progress: { _ in })
    #expect(expected.mean > 0)
    #expect(abs(found[0] / expected.mean - 1) < 0.001, "\(found[0]), \(expected.mean)")
  }

  @Test func groupsDoNotInfluenceOneAnother() throws {
    let groups = try [names("o_proj"), [], names("layers.1."), names("embed_tokens")]
      .map { $0.filter { !$0.contains("norm") } }
    let together = try divergences(groups)
    #expect(together[1] == 0)
    for (index, group) in groups.enumerated() {
      #expect(try divergences([group]) == [together[index]])
    }
  }
}
