//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Baichuan 7B and Baichuan2 7B (rotary positions), Baichuan 13B and Baichuan2 13B (ALiBi).
///
/// Queries, keys and values come from one matrix, with as many key-value heads as query heads. Baichuan2
/// divides the rows of its head by their lengths (NormHead). The buffers `rotary_emb.inv_freq` that some
/// checkpoints store are no weights.
enum Baichuan: Architecture {
  static let classNames = ["BaichuanForCausalLM", "BaiChuanForCausalLM"]

  private static let secondVocabularySize = 125_696

  static func traits(in configuration: ConfigurationReader) throws(ModelError) -> ModelTraits {
    ModelTraits(
      contextLength: 4096,
      positionEncoding: positionEncoding(of: configuration),
      normalizesHead: normalizesHead(configuration.configuration)
    )
  }

  static func normalizesHead(_ configuration: JSON) -> Bool {
    configuration["vocab_size"]?.integer == secondVocabularySize
      || configuration["z_loss_weight"] != nil
  }

  /// Which Baichuan is which shows in no single key.
  private static func positionEncoding(
    of configuration: ConfigurationReader
  ) -> ModelConfiguration.PositionEncoding {
    let name = configuration["architectures"]?.elements?.first
    if name == "BaiChuanForCausalLM" { return .rope }
    return switch configuration["hidden_size"]?.integer {
    case 4096: .rope  // 7B
    case 5120: .alibi  // 13B
    default: configuration["max_position_embeddings"] == nil ? .alibi : .rope
    }
  }

  static func layer(_ layer: LayerPlace, from weights: WeightLoader) throws -> DecoderLayer {
    let configuration = weights.configuration
    return try weights.decoderLayer(
      layer,
      attention: weights.attention(
        layer,
        queryKeyValue: try weights.projection(
          layer.attention + ".W_pack",
          rows: configuration.queryWidth + 2 * configuration.keyValueWidth,
          columns: configuration.hiddenSize
        )
      )
    )
  }
}
