//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct ModelConfigurationTests {
  private static let members: [(String, JSON)] = [
    ("hidden_size", 256), ("intermediate_size", 12), ("num_attention_heads", 32),
    ("num_hidden_layers", 4), ("vocab_size", 10),
  ]

  private func configuration(
    _ architecture: String,
    _ settings: [(String, JSON)] = []
  ) throws -> ModelConfiguration {
    let kept = Self.members.filter { member in !settings.contains { $0.0 == member.0 } }
    let members = kept + settings + [("architectures", [.string(architecture)])]
    return try ModelConfiguration(
      configuration: .object(members.map { JSON.Member(key: $0.0, value: $0.1) }),
      path: "config.json"
    )
  }

  private func badKey(_ architecture: String, _ settings: [(String, JSON)]) throws -> String? {
    let error = try #require(throws: ModelError.self) {
      try configuration(architecture, settings)
    }
    #expect(error.code == .badConfiguration)
    #expect(error.path == "config.json")
    if let key = error.key { #expect(error.message.contains(key)) }
    return error.key
  }

  // MARK: Baichuan

  @Test(
    arguments: [
      ("BaiChuanForCausalLM", [], .rope),
      ("BaiChuanForCausalLM", [("hidden_size", 5120)], .rope),
      ("BaichuanForCausalLM", [("hidden_size", 4096)], .rope),
      ("BaichuanForCausalLM", [("hidden_size", 5120), ("max_position_embeddings", 4096)], .alibi),
      ("BaichuanForCausalLM", [("model_max_length", 512)], .alibi),
      ("BaichuanForCausalLM", [("max_position_embeddings", 512)], .rope),
      ("BaichuanForCausalLM", [("max_position_embeddings", .null)], .alibi),
    ] as [(String, [(String, JSON)], ModelConfiguration.PositionEncoding)]
  )
  func whichBaichuanIsWhich(
    architecture: String,
    settings: [(String, JSON)],
    expected: ModelConfiguration.PositionEncoding
  ) throws {
    let found = try configuration(
      architecture,
      settings + [("num_attention_heads", 32), ("num_key_value_heads", .null)]
    )
    #expect(found.positionEncoding == expected)
    #expect(found.layers.allSatisfy { $0.isRotary == (expected == .rope) && $0.window == nil })
  }

  @Test func theHeadOfBaichuan2IsNormalized() throws {
    let marks: [(String, JSON)] = [("vocab_size", 125_696), ("z_loss_weight", 0)]
    #expect(!(try configuration("BaichuanForCausalLM").normalizesHead))
    for mark in marks {
      #expect(try configuration("BaichuanForCausalLM", [mark]).normalizesHead)
      #expect(!(try configuration("LlamaForCausalLM", [mark]).normalizesHead))
      let tied = try configuration("BaichuanForCausalLM", [mark, ("tie_word_embeddings", true)])
      #expect(tied.unsupportedSettings.map(\.key) == ["tie_word_embeddings"])
    }
  }

  // MARK: Defaults

  @Test func absentKeysHaveTheDefaultsOfTheClass() throws {
    let llama = try configuration("LlamaForCausalLM")
    #expect(llama.keyValueHeadCount == 32 && llama.headDimension == 8)
    #expect(llama.contextLength == 2048 && !llama.tiesEmbeddings)
    #expect(llama.rotary == RotaryParameters(theta: 10_000, scaling: .none))
    let mistral = try configuration("MistralForCausalLM")
    #expect(mistral.keyValueHeadCount == 8 && mistral.contextLength == 131_072)
    let null = try configuration("MistralForCausalLM", [("num_key_value_heads", .null)])
    #expect(null.keyValueHeadCount == 32)
    let qwen3 = try configuration("Qwen3ForCausalLM")
    #expect(qwen3.keyValueHeadCount == 32 && qwen3.headDimension == 128)
    #expect(qwen3.queryWidth == 4096 && qwen3.contextLength == 32_768)
    let smolLM3 = try configuration("SmolLM3ForCausalLM")
    #expect(smolLM3.keyValueHeadCount == 4 && smolLM3.tiesEmbeddings)
    #expect(smolLM3.rotary.theta == 2_000_000)
  }

  // MARK: Layers

  @Test(
    arguments: [
      ("MistralForCausalLM", [], [4096, 4096, 4096, 4096]),
      ("MistralForCausalLM", [("sliding_window", .null)], [nil, nil, nil, nil]),
      ("MistralForCausalLM", [("sliding_window", 8)], [8, 8, 8, 8]),
      (
        "Qwen2ForCausalLM", [("sliding_window", 8), ("max_window_layers", 1)], [nil, nil, nil, nil]
      ),
      (
        "Qwen2ForCausalLM",
        [("sliding_window", 8), ("max_window_layers", 1), ("use_sliding_window", true)],
        [nil, 8, 8, 8]
      ),
      ("Qwen3ForCausalLM", [("use_sliding_window", true)], [nil, nil, nil, nil]),
      (
        "Qwen3ForCausalLM", [("use_sliding_window", true), ("max_window_layers", 3)],
        [nil, nil, nil, 4096]
      ),
      (
        "Qwen2ForCausalLM",
        [
          ("sliding_window", 8), ("use_sliding_window", true),
          (
            "layer_types",
            ["sliding_attention", "full_attention", "full_attention", "full_attention"]
          ),
        ],
        [8, nil, nil, nil]
      ),
      ("SmolLM3ForCausalLM", [("sliding_window", 8)], [nil, nil, nil, nil]),
      (
        "SmolLM3ForCausalLM", [("sliding_window", 8), ("use_sliding_window", true)],
        [nil, nil, nil, 8]
      ),
    ] as [(String, [(String, JSON)], [Int?])]
  )
  func windows(architecture: String, settings: [(String, JSON)], expected: [Int?]) throws {
    let found = try configuration(architecture, settings)
    #expect(found.layers.map(\.window) == expected)
    #expect(found.unsupportedSettings.isEmpty)
  }

  @Test func layersWithoutRotation() throws {
    func rotary(_ settings: [(String, JSON)]) throws -> [Bool] {
      try configuration("SmolLM3ForCausalLM", settings).layers.map(\.isRotary)
    }
    #expect(try rotary([]) == [true, true, true, false])
    #expect(try rotary([("no_rope_layer_interval", 2)]) == [true, false, true, false])
    #expect(try rotary([("no_rope_layers", [0, 1, 1, 0, 1])]) == [false, true, true, false])
  }

  @Test(
    arguments: [
      ("MistralForCausalLM", "sliding_window", [("sliding_window", 0)]),
      ("Qwen2ForCausalLM", "use_sliding_window", [("use_sliding_window", 1)]),
      ("Qwen2ForCausalLM", "max_window_layers", [("max_window_layers", -1)]),
      ("Qwen2ForCausalLM", "layer_types", [("layer_types", ["full_attention"])]),
      (
        "Qwen2ForCausalLM", "layer_types",
        [("layer_types", .array([JSON](repeating: "sliding_attention", count: 4)))]
      ),
      (
        "Qwen3ForCausalLM", "layer_types",
        [("layer_types", .array([JSON](repeating: "chunked_attention", count: 4)))]
      ),
      ("SmolLM3ForCausalLM", "no_rope_layers", [("no_rope_layers", [1, 1, 1])]),
      ("SmolLM3ForCausalLM", "no_rope_layers", [("no_rope_layers", [1, 1, 1, 2])]),
      ("SmolLM3ForCausalLM", "no_rope_layer_interval", [("no_rope_layer_interval", 0)]),
      ("LlamaForCausalLM", "num_hidden_layers", [("num_hidden_layers", 1_099_511_627_776)]),
    ] as [(String, String, [(String, JSON)])]
  )
  func badLayersAreNamed(architecture: String, key: String, settings: [(String, JSON)]) throws {
    #expect(try badKey(architecture, settings) == key)
  }

  // MARK: Rotation

  private func rotary(_ settings: [(String, JSON)]) throws -> RotaryParameters {
    let found = try configuration(
      "LlamaForCausalLM",
      settings + [("max_position_embeddings", 128)]
    )
    #expect(found.unsupportedSettings.isEmpty)
    return found.rotary
  }

  @Test func scalingIsReadFromEitherObject() throws {
    let scalings: [(JSON, RotaryParameters.Scaling)] = [
      (["rope_type": "default"], .none),
      (["rope_type": "linear", "factor": 2], .linear(factor: 2)),
      (["type": "linear", "factor": 2], .linear(factor: 2)),
      (["rope_type": "dynamic", "factor": 2], .dynamic(factor: 2, originalLength: 128)),
      (
        [
          "rope_type": "llama3", "factor": 8, "low_freq_factor": 1, "high_freq_factor": 4,
          "original_max_position_embeddings": 32,
        ],
        .llama3(factor: 8, lowFactor: 1, highFactor: 4, originalLength: 32)
      ),
      (
        ["rope_type": "yarn", "original_max_position_embeddings": 32, "beta_fast": 0],
        .yarn(
          .init(
            factor: 4,
            originalLength: 32,
            fastTurns: 32,
            slowTurns: 1,
            truncates: true,
            attentionFactor: 0.1 * ElementaryFunctions.log(4) + 1
          )
        )
      ),
    ]
    for (object, expected) in scalings {
      for key in ["rope_scaling", "rope_parameters"] {
        #expect(try rotary([(key, object)]) == RotaryParameters(theta: 10_000, scaling: expected))
      }
      _ = try rotary([("rope_scaling", object), ("rope_parameters", object)])
    }
    #expect(try rotary([("rope_theta", 7)]).theta == 7)
    #expect(try rotary([("rope_theta", 7), ("rope_parameters", ["rope_theta": 8])]).theta == 8)
  }

  @Test(
    arguments: [
      ("rope_scaling", 2), ("rope_theta", 0), ("rope_scaling.factor", ["type": "linear"]),
      ("rope_scaling.factor", ["type": "linear", "factor": .number(0.5)]),
      ("rope_scaling.factor", ["type": "dynamic", "factor": "2"]),
      ("rope_scaling.rope_theta", ["type": "yarn", "factor": 2, "rope_theta": 1]),
      ("rope_scaling.truncate", ["type": "yarn", "factor": 2, "truncate": 1]),
      ("rope_scaling.low_freq_factor", ["type": "llama3", "factor": 2]),
      (
        "rope_scaling.high_freq_factor",
        ["type": "llama3", "factor": 2, "low_freq_factor": 4, "high_freq_factor": 4]
      ),
      (
        "rope_scaling.original_max_position_embeddings",
        ["type": "yarn", "factor": 2, "original_max_position_embeddings": -5]
      ),
    ] as [(String, JSON)]
  )
  func badScalingIsNamed(key: String, value: JSON) throws {
    let name = key == "rope_theta" ? key : "rope_scaling"
    #expect(try badKey("LlamaForCausalLM", [(name, value)]) == key)
  }

  /// Numbers that no model has, under every key that sizes something.
  @Test(
    arguments: [
      "hidden_size", "intermediate_size", "num_attention_heads", "num_hidden_layers", "vocab_size",
      "num_key_value_heads", "head_dim", "max_position_embeddings", "sliding_window",
      "rms_norm_eps",
      "rope_theta",
    ]
  )
  func impossibleNumbersAreRefused(key: String) throws {
    let values: [JSON] = [
      0, -1, .integer(.min), .integer(.max), .number(-0.5), .number(1e300),
      .number(.leastNonzeroMagnitude),
      .number(.nan), .number(.infinity), "1", [1], [:], true,
    ]
    for value in values {
      #expect(try badKey("MistralForCausalLM", [(key, value)]) == key, "\(value)")
    }
    // Whole numbers have no fraction, even where it is zero.
    guard key != "rms_norm_eps", key != "rope_theta" else { return }
    #expect(try badKey("MistralForCausalLM", [(key, .number(1.0))]) == key)
  }

  @Test func twoScalingsAreRefused() throws {
    let settings: [(String, JSON)] = [
      ("rope_scaling", ["type": "linear", "factor": 2]),
      ("rope_parameters", ["rope_type": "linear", "factor": 4]),
    ]
    #expect(try badKey("LlamaForCausalLM", settings) == "rope_parameters")
  }

  @Test func baichuanScalesNothing() throws {
    let found = try configuration(
      "BaiChuanForCausalLM",
      [("rope_scaling", ["type": "linear", "factor": 2])]
    )
    #expect(found.unsupportedSettings.map(\.key) == ["rope_scaling"])
  }
}
