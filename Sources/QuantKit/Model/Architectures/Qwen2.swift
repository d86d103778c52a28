//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Qwen2 and Qwen2.5.
///
/// Llama with biases of queries, keys and values. With `use_sliding_window` the layers from
/// `max_window_layers` on see the last `sliding_window` tokens only.
enum Qwen2: Architecture {
  static let classNames = ["Qwen2ForCausalLM"]

  static func traits(in configuration: ConfigurationReader) throws(ModelError) -> ModelTraits {
    ModelTraits(
      keyValueHeadCount: 32,
      contextLength: 32_768,
      layers: try windowedLayers(in: configuration),
      followedKeys: ModelTraits.ropeKeys.union(ModelTraits.windowKeys)
    )
  }

  /// The layers of Qwen2 and of the models that follow it there.
  static func windowedLayers(
    in configuration: ConfigurationReader
  ) throws(ModelError) -> [ModelConfiguration.Layer] {
    let window = try configuration.slidingWindow(absent: 4096)
    let isWindowed = try configuration.optionalBool("use_sliding_window") ?? false
    let range = 0...ModelConfiguration.Limit.layerCount
    let fullLayerCount = try configuration.optionalInteger("max_window_layers", range) ?? 28
    return try configuration.layers(
      window: isWindowed ? window : nil,
      isRotary: [Bool](repeating: true, count: configuration.layerCount())
    ) { $0 >= fullLayerCount }
  }

  static func layer(_ layer: LayerPlace, from weights: WeightLoader) throws -> DecoderLayer {
    try weights.decoderLayer(
      layer,
      attention: weights.attention(
        layer,
        queryKeyValue: try weights.queryKeyValue(layer, hasBias: true)
      )
    )
  }
}
