//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Baichuan 7B (rotary positions) and Baichuan 13B (ALiBi).
///
/// Queries, keys and values come from one matrix, with as many key-value heads as query heads. The buffers
/// `rotary_emb.inv_freq` that some checkpoints store are no weights.
enum Baichuan: Architecture {
  static let classNames = ["BaichuanForCausalLM", "BaiChuanForCausalLM"]

  static func decoder(from weights: WeightLoader) throws -> Decoder {
    let configuration = weights.configuration
    return Decoder(
      embedding: try weights.embedding("model.embed_tokens"),
      layers: try weights.layers("model.layers") { weights, layer in
        DecoderLayer(
          attentionNorm: try weights.norm(layer + ".input_layernorm"),
          attention: try weights.attention(
            layer + ".self_attn",
            queryKeyValue: try weights.projection(
              layer + ".self_attn.W_pack",
              rows: configuration.queryWidth + 2 * configuration.keyValueWidth,
              columns: configuration.hiddenSize
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
