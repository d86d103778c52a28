//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite("Language model")
struct LanguageModelTests {
  /// A source without tensors of a real checkpoint: zeros of the shapes given.
  private struct ZeroSource: WeightSource {
    let path = "zeros"
    var shapes: [String: [Int]]
    /// The tensor that is stored with normalized rows.
    var normalized: String?

    func info(of name: String) -> TensorInfo? {
      guard let dimensions = shapes[name], let shape = TensorShape(dimensions) else { return nil }
      return TensorInfo(name: name, elementType: .f32, shape: shape)
    }

    func hasNormalizedRows(_ name: String) -> Bool { normalized == name }

    func matrix(named name: String, pool: ThreadPool?) throws -> WeightMatrix {
      let shape = try #require(shapes[name])
      return unsafe WeightMatrix(rows: shape[0], columns: shape[1], format: .float32) { buffer in
        unsafe buffer.initializeMemory(as: UInt8.self, repeating: 0)
      }
    }

    func vector(named name: String) throws -> [Float] {
      [Float](repeating: 1, count: try #require(shapes[name])[0])
    }
  }

  private static let members: [(String, JSON)] = [
    ("architectures", ["LlamaForCausalLM"]), ("hidden_size", 8), ("intermediate_size", 12),
    ("num_attention_heads", 2), ("num_hidden_layers", 1), ("vocab_size", 10),
    ("tie_word_embeddings", true), ("num_key_value_heads", 1),
  ]

  private static let shapes = [
    "model.embed_tokens.weight": [10, 8], "model.norm.weight": [8],
    "model.layers.0.input_layernorm.weight": [8],
    "model.layers.0.post_attention_layernorm.weight": [8],
    "model.layers.0.self_attn.q_proj.weight": [8, 8],
    "model.layers.0.self_attn.k_proj.weight": [4, 8],
    "model.layers.0.self_attn.v_proj.weight": [4, 8],
    "model.layers.0.self_attn.o_proj.weight": [8, 8],
    "model.layers.0.mlp.gate_proj.weight": [12, 8],
    "model.layers.0.mlp.up_proj.weight": [12, 8],
    "model.layers.0.mlp.down_proj.weight": [8, 12],
  ]

  private func load(
    shapes: [String: [Int]] = Self.shapes,
    settings: [(String, JSON)] = [],
    normalized: String? = nil
  ) throws -> LanguageModel {
    let kept = Self.members.filter { member in !settings.contains { $0.0 == member.0 } }
    let configuration = JSON.object(
      (kept + settings).map { JSON.Member(key: $0.0, value: $0.1) }
    )
    return try LanguageModel(
      configuration: ModelConfiguration(configuration: configuration, path: "config.json"),
      weights: ZeroSource(shapes: shapes, normalized: normalized),
      arithmetic: .exact,
      pool: ThreadPool(threadCount: 1)
    )
  }

  @Test("names every tensor that is missing", arguments: shapes.keys.sorted())
  func missingTensor(name: String) throws {
    var shapes = Self.shapes
    shapes[name] = nil
    let error = try #require(throws: ModelError.self) { try load(shapes: shapes) }
    #expect(error.code == .missingTensor)
    #expect(error.tensorName == name)
    #expect(error.path == "zeros")
    #expect(error.message.contains(name))
  }

  @Test("names every tensor of another shape, with both shapes", arguments: shapes.keys.sorted())
  func wrongShape(name: String) throws {
    let expected = try #require(Self.shapes[name])
    for found in [expected.map { $0 + 1 }, expected + [1], [], Array(expected.dropLast())] {
      var shapes = Self.shapes
      shapes[name] = found
      let error = try #require(throws: ModelError.self) { try load(shapes: shapes) }
      #expect(error.code == .wrongShape)
      #expect(error.tensorName == name)
      #expect(error.message.contains("\(expected)"))
      #expect(error.message.contains("\(found)"))
    }
  }

  @Test("needs the biases that the configuration or the class asks for")
  func missingBias() throws {
    for settings in [
      [("attention_bias", true)], [("architectures", ["Qwen2ForCausalLM"])],
    ] as [[(String, JSON)]] {
      let error = try #require(throws: ModelError.self) { try load(settings: settings) }
      #expect(error.code == .missingTensor)
      #expect(error.tensorName == "model.layers.0.self_attn.q_proj.bias")
    }
  }

  @Test("refuses a bias that it would not add")
  func bias() throws {
    var shapes = Self.shapes
    shapes["model.layers.0.self_attn.q_proj.bias"] = [8]
    let error = try #require(throws: ModelError.self) { try load(shapes: shapes) }
    #expect(error.code == .unsupportedTensor)
    #expect(error.tensorName == "model.layers.0.self_attn.q_proj.bias")
  }

  @Test("ignores tensors that are no weights, and the stored head of a tied model")
  func extraTensors() throws {
    var shapes = Self.shapes
    shapes["lm_head.weight"] = [3, 3]
    shapes["model.layers.0.self_attn.rotary_emb.inv_freq"] = [2]
    _ = try load(shapes: shapes)
  }

  @Test("needs a head where it is not tied")
  func untied() throws {
    let error = try #require(throws: ModelError.self) {
      try load(settings: [("tie_word_embeddings", false)])
    }
    #expect(error.tensorName == "lm_head.weight")
  }

  @Test("names the architectures that it supports when there is another")
  func unsupportedArchitecture() throws {
    let error = try #require(throws: ModelError.self) {
      try load(settings: [("architectures", ["MambaForCausalLM"])])
    }
    #expect(error.code == .unsupportedArchitecture)
    for name in LanguageModel.supportedArchitectures { #expect(error.message.contains(name)) }
    #expect(LanguageModel.supportedArchitectures.count == 7)
  }

  @Test(
    "refuses what it does not compute",
    arguments: [
      ("qkv_bias", true), ("hidden_act", "gelu"), ("sliding_window", 4096),
      ("layer_types", ["sliding_attention"]), ("no_rope_layers", [0]),
      ("rope_scaling", ["rope_type": "longrope", "factor": 8]),
      ("rope_scaling", ["rope_type": "linear", "type": "dynamic", "factor": 8]),
      ("rope_scaling", ["rope_type": "linear", "factor": 8, "mrope_section": [2, 2]]),
      ("rope_parameters", ["rope_type": "default", "partial_rotary_factor": .number(0.5)]),
      ("quantization_config", ["bits": 4]), ("partial_rotary_factor", .number(0.5)),
    ] as [(String, JSON)]
  )
  func unsupportedSetting(key: String, value: JSON) throws {
    let error = try #require(throws: ModelError.self) { try load(settings: [(key, value)]) }
    #expect(error.code == .unsupportedSetting)
    #expect(error.key == key)
    #expect(error.message.contains(key))
  }

  @Test(
    "accepts settings that change nothing",
    arguments: [
      ("attention_bias", false), ("rope_scaling", .null), ("sliding_window", .null),
      ("rope_parameters", ["rope_type": "default", "rope_theta": 10_000]), ("pretraining_tp", 2),
      ("layer_types", ["full_attention"]), ("mlp_bias", false), ("dtype", "bfloat16"),
      ("hidden_act", "silu"), ("some_key_of_the_future", "x"),
    ] as [(String, JSON)]
  )
  func harmlessSetting(key: String, value: JSON) throws {
    _ = try load(settings: [(key, value)])
  }

  @Test("refuses rows normalized when stored where the model does not normalize them")
  func normalizedRows() throws {
    let name = "model.layers.0.self_attn.q_proj.weight"
    let error = try #require(throws: ModelError.self) { try load(normalized: name) }
    #expect(error.code == .unsupportedTensor)
    #expect(error.tensorName == name)
  }

  @Test("refuses ids outside the vocabulary and leaves the cache as it was", arguments: [-1, 10])
  func tokenOutOfRange(token: Int) throws {
    let model = try load()
    let cache = model.makeCache(capacity: 4)
    let error = try #require(throws: ModelError.self) {
      try model.forward([1, token], cache: cache, logits: .last)
    }
    #expect(error.code == .tokenOutOfRange)
    #expect(cache.count == 0)
  }

  @Test("refuses more tokens than the cache holds and leaves it as it was")
  func contextFull() throws {
    let model = try load()
    let cache = model.makeCache(capacity: 4)
    _ = try model.forward([1, 2, 3], cache: cache, logits: .none)
    let error = try #require(throws: ModelError.self) {
      try model.forward([1, 2], cache: cache, logits: .last)
    }
    #expect(error.code == .contextFull)
    #expect(cache.count == 3)
    #expect(try model.forward([1], cache: cache, logits: .last).count == 10)
  }

  @Test("gives as many logits as were asked for")
  func logitsRequests() throws {
    let model = try load()
    let cache = model.makeCache(capacity: 1000)
    let tokens = [Int](repeating: 7, count: 300)
    #expect(try model.forward(tokens, cache: cache, logits: .all).count == 3000)
    #expect(try model.forward(tokens, cache: cache, logits: .last).count == 10)
    #expect(try model.forward(tokens, cache: cache, logits: .none).isEmpty)
    #expect(try model.forward([], cache: cache, logits: .last).isEmpty)
    #expect(cache.count == 900)
  }

  @Test("tells the memory of weights and cache")
  func memory() throws {
    let model = try load()
    let elementCount = Self.shapes.values.reduce(0) { $0 + $1.reduce(1, *) }
    #expect(model.weightByteCount == 4 * elementCount)

    let cache = model.makeCache(capacity: 100)
    #expect(cache.byteCount == 0)
    _ = try model.forward([Int](repeating: 1, count: 65), cache: cache, logits: .none)
    let expected = KeyValueCache.byteCount(
      configuration: model.configuration,
      format: .f32,
      positions: 65
    )
    // Keys of 4, values of 4 filled up to 16, two blocks of 64 positions.
    #expect(expected == (4 + 16) * 128 * 4)
    #expect(cache.byteCount == expected)
    cache.truncate(to: 2)
    #expect(cache.count == 2)
    #expect(
      KeyValueCache.byteCount(
        configuration: model.configuration,
        format: .f32,
        positions: .max
      ) == nil
    )
  }
}
