//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// SmolLM3.
///
/// Llama with layers that rotate nothing, every fourth if config.json does not list them. Where a window is
/// in use, it is those that see the last `sliding_window` tokens only.
enum SmolLM3: Architecture {
  static let classNames = ["SmolLM3ForCausalLM"]

  static func traits(in configuration: ConfigurationReader) throws(ModelError) -> ModelTraits {
    let isRotary = try rotaryLayers(in: configuration)
    let isWindowed = try configuration.optionalBool("use_sliding_window") ?? false
    let window = try configuration.slidingWindow(absent: nil)
    return ModelTraits(
      keyValueHeadCount: 4,
      contextLength: 32_768,
      ropeTheta: 2_000_000,
      tiesEmbeddings: true,
      layers: try configuration.layers(window: isWindowed ? window : nil, isRotary: isRotary) {
        !isRotary[$0]
      },
      followedKeys: ModelTraits.ropeKeys.union(ModelTraits.windowKeys)
        .union(["no_rope_layers", "attention_bias", "mlp_bias"])
    )
  }

  /// `no_rope_layers` has a 1 for each layer that rotates, in spite of its name.
  private static func rotaryLayers(
    in configuration: ConfigurationReader
  ) throws(ModelError) -> [Bool] {
    let count = try configuration.layerCount()
    let key = "no_rope_layers"
    let expected = "0 or 1 for each of \(count) layers"
    let listed = try configuration.optionalArray(key, of: expected) { value -> Bool? in
      switch value.integer {
      case 0: false
      case 1: true
      default: nil
      }
    }
    guard let listed else {
      let range = 1...ModelConfiguration.Limit.layerCount
      let interval = try configuration.optionalInteger("no_rope_layer_interval", range) ?? 4
      return (1...count).map { $0 % interval != 0 }
    }
    guard listed.count >= count else {
      throw configuration.bad(key, found: "with \(listed.count) elements", expected)
    }
    return Array(listed[..<count])
  }

  static func layer(_ layer: LayerPlace, from weights: WeightLoader) throws -> DecoderLayer {
    try Llama.layer(layer, from: weights)
  }
}
