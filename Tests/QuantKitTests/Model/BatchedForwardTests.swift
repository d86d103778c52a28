//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite("Sequences that are fed together")
struct BatchedForwardTests {
  /// Feeds sequences side by side, of each another number of tokens at a time.
  private func logits(
    of sequences: [[Int]],
    stepLengths: [Int],
    _ model: LanguageModel
  ) throws -> [[Float]] {
    let caches = sequences.map { _ in model.makeCache(capacity: 400) }
    let workspaces = WorkspaceStore(
      configuration: model.configuration,
      arithmetic: model.arithmetic
    )
    var results = [[Float]](repeating: [], count: sequences.count)
    while true {
      let open = sequences.indices.filter { caches[$0].count < sequences[$0].count }
      guard !open.isEmpty else { return results }
      let outcomes = model.forward(
        open.map { index in
          SequenceStep(
            tokens: sequences[index][caches[index].count...].prefix(stepLengths[index]),
            cache: caches[index],
            sequenceLength: sequences[index].count,
            logits: .all
          )
        },
        workspaces: workspaces
      )
      for (index, outcome) in zip(open, outcomes) { results[index] += try outcome.get() }
    }
  }

  private func expectTheBitsOfEachAlone(
    _ sequences: [[Int]],
    _ model: LanguageModel,
    _ comment: Comment
  ) throws {
    let alone = try sequences.map { tokens in
      try model.forward(tokens, cache: model.makeCache(capacity: 400), logits: .all)
    }
    for stepLengths in [[1, 1, 1, 1], [1, 30, 7, 64]] {
      let together = try logits(of: sequences, stepLengths: stepLengths, model)
      #expect(together == alone, comment)
    }
  }

  @Test("each has the bits that it has alone", arguments: GoldenModel.all)
  func golden(model golden: GoldenModel) throws {
    var sequences = try (0..<GoldenModel.promptCount).map {
      try golden.prompt($0, .stored).tokens
    }
    // Across a block of the cache.
    sequences.append((0..<90).map { $0 * 7 % 60 + 3 })
    for variant in GoldenModel.Variant.allCases {
      for arithmetic in Arithmetic.allCases {
        let model = try golden.load(variant, arithmetic: arithmetic)
        try expectTheBitsOfEachAlone(sequences, model, "\(variant) \(arithmetic)")
      }
    }
  }

  /// Dynamic RoPE scaling among them, which rotates each sequence by its own length.
  @Test("each has the bits that it has alone, whatever the settings", arguments: ModelVariant.all)
  func variant(_ variant: ModelVariant) throws {
    let sequences = [8, 40, 21, 33].map { count in (0..<count).map { $0 * 7 % 36 + 3 } }
    for arithmetic in Arithmetic.allCases {
      let model = try variant.load(arithmetic: arithmetic)
      try expectTheBitsOfEachAlone(sequences, model, "\(arithmetic)")
    }
  }

  @Test("each gets the logits that it asks for")
  func requests() throws {
    let model = try GoldenModel(name: "llama-tiny").load(.stored)
    let caches = (0..<3).map { _ in model.makeCache(capacity: 8) }
    let workspaces = WorkspaceStore(
      configuration: model.configuration,
      arithmetic: model.arithmetic
    )
    let requests: [LanguageModel.LogitsRequest] = [.none, .last, .all]
    let outcomes = model.forward(
      zip(caches, requests).map { cache, request in
        SequenceStep(tokens: [5, 6], cache: cache, sequenceLength: 2, logits: request)
      },
      workspaces: workspaces
    )
    let logits = try outcomes.map { try $0.get() }
    let size = model.configuration.vocabularySize
    #expect(logits.map(\.count) == [0, size, 2 * size])
    #expect(logits[1] == Array(logits[2].suffix(size)))
  }
}
