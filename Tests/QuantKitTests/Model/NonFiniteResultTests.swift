//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// A checkpoint's weights with one tensor changed, as F32.
private struct PlantedWeights: WeightSource {
  let source: CheckpointWeightSource
  let name: String
  let change: @Sendable (inout [Float]) -> Void

  var path: String { source.path }

  func info(of name: String) -> TensorInfo? { source.info(of: name) }

  func hasNormalizedRows(_ name: String) -> Bool { false }

  func matrix(named name: String, pool: ThreadPool?) throws -> WeightMatrix {
    guard name == self.name else { return try source.matrix(named: name, pool: pool) }
    let tensor = try #require(source.checkpoint.tensor(named: name))
    let dimensions = tensor.info.shape.dimensions
    var values = try #require(tensor.info.elementType.floatFormat)
      .values(in: source.checkpoint.bytes(of: tensor))
    change(&values)
    return unsafe WeightMatrix(rows: dimensions[0], columns: dimensions[1], format: .float32) {
      unsafe $0.copyBytes(from: values.littleEndianBytes)
    }
  }

  func vector(named name: String) throws -> [Float] {
    var values = try source.vector(named: name)
    if name == self.name { change(&values) }
    return values
  }
}

@Suite("Results that are not finite")
struct NonFiniteResultTests {
  /// A model with a tensor whose elements `change` alters.
  private func load(
    _ name: String = "mistral-tiny",
    planting tensor: String,
    arithmetic: Arithmetic = .exact,
    keyValueFormat: KeyValueFormat? = nil,
    instructionSet: InstructionSet = .best,
    change: @escaping @Sendable (inout [Float]) -> Void
  ) throws -> LanguageModel {
    let checkpoint = try Checkpoint(folder: Fixtures.path("models/" + name))
    return try LanguageModel(
      configuration: ModelConfiguration(configuration: checkpoint.configuration, path: "a model"),
      weights: PlantedWeights(
        source: CheckpointWeightSource(checkpoint: checkpoint),
        name: tensor,
        change: change
      ),
      arithmetic: arithmetic,
      keyValueFormat: keyValueFormat,
      pool: ThreadPool(threadCount: 2),
      instructionSet: instructionSet
    )
  }

  /// What the tests plant: NaN, an infinity, or numbers so large that a product with them overflows.
  enum Planted: CaseIterable {
    case nan, infinity, overflow

    func plant(in values: inout [Float]) {
      switch self {
      case .nan: values[values.count / 2] = .nan
      case .infinity: values[values.count / 2] = .infinity
      case .overflow: for index in values.indices { values[index] = 3e38 }
      }
    }
  }

  static let operations: [(tensor: String, operation: String)] = [
    ("model.layers.1.input_layernorm.weight", "layer 1: input_layernorm gave"),
    ("model.layers.1.self_attn.q_proj.weight", "layer 1: q_proj gave"),
    ("model.layers.1.self_attn.k_proj.weight", "layer 1: k_proj gave"),
    ("model.layers.1.self_attn.v_proj.weight", "layer 1: v_proj gave"),
    ("model.layers.0.self_attn.o_proj.weight", "layer 0: o_proj gave"),
    ("model.layers.1.post_attention_layernorm.weight", "layer 1: post_attention_layernorm gave"),
    ("model.layers.0.mlp.gate_proj.weight", "layer 0: gate_proj gave"),
    ("model.layers.1.mlp.up_proj.weight", "layer 1: up_proj gave"),
    ("model.layers.1.mlp.down_proj.weight", "layer 1: down_proj gave"),
    ("model.norm.weight", "'a model': norm gave"),
    ("lm_head.weight", "'a model': lm_head gave"),
  ]

  @Test("the error names layer and operation", arguments: operations, Planted.allCases)
  func operation(place: (tensor: String, operation: String), planted: Planted) throws {
    for arithmetic in Arithmetic.allCases {
      let model = try load(planting: place.tensor, arithmetic: arithmetic) {
        planted.plant(in: &$0)
      }
      for request in [LanguageModel.LogitsRequest.last, .all] {
        let cache = model.makeCache(capacity: 8)
        let error = try #require(throws: ModelError.self) {
          try model.forward([5, 6, 7], cache: cache, logits: request)
        }
        #expect(error.code == .notFinite)
        #expect(error.path == "a model")
        #expect(error.message.contains(place.operation), "\(error)")
        #expect(cache.count == 0)
      }
    }
  }

  @Test("projections of one matrix, tied heads and the norms of heads have their names")
  func otherNames() throws {
    for (model, tensor, operation) in [
      ("baichuan13b-tiny", "model.layers.1.self_attn.W_pack.weight", "layer 1: W_pack gave NaN"),
      ("qwen3-tiny", "model.layers.0.self_attn.k_norm.weight", "layer 0: k_norm gave NaN"),
      ("qwen2-tiny", "model.layers.0.self_attn.q_proj.bias", "layer 0: q_proj gave NaN"),
      ("llama-tiny", "model.embed_tokens.weight", "'a model': the head, embed_tokens, gave NaN"),
    ] {
      let model = try load(model, planting: tensor) { $0[0] = .nan }
      let error = try #require(throws: ModelError.self) {
        try model.forward([5], cache: model.makeCache(capacity: 1), logits: .last)
      }
      #expect(error.message.contains(operation), "\(error)")
    }
  }

  @Test("the position is that of the token at fault, not of those before it in its tile")
  func position() throws {
    let bad = 3
    for instructionSet in InstructionSet.allCases where instructionSet.isSupported {
      let model = try load(planting: "model.embed_tokens.weight", instructionSet: instructionSet) {
        values in
        values[bad * 64] = .nan
      }
      try #require(model.configuration.hiddenSize == 64)
      for position in [0, 1, 20, 199] {
        var tokens = (0..<200).map { 10 + $0 % 20 }
        tokens[position] = bad
        for request in [LanguageModel.LogitsRequest.none, .last, .all] {
          let cache = model.makeCache(capacity: 300)
          _ = try model.forward([5, 6], cache: cache, logits: .none)
          let error = try #require(throws: ModelError.self) {
            try model.forward(tokens, cache: cache, logits: request)
          }
          #expect(
            error.message.contains("embed_tokens gave NaN")
              && error.message.contains("at position \(position + 2);"),
            "\(instructionSet): \(error)"
          )
          #expect(cache.count == 2)
        }
      }
    }
  }

  @Test("after the error the cache serves as before")
  func cacheAfterwards() throws {
    for format in KeyValueFormat.allCases {
      let model = try load(planting: "model.embed_tokens.weight", keyValueFormat: format) {
        $0[3 * 64] = .nan
      }
      let cache = model.makeCache(capacity: 300)
      let start = (0..<70).map { 10 + $0 % 20 }
      _ = try model.forward(start, cache: cache, logits: .none)
      #expect(throws: ModelError.self) {
        try model.forward([11, 12, 3, 14, 3, 3, 3, 3], cache: cache, logits: .all)
      }
      let logits = try model.forward([21, 22, 23, 24], cache: cache, logits: .all)
      let fresh = model.makeCache(capacity: 300)
      _ = try model.forward(start, cache: fresh, logits: .none)
      let expected = try model.forward([21, 22, 23, 24], cache: fresh, logits: .all)
      #expect(logits == expected, "\(format)")
    }
  }

  @Test("of sequences that are fed together only the one at fault fails", arguments: 0..<3)
  func batch(faulty: Int) throws {
    for format in KeyValueFormat.allCases {
      let model = try load(planting: "model.embed_tokens.weight", keyValueFormat: format) {
        $0[3 * 64] = .nan
      }
      let sound = [[11, 12, 13], [14], [15, 16]]
      var sequences = sound
      sequences[faulty][sound[faulty].count - 1] = 3
      let caches = (0..<3).map { _ in model.makeCache(capacity: 8) }
      let workspaces = WorkspaceStore(
        configuration: model.configuration,
        arithmetic: model.arithmetic
      )
      func feed(_ sequences: [[Int]]) -> [Result<[Float], ModelError>] {
        model.forward(
          zip(sequences, caches).map { tokens, cache in
            SequenceStep(
              tokens: tokens[...],
              cache: cache,
              sequenceLength: tokens.count,
              logits: .last
            )
          },
          workspaces: workspaces
        )
      }
      let outcomes = feed(sequences)
      for index in sequences.indices where index != faulty {
        let alone = try model.forward(
          sound[index],
          cache: model.makeCache(capacity: 8),
          logits: .last
        )
        #expect(try outcomes[index].get() == alone, "\(format)")
      }
      let error = try #require(throws: ModelError.self) { try outcomes[faulty].get() }
      let position = sound[faulty].count - 1
      #expect(error.message.contains("embed_tokens gave NaN"))
      #expect(error.message.contains("at position \(position);"), "\(error)")
      #expect(caches[faulty].count == 0)
      // Its cache serves the next sequence.
      let next = try feed(sound)[faulty].get()
      let fresh = model.makeCache(capacity: 8)
      #expect(next == (try model.forward(sound[faulty], cache: fresh, logits: .last)))
    }
  }

  @Test("squares that overflow in a normalization are no zeros")
  func normalization() throws {
    let model = try load(planting: "model.layers.0.mlp.down_proj.weight") { values in
      for index in values.indices { values[index] *= 1e25 }
    }
    let error = try #require(throws: ModelError.self) {
      try model.forward([5], cache: model.makeCache(capacity: 1), logits: .last)
    }
    #expect(error.message.contains("layer 1: input_layernorm gave NaN"), "\(error)")
  }

  @Test("what only the format of the cache makes infinite is said with the remedy")
  func cacheFormat() throws {
    func error(_ format: KeyValueFormat) throws -> ModelError? {
      let model = try load(
        planting: "model.layers.1.self_attn.v_proj.weight",
        keyValueFormat: format
      ) { values in
        for index in values.indices { values[index] *= 1e8 }
      }
      do {
        _ = try model.forward([5], cache: model.makeCache(capacity: 1), logits: .last)
        return nil
      } catch {
        return error
      }
    }
    let message = try #require(try error(.f16)).message
    #expect(message.contains("layer 1: attention gave"), "\(message)")
    #expect(message.contains("--kv f32"), "\(message)")
    #expect(try error(.f32) == nil)
  }
}
