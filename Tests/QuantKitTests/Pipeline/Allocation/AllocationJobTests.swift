//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct AllocationJobTests {
  private let folder: TemporaryFolder
  private let demo = Fixtures.demo("checkpoint")

  init() throws { folder = try TemporaryFolder() }

  private func options(recipe: Recipe = .reference, threadCount: Int = 2) -> QuantizeOptions {
    QuantizeOptions(recipe: recipe, threadCount: threadCount, isReplacing: true)
  }

  private func allocation(
    _ target: AllocationJob.Target,
    _ options: QuantizeOptions
  ) throws -> AllocationJob.Allocation {
    try AllocationJob(checkpoint: demo, options: options, target: target).run()
  }

  private func quantize(_ recipe: Recipe) throws -> QuantizedFile {
    let path = folder.path("model.qkit")
    try QuantizeJob(checkpoint: demo, output: path, options: options(recipe: recipe)).run()
    return try QuantizedFile(path: path)
  }

  /// Bits that a weight of the quantized tensors takes.
  private func bitsPerWeight(_ file: QuantizedFile) -> Double {
    let tensors = file.index.tensors.filter { $0.scheme != nil }
    let byteCount = tensors.reduce(0) { $0 + $1.storedByteCount }
    return 8 * Double(byteCount) / Double(tensors.reduce(0) { $0 + $1.info.shape.elementCount })
  }

  private func divergence(_ path: String) throws -> Double {
    try DivergenceJob(
      model: path,
      reference: demo,
      text: String(
        decoding: InputFile.contents(of: Fixtures.demo("eval/eval-en.txt"), limit: 1 << 20),
        as: UTF8.self
      ),
      options: DivergenceOptions(windowLength: 256, windowLimit: 4, arithmetic: .exact)
    ).measure().divergence.mean
  }

  @Test(arguments: [3.5, 5])
  func bitsAreReachedWithLessDivergenceThanByOneStep(bits: Double) throws {
    let allocation = try allocation(.bitsPerWeight(bits), options())
    let file = try quantize(allocation.recipe)
    let found = bitsPerWeight(file)
    #expect(found <= bits && found > bits - 0.05, "\(found)")
    #expect(abs(found - allocation.bitsPerWeight) < 0.01)
    let allocated = try divergence(file.path)
    // The same bits with one step for all, a little more than fewer.
    let step = 0.25 * ElementaryFunctions.pow(2, 4.1 - bits)
    let plain = try quantize(Recipe.reference.stepping(by: step))
    #expect(bitsPerWeight(plain) > found)
    #expect(allocated < (try divergence(plain.path)))
  }

  @Test(arguments: [Recipe.reference, .compact])
  func bitsInMemoryAreReachedWithLessDivergenceThanByGroups(recipe: Recipe) throws {
    let bits = 5.2
    let allocation = try allocation(.memoryBitsPerWeight(bits), options(recipe: recipe))
    let file = try quantize(allocation.recipe)
    let layers = file.index.tensors.filter { $0.info.name.contains("layers.") && $0.scheme != nil }
    let found =
      8 * Double(layers.reduce(0) { $0 + $1.contentByteCount })
      / Double(layers.reduce(0) { $0 + $1.info.shape.elementCount })
    #expect(found <= bits && found > bits - 0.1, "\(found)")
    #expect(found == allocation.memoryBitsPerWeight)
    #expect(layers.allSatisfy { $0.rounding == .nearest })
    #expect(Set(layers.compactMap { $0.scheme?.bitsPerCode }) == [4, 8])
    let embedding = try file.tensor(named: WeightLoader.tokenEmbeddingName)
    #expect(embedding.scheme == (recipe == .compact ? .int8Row : nil))
    let allocated = try divergence(file.path)
    #expect(allocated < (try divergenceOfGroups(of: recipe)))
  }

  /// That of int4 in groups of 32, which takes 4.5 bits.
  private func divergenceOfGroups(of recipe: Recipe) throws -> Double {
    let plan = #"""
      {"schema": 1, "tensors": {"*_proj.weight": "int4-group32", "W_pack": "int4-group32"}}
      """#
    let file = try PlanFile(parsing: Array(plan.utf8), path: "plan.json")
    return try divergence(quantize(file.applied(to: recipe)).path)
  }

  @Test func sizesAreReached() throws {
    let size = 4_600_000
    let allocation = try allocation(.fileByteCount(size), options(recipe: .compact))
    let file = try quantize(allocation.recipe)
    let byteCount = try InputFile(path: file.path).byteCount
    #expect(byteCount <= size && byteCount > size * 98 / 100, "\(byteCount)")
    let embedding = try file.tensor(named: WeightLoader.tokenEmbeddingName)
    #expect(embedding.rounding.step != nil)
  }

  @Test func stepsDoNotDependOnTheThreads() throws {
    for target in [AllocationJob.Target.bitsPerWeight(4), .memoryBitsPerWeight(5)] {
      let recipes = try [1, 3].map { try allocation(target, options(threadCount: $0)).recipe }
      #expect(recipes[0] == recipes[1])
    }
  }

  @Test func whatAPlanNamesStays() throws {
    let plan = try PlanFile(
      parsing: Array(#"{"schema": 1, "tensors": {"o_proj": "int8", "down_proj": "keep"}}"#.utf8),
      path: "plan.json"
    )
    let allocation = try allocation(
      .bitsPerWeight(5),
      options(recipe: plan.applied(to: .reference))
    )
    for tensor in try quantize(allocation.recipe).index.tensors {
      if tensor.info.name.contains("o_proj") {
        #expect(tensor.scheme == .int8Row && tensor.rounding == .nearest)
      } else if tensor.info.name.contains("down_proj") {
        #expect(tensor.scheme == nil)
      } else if tensor.info.name.contains("up_proj") {
        #expect(tensor.rounding.step != nil)
      }
    }
  }

  @Test func sizesOutOfReachAreErrors() throws {
    for target in [AllocationJob.Target.bitsPerWeight(0.5), .fileByteCount(100_000)] {
      let error = #expect(throws: PlanError.self) { try allocation(target, options()) }
      #expect(error?.code == .unreachable)
      #expect(error?.message.contains("the least is about") == true)
    }
    let memory = #expect(throws: PlanError.self) {
      try allocation(.memoryBitsPerWeight(4), options())
    }
    #expect(memory?.code == .unreachable)
    #expect(memory?.message.contains("the least is 4.1") == true, "\(memory?.message ?? "")")
    let keeping = try PlanFile(
      parsing: Array(#"{"schema": 1, "tensors": {"*": "keep"}}"#.utf8),
      path: "plan.json"
    )
    let error = #expect(throws: PlanError.self) {
      try allocation(.bitsPerWeight(4), options(recipe: keeping.applied(to: .reference)))
    }
    #expect(error?.code == .nothingToAllocate)
  }

  /// More bits than there are: the file has what 8-bit codes give.
  @Test func whatAPlanNamesCountsInMemory() throws {
    let plan = try PlanFile(
      parsing: Array(#"{"schema": 1, "tensors": {"down_proj": "int8"}}"#.utf8),
      path: "plan.json"
    )
    let allocation = try allocation(
      .memoryBitsPerWeight(6),
      options(recipe: plan.applied(to: .reference))
    )
    #expect(allocation.memoryBitsPerWeight <= 6 && allocation.memoryBitsPerWeight > 5.8)
    for tensor in try quantize(allocation.recipe).index.tensors
    where tensor.info.name.contains("down_proj") {
      #expect(tensor.scheme == .int8Row)
    }
  }

  @Test func targetsAboveAllStepsTakeTheFinest() throws {
    let allocation = try allocation(.bitsPerWeight(12), options())
    #expect(allocation.bitsPerWeight < 8)
    #expect(allocation.divergence < 0.001)
  }

  @Test func cancellingEndsMeasuring() throws {
    let cancellation = Cancellation()
    let job = try AllocationJob(checkpoint: demo, options: options(), target: .bitsPerWeight(4))
    #expect(throws: CancellationError.self) {
      try job.run(cancellation: cancellation) { _ in cancellation.cancel() }
    }
  }
}
