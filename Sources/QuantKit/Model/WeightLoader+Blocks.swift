//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// The blocks whose tensors are named alike in all architectures so far.
extension WeightLoader {
  /// A projection by the matrix `<name>.weight`.
  func projection(_ name: String, rows: Int, columns: Int) throws -> Projection {
    Projection(try matrix(name, rows: rows, columns: columns))
  }

  /// The embedding `<name>.weight`, a row for each token.
  func embedding(_ name: String) throws -> WeightMatrix {
    try matrix(name, rows: configuration.vocabularySize, columns: configuration.hiddenSize)
  }

  /// The head `<name>.weight`, or nil in a tied model: it uses the embedding even where a head is stored.
  func untiedHead(_ name: String) throws -> WeightMatrix? {
    configuration.tiesEmbeddings ? nil : try embedding(name)
  }

  /// The layers `<name>.0`, `<name>.1` and so on.
  ///
  /// Each is loaded by one thread, since the matrices of a small model are too small to share.
  func layers(
    _ name: String,
    _ layer: (_ weights: WeightLoader, _ name: String) throws -> DecoderLayer
  ) throws -> [DecoderLayer] {
    let single = WeightLoader(source: source, configuration: configuration, pool: nil)
    guard let pool else {
      return try (0..<configuration.layerCount).map { try layer(single, "\(name).\($0)") }
    }
    var layers: [DecoderLayer] = []
    try pool.inOrder(count: configuration.layerCount) { index in
      try layer(single, "\(name).\(index)")
    } consume: { _, layer in
      layers.append(layer)
    }
    return layers
  }

  /// Attention with the output matrix `<name>.o_proj.weight`.
  func attention(_ name: String, queryKeyValue: Projection) throws -> Attention {
    Attention(
      configuration: configuration,
      queryKeyValue: queryKeyValue,
      output: try projection(
        name + ".o_proj",
        rows: configuration.hiddenSize,
        columns: configuration.queryWidth
      )
    )
  }

  /// An MLP with the matrices `gate_proj`, `up_proj` and `down_proj`.
  func gatedMLP(_ name: String) throws -> GatedMLP {
    let hidden = configuration.hiddenSize
    let intermediate = configuration.intermediateSize
    return GatedMLP(
      gateUp: Projection(
        try matrix(name + ".gate_proj", rows: intermediate, columns: hidden),
        try matrix(name + ".up_proj", rows: intermediate, columns: hidden)
      ),
      down: try projection(name + ".down_proj", rows: hidden, columns: intermediate)
    )
  }
}
