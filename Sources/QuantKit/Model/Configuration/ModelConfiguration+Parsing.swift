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
    let reader = ConfigurationReader(configuration: configuration, path: path)
    let names = try reader.optionalArray("architectures", of: "names") { $0.string }
    guard let architecture = names?.first else {
      throw .missingKey("architectures", expected: "the class of the model", path: path)
    }
    let traits = try ArchitectureList.traits(ofClass: architecture, in: reader)

    self.path = path
    self.architecture = architecture
    hiddenSize = try reader.integer("hidden_size", 1...Limit.width)
    headCount = try reader.integer("num_attention_heads", 1...Limit.headCount)
    let givenCount = try reader.optionalInteger("num_key_value_heads", 1...Limit.headCount)
    let absentCount = reader.has("num_key_value_heads") ? nil : traits.keyValueHeadCount
    keyValueHeadCount = givenCount ?? absentCount ?? headCount
    intermediateSize = try reader.integer("intermediate_size", 1...Limit.width)
    vocabularySize = try reader.integer("vocab_size", 1...Limit.vocabularySize)
    headDimension = try reader.headDimension(
      hiddenSize: hiddenSize,
      headCount: headCount,
      absent: traits.headDimension
    )

    let maximum = try reader.optionalInteger("max_position_embeddings", 1...Limit.contextLength)
    let modelMaximum = try reader.optionalInteger("model_max_length", 1...Limit.contextLength)
    contextLength = maximum ?? modelMaximum ?? traits.contextLength
    normEpsilon = try reader.optionalNumber("rms_norm_eps", 1e-12...0.1) ?? 1e-6
    tiesEmbeddings = try reader.optionalBool("tie_word_embeddings") ?? traits.tiesEmbeddings
    hasAttentionBias = try reader.optionalBool("attention_bias") ?? false
    hasMLPBias = try reader.optionalBool("mlp_bias") ?? false
    let encoding = positionEncoding ?? traits.positionEncoding
    self.positionEncoding = encoding
    let layer = Layer(isRotary: true, window: nil)
    let layerCount = try reader.layerCount()
    layers = (traits.layers ?? [Layer](repeating: layer, count: layerCount)).map {
      Layer(isRotary: $0.isRotary && encoding == .rope, window: $0.window)
    }
    let (rotary, unsupportedScaling) = try reader.rotaryParameters(
      theta: traits.ropeTheta,
      contextLength: contextLength
    )
    self.rotary = rotary
    normalizesHead = traits.normalizesHead
    beginTokenID = try reader.tokenIDs("bos_token_id", vocabularySize: vocabularySize).first
    endTokenIDs = try reader.tokenIDs("eos_token_id", vocabularySize: vocabularySize)
    var unsupported = Self.unsupportedSettings(in: configuration, followedKeys: traits.followedKeys)
    if let unsupportedScaling, !unsupported.contains(unsupportedScaling) {
      unsupported.append(unsupportedScaling)
    }
    if normalizesHead && tiesEmbeddings {
      unsupported.append(UnsupportedSetting(key: "tie_word_embeddings", value: true))
    }
    unsupportedSettings = unsupported
    try checkHeads(reader)
  }

  private func checkHeads(_ reader: ConfigurationReader) throws(ModelError) {
    guard headCount % keyValueHeadCount == 0 else {
      throw reader.bad(
        "num_key_value_heads",
        found: "\(keyValueHeadCount)",
        "a divisor of num_attention_heads \(headCount)"
      )
    }
    guard headDimension % 2 == 0 || positionEncoding == .alibi else {
      throw reader.bad(
        reader["head_dim"] == nil ? "num_attention_heads" : "head_dim",
        found: "that makes heads \(headDimension) wide",
        "an even width to rotate"
      )
    }
  }
}

extension ConfigurationReader {
  fileprivate func headDimension(
    hiddenSize: Int,
    headCount: Int,
    absent: Int?
  ) throws(ModelError) -> Int {
    let range = 1...ModelConfiguration.Limit.headDimension
    if let dimension = try optionalInteger("head_dim", range) ?? absent { return dimension }
    guard hiddenSize % headCount == 0, range.contains(hiddenSize / headCount) else {
      throw bad(
        "num_attention_heads",
        found: "\(headCount)",
        "a divisor of hidden_size \(hiddenSize) that makes heads at most \(range.upperBound) wide"
      )
    }
    return hiddenSize / headCount
  }
}
