//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Llama and the models of its shape, among them SmolLM2.
///
/// Rotary positions; a matrix each for queries, keys and values, with key-value heads that may serve
/// several query heads; small models have no head of their own.
enum Llama: Architecture {
  static let classNames = ["LlamaForCausalLM"]

  static func decoder(from weights: WeightLoader) throws -> Decoder {
    let configuration = weights.configuration
    let hidden = configuration.hiddenSize
    let queryWidth = configuration.queryWidth
    let keyValueWidth = configuration.keyValueWidth
    return Decoder(
      embedding: try weights.embedding("model.embed_tokens"),
      layers: try weights.layers("model.layers") { weights, layer in
        let attention = layer + ".self_attn"
        return DecoderLayer(
          attentionNorm: try weights.norm(layer + ".input_layernorm"),
          attention: try weights.attention(
            attention,
            queryKeyValue: Projection(
              try weights.matrix(attention + ".q_proj", rows: queryWidth, columns: hidden),
              try weights.matrix(attention + ".k_proj", rows: keyValueWidth, columns: hidden),
              try weights.matrix(attention + ".v_proj", rows: keyValueWidth, columns: hidden)
            )
          ),
          mlpNorm: try weights.norm(layer + ".post_attention_layernorm"),
          mlp: try weights.gatedMLP(layer + ".mlp")
        )
      },
      finalNorm: try weights.norm("model.norm"),
      untiedHead: try weights.untiedHead("lm_head"),
      rotaryAngles: RotaryAngles(configuration)
    )
  }
}
