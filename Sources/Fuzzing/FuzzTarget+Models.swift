//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

@testable import QuantKit

extension FuzzTarget {
  /// config.json, to run a model, and generation_config.json.
  static func modelTargets(_ fixtures: FixtureFolder) throws -> [FuzzTarget] {
    let variants = try JSON(parsing: fixtures.bytes("models/variants/variants.json"))
    let configurations = (variants.elements ?? variants.members?.map(\.value) ?? []).compactMap {
      $0["config"]
    }
    return [
      FuzzTarget(
        name: "config",
        seeds: try fixtures.bytes("config.json", in: modelFolders)
          + configurations.map { $0.serialized() },
        tokens: LanguageModel.supportedArchitectures.map { "\"\($0)\"" }
          + [
            "\"rope_scaling\":{\"rope_type\":\"yarn\",\"factor\":4.0}",
            "\"rope_type\":\"dynamic\",\"factor\":2.0",
            "\"llama3\"", "\"layer_types\":[\"full_attention\"]", "\"sliding_window\":1",
            "\"head_dim\":2",
            "\"no_rope_layers\":[0,1]", "null", "[", "]", "{", "}", "\"", ",",
          ]
      ) { bytes in
        let json = try JSON(parsing: bytes)
        let configuration = try ModelConfiguration(configuration: json, path: "config.json")
        for format in KeyValueFormat.allCases {
          _ = KeyValueCache.byteCount(
            configuration: configuration,
            format: format,
            positions: configuration.contextLength
          )
        }
        for length in [1, configuration.contextLength, 1 << 30] {
          _ = configuration.rotary.frequencies(
            dimension: configuration.headDimension,
            sequenceLength: length
          )
        }
        _ = try ArchitectureList.architecture(for: configuration)
      },
      FuzzTarget(
        name: "generation-config",
        seeds: [
          try fixtures.bytes("chat/generation_config.json"),
          Array(
            #"{"do_sample":true,"temperature":0.7,"top_k":20,"top_p":0.9,"min_p":0.1,"repetition_penalty":1.1,"#
              .utf8
          )
            + Array(
              #""stop_strings":["</s>","\n"],"max_new_tokens":64,"eos_token_id":[1,2],"num_beams":4}"#
                .utf8
            ),
        ],
        tokens: ["null", "true", "-1", "1e39", "1e-46", "0.0", "[[]]", "\"\""]
      ) { bytes in
        let configuration = GenerationConfiguration(
          try JSON(parsing: bytes),
          path: "generation_config.json"
        )
        _ = configuration.notes
        _ = try? configuration.count("max_new_tokens")
        _ = try? configuration.stopStrings()
        for settings in [GenerationSettings(), GenerationSettings(seed: 1)] {
          guard let options = try? settings.samplingOptions(configuration: configuration) else {
            continue
          }
          var sampler = Sampler(options: options, seed: 1, prompt: [1])
          _ = sampler.next(logits: [1, 2, -1e30, 0.5])
        }
      },
    ]
  }
}
