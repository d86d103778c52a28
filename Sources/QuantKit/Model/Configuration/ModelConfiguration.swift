//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What config.json says about a decoder, every value checked.
public struct ModelConfiguration: Sendable, Equatable {
  /// How a model knows the order of its tokens.
  public enum PositionEncoding: String, CaseIterable, Sendable {
    /// Queries and keys are rotated by an angle that grows with the position.
    case rope
    /// Attention scores fall linearly with the distance.
    case alibi
  }

  /// What the attention of one layer does.
  public struct Layer: Sendable, Hashable {
    /// Whether it rotates queries and keys; a layer that does not in a rotary model knows no order.
    public let isRotary: Bool
    /// How many tokens each token sees, itself included; nil for all before it.
    public let window: Int?
  }

  /// A setting that stands in the way of running the model.
  struct UnsupportedSetting: Sendable, Equatable {
    let key: String
    let valueText: String

    init(key: String, value: JSON) {
      self.key = key
      valueText = String(decoding: value.serialized(), as: UTF8.self)
    }
  }

  /// Where the configuration comes from, for messages.
  public let path: String
  /// The class of the model, as `architectures` names it.
  public let architecture: String
  /// The transformer layers.
  public let layers: [Layer]
  /// The width of the stream that the layers add to.
  public let hiddenSize: Int
  /// The number of query heads.
  public let headCount: Int
  /// The number of key-value heads, each serving equally many query heads.
  public let keyValueHeadCount: Int
  /// The width of a head.
  public let headDimension: Int
  /// The width of the gated layer between the two projections of the MLP.
  public let intermediateSize: Int
  /// The number of tokens.
  public let vocabularySize: Int
  /// The number of positions that the model was made for.
  public let contextLength: Int
  /// What is added to the mean square in a normalization.
  public let normEpsilon: Double
  /// How positions enter.
  public let positionEncoding: PositionEncoding
  /// The angles of a rotary model.
  let rotary: RotaryParameters
  /// Whether the projections of attention add a bias, where the class leaves it open.
  let hasAttentionBias: Bool
  /// Whether the projections of the MLP add a bias, where the class leaves it open.
  let hasMLPBias: Bool
  /// Whether the head is the embedding.
  public let tiesEmbeddings: Bool
  /// Whether the head's rows are normalized before use, as Baichuan2 does.
  public let normalizesHead: Bool
  /// The token that begins a text, if any.
  public let beginTokenID: Int?
  /// The tokens that end a text.
  public let endTokenIDs: [Int]
  /// What the configuration asks for beyond the supported computation.
  let unsupportedSettings: [UnsupportedSetting]

  /// The number of transformer layers.
  public var layerCount: Int { layers.count }
  /// The width of all query heads together.
  var queryWidth: Int { headCount * headDimension }
  /// The width of all key or value heads together.
  var keyValueWidth: Int { keyValueHeadCount * headDimension }
}

extension ModelConfiguration {
  /// The largest values accepted, far above any model, so that no product of them overflows.
  enum Limit {
    static let layerCount = 1 << 12
    static let width = 1 << 20
    static let headCount = 1 << 12
    static let headDimension = 1 << 10
    static let vocabularySize = 1 << 24
    static let contextLength = 1 << 28
    static let ropeTheta = 1e15
    static let ropeFactor = 1e6
  }
}
