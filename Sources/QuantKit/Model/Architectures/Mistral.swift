//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Mistral 7B and the models of its shape.
///
/// Llama without biases; in the first versions each token sees the last `sliding_window` tokens only.
enum Mistral: Architecture {
  static let classNames = ["MistralForCausalLM"]

  static func traits(in configuration: ConfigurationReader) throws(ModelError) -> ModelTraits {
    let window = try configuration.slidingWindow(absent: 4096)
    return ModelTraits(
      keyValueHeadCount: 8,
      contextLength: 131_072,
      layers: [ModelConfiguration.Layer](
        repeating: ModelConfiguration.Layer(isRotary: true, window: window),
        count: try configuration.layerCount()
      ),
      followedKeys: ModelTraits.ropeKeys.union(["sliding_window"])
    )
  }

  static func layer(_ layer: LayerPlace, from weights: WeightLoader) throws -> DecoderLayer {
    try weights.decoderLayer(
      layer,
      attention: weights.attention(layer, queryKeyValue: try weights.queryKeyValue(layer))
    )
  }
}
