//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a class of models makes of config.json where classes differ.
///
/// The defaults are those of a plain decoder: an architecture says what it does otherwise.
struct ModelTraits: Sendable {
  // What absent keys stand for.
  /// `num_key_value_heads`; nil is one for each query head.
  var keyValueHeadCount: Int?
  /// `head_dim`; nil is a share of the hidden state.
  var headDimension: Int?
  /// `max_position_embeddings`.
  var contextLength = 2048
  /// `rope_theta`.
  var ropeTheta = 10_000.0
  /// `tie_word_embeddings`.
  var tiesEmbeddings = false

  // What the model does.
  /// How positions enter.
  var positionEncoding = ModelConfiguration.PositionEncoding.rope
  /// Whether the head's rows are divided by their lengths before use.
  var normalizesHead = false
  /// What each layer's attention does; nil rotates and sees everything in all of them.
  var layers: [ModelConfiguration.Layer]?
  /// Keys that this class follows, where others would compute something else than they ask for.
  var followedKeys: Set<String> = []
}

extension ModelTraits {
  /// The keys that scale rotary positions.
  static let ropeKeys: Set = ["rope_scaling", "rope_parameters"]
  /// The keys that say which layers see only the last tokens.
  static let windowKeys: Set = ["sliding_window", "use_sliding_window", "layer_types"]
}
