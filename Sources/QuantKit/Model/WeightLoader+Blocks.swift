//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A layer of a decoder: where its tensors are and what it does.
struct LayerPlace {
  /// The name that those of its tensors begin with.
  let name: String
  let traits: ModelConfiguration.Layer

  /// The layers of a configuration, in their order.
  static func all(of configuration: ModelConfiguration) -> [LayerPlace] {
    configuration.layers.enumerated().map { index, traits in
      LayerPlace(name: "model.layers.\(index)", traits: traits)
    }
  }

  /// The number of the layer that a tensor belongs to; nil for one outside the layers.
  static func index(inTensorNamed name: String) -> Int? {
    let parts = name.split(separator: ".", maxSplits: 3)
    guard parts.count == 4, parts[0] == "model", parts[1] == "layers" else { return nil }
    return Int(parts[2])
  }

  var attention: String { name + ".self_attn" }
  var mlp: String { name + ".mlp" }
}

// The blocks whose tensors are named alike in all architectures so far.
extension WeightLoader {
  /// A decoder whose layers `layer` loads.
  ///
  /// Each is loaded by one thread, since the matrices of a small model are too small to share.
  func decoder(
    _ layer: (_ weights: WeightLoader, _ place: LayerPlace) throws -> DecoderLayer
  ) throws -> Decoder {
    let single = WeightLoader(source: source, configuration: configuration, pool: nil)
    let places = LayerPlace.all(of: configuration)
    var layers: [DecoderLayer] = []
    if let pool {
      try pool.inOrder(count: places.count) { index in
        try layer(single, places[index])
      } consume: { _, layer in
        layers.append(layer)
      }
    } else {
      layers = try places.map { try layer(single, $0) }
    }
    return Decoder(
      embedding: try tokenEmbedding(),
      layers: layers,
      finalNorm: try finalNorm(),
      untiedHead: try untiedHead(),
      rotaryAngles: RotaryAngles(configuration)
    )
  }

  /// The tensor of the embedding.
  static let tokenEmbeddingName = "model.embed_tokens.weight"
  /// The tensor of a head that is not the embedding.
  static let headName = "lm_head.weight"

  /// The embedding of the tokens.
  func tokenEmbedding() throws -> WeightMatrix { try embedding("model.embed_tokens") }

  /// The normalization before the head.
  func finalNorm() throws -> RMSNorm { try norm("model.norm") }

  /// What gives the logits; nil where it is the embedding, which a tied model uses even where a head is stored.
  func untiedHead() throws -> Projection? {
    configuration.tiesEmbeddings ? nil : try head("lm_head")
  }

  /// A layer with this attention.
  func decoderLayer(
    _ place: LayerPlace,
    attention: Attention,
    mlpHasBias: Bool = false
  ) throws -> DecoderLayer {
    DecoderLayer(
      attentionNorm: try norm(place.name + ".input_layernorm"),
      attention: attention,
      mlpNorm: try norm(place.name + ".post_attention_layernorm"),
      mlp: try gatedMLP(place.mlp, hasBias: mlpHasBias)
    )
  }

  /// Attention with the output matrix `o_proj`.
  func attention(
    _ place: LayerPlace,
    queryKeyValue: Projection,
    headNorms: HeadNorms? = nil,
    outputHasBias: Bool = false
  ) throws -> Attention {
    Attention(
      configuration: configuration,
      layer: place.traits,
      queryKeyValue: queryKeyValue,
      headNorms: headNorms,
      output: try projection(
        place.attention + ".o_proj",
        rows: configuration.hiddenSize,
        columns: configuration.queryWidth,
        hasBias: outputHasBias
      )
    )
  }

  /// The matrices `q_proj`, `k_proj` and `v_proj`.
  func queryKeyValue(_ place: LayerPlace, hasBias: Bool = false) throws -> Projection {
    func part(_ name: String, rows: Int) throws -> Projection {
      try projection(
        "\(place.attention).\(name)",
        rows: rows,
        columns: configuration.hiddenSize,
        hasBias: hasBias
      )
    }
    return Projection(
      joining: try part("q_proj", rows: configuration.queryWidth),
      try part("k_proj", rows: configuration.keyValueWidth),
      try part("v_proj", rows: configuration.keyValueWidth)
    )
  }

  /// An MLP with the matrices `gate_proj`, `up_proj` and `down_proj`.
  private func gatedMLP(_ name: String, hasBias: Bool) throws -> GatedMLP {
    let hidden = configuration.hiddenSize
    let width = configuration.intermediateSize
    func part(_ part: String, rows: Int, columns: Int) throws -> Projection {
      try projection("\(name).\(part)", rows: rows, columns: columns, hasBias: hasBias)
    }
    return GatedMLP(
      gateUp: Projection(
        joining: try part("gate_proj", rows: width, columns: hidden),
        try part("up_proj", rows: width, columns: hidden)
      ),
      down: try part("down_proj", rows: hidden, columns: width)
    )
  }
}
