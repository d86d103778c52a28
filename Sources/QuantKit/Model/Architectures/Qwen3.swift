//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Qwen3, the dense models.
///
/// Qwen2 without its biases, but with queries and keys normalized head by head before they are rotated,
/// and with heads whose width does not follow from that of the hidden state.
enum Qwen3: Architecture {
  static let classNames = ["Qwen3ForCausalLM"]

  static func traits(in configuration: ConfigurationReader) throws(ModelError) -> ModelTraits {
    ModelTraits(
      keyValueHeadCount: 32,
      headDimension: 128,
      contextLength: 32_768,
      layers: try Qwen2.windowedLayers(in: configuration),
      followedKeys: ModelTraits.ropeKeys.union(ModelTraits.windowKeys).union(["attention_bias"])
    )
  }

  static func layer(_ layer: LayerPlace, from weights: WeightLoader) throws -> DecoderLayer {
    let hasBias = weights.configuration.hasAttentionBias
    return try weights.decoderLayer(
      layer,
      attention: weights.attention(
        layer,
        queryKeyValue: try weights.queryKeyValue(layer, hasBias: hasBias),
        headNorms: HeadNorms(
          query: try weights.headNorm(layer.attention + ".q_norm"),
          key: try weights.headNorm(layer.attention + ".k_norm")
        ),
        outputHasBias: hasBias
      )
    )
  }
}
