//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension ModelConfiguration {
  /// Reads a configuration, with the defaults that transformers gives to absent keys.
  ///
  /// - Parameters:
  ///   - configuration: The content of config.json.
  ///   - path: Where it comes from, for messages.
  ///   - positionEncoding: Overrides what follows from the configuration.
  /// - Throws: `ModelError` `.badConfiguration` for a value that is missing, of the wrong kind or out of
  ///   range; it names the key.
  public init(
    configuration: JSON,
    path: String,
    positionEncoding: PositionEncoding? = nil
  ) throws(ModelError) {
    guard configuration.members != nil else {
      throw .noConfiguration(found: configuration.kindText, path: path)
    }
    let reader = Reader(configuration: configuration, path: path)
    let names = try reader.strings("architectures")
    guard let architecture = names.first else {
      throw .missingKey("architectures", expected: "the class of the model", path: path)
    }

    self.path = path
    self.architecture = architecture
    layerCount = try reader.integer("num_hidden_layers", 1...Limit.layerCount)
    hiddenSize = try reader.integer("hidden_size", 1...Limit.width)
    headCount = try reader.integer("num_attention_heads", 1...Limit.headCount)
    keyValueHeadCount =
      try reader.optionalInteger("num_key_value_heads", 1...Limit.headCount) ?? headCount
    intermediateSize = try reader.integer("intermediate_size", 1...Limit.width)
    vocabularySize = try reader.integer("vocab_size", 1...Limit.vocabularySize)
    headDimension = try reader.headDimension(hiddenSize: hiddenSize, headCount: headCount)

    let maximum = try reader.optionalInteger("max_position_embeddings", 1...Limit.contextLength)
    let modelMaximum = try reader.optionalInteger("model_max_length", 1...Limit.contextLength)
    contextLength = maximum ?? modelMaximum ?? (Self.isBaichuan(architecture) ? 4096 : 2048)
    normEpsilon = try reader.optionalNumber("rms_norm_eps", 1e-12...0.1) ?? 1e-6
    ropeTheta = try reader.ropeTheta()
    tiesEmbeddings = try reader.optionalBool("tie_word_embeddings") ?? false
    self.positionEncoding =
      positionEncoding
      ?? Self.positionEncoding(
        of: architecture,
        hiddenSize: hiddenSize,
        hasMaximum: maximum != nil
      )
    normalizesHead =
      Self.isBaichuan(architecture)
      && (vocabularySize == Self.baichuan2VocabularySize || configuration["z_loss_weight"] != nil)
    beginTokenID = try reader.tokenIDs("bos_token_id", vocabularySize: vocabularySize).first
    endTokenIDs = try reader.tokenIDs("eos_token_id", vocabularySize: vocabularySize)
    unsupportedSettings = Self.unsupportedSettings(in: configuration)

    guard headCount % keyValueHeadCount == 0 else {
      throw .badValue(
        key: "num_key_value_heads",
        found: "\(keyValueHeadCount)",
        expected: "a divisor of num_attention_heads \(headCount)",
        path: path
      )
    }
    guard headDimension % 2 == 0 || self.positionEncoding == .alibi else {
      throw .badValue(
        key: reader["head_dim"] == nil ? "num_attention_heads" : "head_dim",
        found: "that makes heads \(headDimension) wide",
        expected: "an even width to rotate",
        path: path
      )
    }
  }

  private static let baichuan2VocabularySize = 125_696

  private static func isBaichuan(_ architecture: String) -> Bool {
    architecture.lowercased() == "baichuanforcausallm"
  }

  /// Which Baichuan is which shows in no single key.
  private static func positionEncoding(
    of architecture: String,
    hiddenSize: Int,
    hasMaximum: Bool
  ) -> PositionEncoding {
    guard isBaichuan(architecture), architecture != "BaiChuanForCausalLM" else { return .rope }
    return switch hiddenSize {
    case 4096: .rope  // 7B
    case 5120: .alibi  // 13B
    default: hasMaximum ? .rope : .alibi
    }
  }
}

/// Takes values out of the configuration; null counts as absent, as it does in Python.
private struct Reader {
  let configuration: JSON
  let path: String

  subscript(key: String) -> JSON? {
    guard let value = configuration[key], !value.isNull else { return nil }
    return value
  }

  private func bad(_ key: String, _ value: JSON, _ expected: String) -> ModelError {
    .badValue(key: key, found: value.shortText, expected: expected, path: path)
  }

  func integer(_ key: String, _ range: ClosedRange<Int>) throws(ModelError) -> Int {
    guard let value = try optionalInteger(key, range) else {
      throw .missingKey(key, expected: "a whole number", path: path)
    }
    return value
  }

  func optionalInteger(_ key: String, _ range: ClosedRange<Int>) throws(ModelError) -> Int? {
    guard let value = self[key] else { return nil }
    guard let integer = value.integer, range.contains(integer) else {
      throw bad(key, value, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return integer
  }

  func optionalNumber(_ key: String, _ range: ClosedRange<Double>) throws(ModelError) -> Double? {
    try self[key].map { value throws(ModelError) in
      guard let number = value.double, range.contains(number) else {
        throw bad(key, value, "a number from \(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }
  }

  func optionalBool(_ key: String) throws(ModelError) -> Bool? {
    try self[key].map { value throws(ModelError) in
      guard let bool = value.bool else { throw bad(key, value, "true or false") }
      return bool
    }
  }

  func strings(_ key: String) throws(ModelError) -> [String] {
    guard let value = self[key] else { return [] }
    guard let elements = value.elements else { throw bad(key, value, "an array of names") }
    var strings: [String] = []
    for element in elements {
      guard let string = element.string else { throw bad(key, element, "a name") }
      strings.append(string)
    }
    return strings
  }

  func headDimension(hiddenSize: Int, headCount: Int) throws(ModelError) -> Int {
    let range = 1...ModelConfiguration.Limit.headDimension
    if let dimension = try optionalInteger("head_dim", range) { return dimension }
    guard hiddenSize % headCount == 0, range.contains(hiddenSize / headCount) else {
      throw .badValue(
        key: "num_attention_heads",
        found: "\(headCount)",
        expected: """
          a divisor of hidden_size \(hiddenSize) that makes heads at most \(range.upperBound) wide
          """,
        path: path
      )
    }
    return hiddenSize / headCount
  }

  func ropeTheta() throws(ModelError) -> Double {
    let range = 1...ModelConfiguration.Limit.ropeTheta
    if let theta = try optionalNumber("rope_theta", range) { return theta }
    // Newer versions of transformers keep it in an object.
    guard let value = self["rope_parameters"]?["rope_theta"] else { return 10_000 }
    guard let theta = value.double, range.contains(theta) else {
      throw bad(
        "rope_parameters",
        value,
        "with rope_theta from \(range.lowerBound) to \(range.upperBound)"
      )
    }
    return theta
  }

  /// One id or an array of them.
  func tokenIDs(_ key: String, vocabularySize: Int) throws(ModelError) -> [Int] {
    guard let value = self[key] else { return [] }
    var ids: [Int] = []
    for element in value.elements ?? [value] {
      guard let id = element.integer, id >= 0, id < vocabularySize else {
        throw bad(key, element, "token ids below vocab_size \(vocabularySize)")
      }
      ids.append(id)
    }
    return ids
  }
}

extension JSON {
  /// The value for a message; what is long or nested only as its kind.
  fileprivate var shortText: String {
    switch self {
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let text) where text.utf8.count <= 40: "'\(text)'"
    default: kindText
    }
  }
}
