//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// A configuration that the golden models leave out, with the logits that transformers gives.
struct ModelVariant: Sendable, CustomTestStringConvertible {
  let name: String
  let weightsFile: String
  let configuration: JSON

  var testDescription: String { name }

  static let folder = Fixtures.path("models/variants")

  static let all: [ModelVariant] = {
    let file = try? JSON(parsing: InputFile.contents(of: folder + "/variants.json", limit: 1 << 20))
    return (file?.members ?? []).compactMap { member in
      guard let weights = member.value["weights"]?.string, let config = member.value["config"]
      else {
        return nil
      }
      return ModelVariant(name: member.key, weightsFile: weights, configuration: config)
    }
  }()

  static func named(_ name: String) throws -> ModelVariant {
    try #require(all.first { $0.name == name })
  }

  static let promptCount = 2

  /// A folder as a checkpoint is published.
  func checkpoint() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(configuration.serialized(), to: "config.json")
    try folder.write(
      InputFile.contents(of: Self.folder + "/" + weightsFile, limit: 1 << 20),
      to: "model.safetensors"
    )
    return folder
  }

  func load(
    arithmetic: Arithmetic = .exact,
    instructionSet: InstructionSet = .best
  ) throws -> LanguageModel {
    let folder = try checkpoint()
    let checkpoint = try withExtendedLifetime(folder) { try Checkpoint(folder: folder.path) }
    return try LanguageModel(
      configuration: ModelConfiguration(
        configuration: checkpoint.configuration,
        path: checkpoint.path + "/config.json"
      ),
      weights: CheckpointWeightSource(checkpoint: checkpoint),
      arithmetic: arithmetic,
      pool: ThreadPool(threadCount: 2),
      instructionSet: instructionSet
    )
  }

  /// The ids, the logits [tokens, vocabulary] and the argmax continuation.
  func prompt(_ number: Int) throws -> (tokens: [Int], logits: [Float], greedy: [Int]) {
    let file = try SafetensorsFile(path: Self.folder + "/expected.safetensors")
    return (
      try file.integers("prompt\(number).input_ids"),
      try file.floats("\(name).prompt\(number).logits"),
      try file.integers("\(name).prompt\(number).greedy")
    )
  }
}

@Suite("Settings that the golden models leave out")
struct ModelVariantTests {
  @Test func thereAreVariants() { #expect(ModelVariant.all.count == 15) }

  @Test("prefill gives the reference's logits", arguments: ModelVariant.all)
  func prefill(variant: ModelVariant) throws {
    for instructionSet in InstructionSet.allCases where instructionSet.isSupported {
      let model = try variant.load(instructionSet: instructionSet)
      for number in 0..<ModelVariant.promptCount {
        let prompt = try variant.prompt(number)
        let cache = model.makeCache(capacity: prompt.tokens.count)
        let logits = try model.forward(prompt.tokens, cache: cache, logits: .all)
        let difference = try largestDifference(logits, prompt.logits)
        #expect(
          difference <= GoldenModel.tolerance,
          "\(instructionSet), prompt \(number): \(difference)"
        )
      }
    }
  }

  @Test("greedy continuations through the cache equal the reference's", arguments: ModelVariant.all)
  func greedy(variant: ModelVariant) throws {
    let model = try variant.load()
    for number in 0..<ModelVariant.promptCount {
      let prompt = try variant.prompt(number)
      let continuation = try model.greedy(prompt.tokens, count: prompt.greedy.count)
      #expect(continuation == prompt.greedy, "prompt \(number)")
    }
  }

  @Test(
    "feeding in parts of a known length gives the bits of one prefill",
    arguments: ModelVariant.all
  )
  func parts(variant: ModelVariant) throws {
    for arithmetic in Arithmetic.allCases {
      let model = try variant.load(arithmetic: arithmetic)
      let tokens = try variant.prompt(1).tokens
      let cache = model.makeCache(capacity: tokens.count)
      let together = try model.forward(tokens, cache: cache, logits: .all)
      for length in [1, 7, 32] {
        cache.truncate(to: 0)
        var parts: [Float] = []
        for first in stride(from: 0, to: tokens.count, by: length) {
          parts += try model.forward(
            Array(tokens[first..<min(first + length, tokens.count)]),
            cache: cache,
            logits: .all,
            sequenceLength: tokens.count
          )
        }
        #expect(parts == together, "\(arithmetic) in parts of \(length)")
      }
    }
  }

  @Test("without the length, only dynamic RoPE notices the parts", arguments: ModelVariant.all)
  func unknownLength(variant: ModelVariant) throws {
    let model = try variant.load()
    let tokens = try variant.prompt(1).tokens
    let cache = model.makeCache(capacity: tokens.count)
    let together = try model.forward(tokens, cache: cache, logits: .last)
    cache.truncate(to: 0)
    var last: [Float] = []
    for token in tokens { last = try model.forward([token], cache: cache, logits: .last) }
    #expect((last == together) == !model.configuration.rotary.dependsOnLength)
  }
}

/// The largest difference of two arrays of one length.
func largestDifference(_ left: [Float], _ right: [Float]) throws -> Float {
  try #require(left.count == right.count)
  // NaN would vanish in a maximum.
  return zip(left, right).reduce(0) { largest, pair in
    let difference = (pair.0 - pair.1).magnitude
    return difference <= largest ? largest : difference
  }
}
