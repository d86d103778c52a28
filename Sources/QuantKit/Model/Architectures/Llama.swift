//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Llama 1 to 3.3 and the models of its shape, among them SmolLM2.
///
/// Rotary positions, scaled in some; a matrix each for queries, keys and values, with key-value heads that
/// may serve several query heads; small models have no head of their own; biases where config.json says so.
enum Llama: Architecture {
  static let classNames = ["LlamaForCausalLM"]

  static func traits(in configuration: ConfigurationReader) throws(ModelError) -> ModelTraits {
    ModelTraits(followedKeys: ModelTraits.ropeKeys.union(["attention_bias", "mlp_bias"]))
  }

  static func layer(_ layer: LayerPlace, from weights: WeightLoader) throws -> DecoderLayer {
    let configuration = weights.configuration
    return try weights.decoderLayer(
      layer,
      attention: weights.attention(
        layer,
        queryKeyValue: try weights.queryKeyValue(layer, hasBias: configuration.hasAttentionBias),
        outputHasBias: configuration.hasAttentionBias
      ),
      mlpHasBias: configuration.hasMLPBias
    )
  }
}
