//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension ConfigurationReader {
  /// How a model rotates queries and keys.
  ///
  /// `rope_scaling` comes before `rope_parameters`, and a base in either before `rope_theta` beside them,
  /// as transformers has it.
  ///
  /// - Parameters:
  ///   - theta: The base where none is named.
  ///   - contextLength: The original length where none is named.
  /// - Returns: The parameters, and the object that holds them if it asks for something that is not
  ///   supported.
  /// - Throws: `ModelError` `.badConfiguration` for values that make no sense.
  func rotaryParameters(
    theta: Double,
    contextLength: Int
  ) throws(ModelError) -> (RotaryParameters, unsupported: ModelConfiguration.UnsupportedSetting?) {
    let range = 1...ModelConfiguration.Limit.ropeTheta
    let outerTheta = try optionalNumber("rope_theta", range) ?? theta
    let key = self["rope_scaling"] != nil ? "rope_scaling" : "rope_parameters"
    guard let value = self[key] else {
      return (RotaryParameters(theta: outerTheta, scaling: .none), nil)
    }
    guard value.members != nil else { throw bad(key, value, "an object") }
    if let other = self["rope_parameters"], key == "rope_scaling", other != value {
      throw bad(
        "rope_parameters",
        found: "that is not rope_scaling",
        "one of the two, or both alike"
      )
    }
    let reader = ConfigurationReader(configuration: value, path: path, parent: key)
    let innerTheta = try reader.optionalNumber("rope_theta", range) ?? outerTheta
    let parameters = RotaryParameters(
      theta: innerTheta,
      scaling: try reader.scaling(
        theta: innerTheta,
        contextLength: contextLength,
        originalLength: try optionalInteger(
          "original_max_position_embeddings",
          1...ModelConfiguration.Limit.contextLength
        )
      )
    )
    return (parameters, reader.unsupportedScaling(key: key))
  }

  private var ropeType: JSON { self["rope_type"] ?? self["type"] ?? "default" }

  /// The keys that belong to each type of scaling.
  private static let scalingKeys: [String: Set<String>] = [
    "default": [],
    "linear": ["factor"],
    "dynamic": ["factor"],
    "llama3": [
      "factor", "low_freq_factor", "high_freq_factor", "original_max_position_embeddings",
    ],
    "yarn": [
      "factor", "original_max_position_embeddings", "attention_factor", "beta_fast", "beta_slow",
      "mscale", "mscale_all_dim", "truncate",
    ],
  ]

  private func unsupportedScaling(key: String) -> ModelConfiguration.UnsupportedSetting? {
    guard let name = ropeType.string, let keys = Self.scalingKeys[name],
      self["type"] == nil || self["type"] == ropeType
    else { return .init(key: key, value: configuration) }
    let isKnown = (configuration.members ?? []).allSatisfy { member in
      switch member.key {
      case "rope_type", "type", "rope_theta": true
      case "partial_rotary_factor": member.value.isNull || member.value.double == 1
      default: member.value.isNull || keys.contains(member.key)
      }
    }
    return isKnown ? nil : .init(key: key, value: configuration)
  }

  private func scaling(
    theta: Double,
    contextLength: Int,
    originalLength outerLength: Int?
  ) throws(ModelError) -> RotaryParameters.Scaling {
    let factors = 1...ModelConfiguration.Limit.ropeFactor
    let positive = 1e-6...ModelConfiguration.Limit.ropeFactor
    let innerLength = try optionalInteger(
      "original_max_position_embeddings",
      1...ModelConfiguration.Limit.contextLength
    )
    let originalLength = outerLength ?? innerLength ?? contextLength
    switch ropeType.string {
    case "linear": return .linear(factor: try number("factor", factors))
    case "dynamic":
      return .dynamic(factor: try number("factor", factors), originalLength: contextLength)
    case "llama3":
      let low = try number("low_freq_factor", positive)
      let high = try number("high_freq_factor", positive)
      guard low < high else {
        throw bad("high_freq_factor", found: "\(high)", "more than low_freq_factor \(low)")
      }
      return .llama3(
        factor: try number("factor", factors),
        lowFactor: low,
        highFactor: high,
        originalLength: originalLength
      )
    case "yarn":
      guard theta > 1 else { throw bad("rope_theta", found: "\(theta)", "more than 1 for yarn") }
      return .yarn(
        try yarn(
          factor: optionalNumber("factor", factors)
            ?? max(1, Double(contextLength) / Double(originalLength)),
          originalLength: originalLength
        )
      )
    default: return .none
    }
  }

  private func yarn(
    factor: Double,
    originalLength: Int
  ) throws(ModelError) -> RotaryParameters.Yarn {
    let range = 0...ModelConfiguration.Limit.ropeFactor
    // Zero counts as absent in all of these, as transformers has it.
    func optional(_ key: String) throws(ModelError) -> Double? {
      let number = try optionalNumber(key, range)
      return number == 0 ? nil : number
    }
    func scale(_ multiple: Double) -> Double {
      factor <= 1 ? 1 : 0.1 * multiple * ElementaryFunctions.log(factor) + 1
    }
    let multiple = try optional("mscale")
    let multipleOfAll = try optional("mscale_all_dim")
    let ownFactor =
      if let multiple, let multipleOfAll { scale(multiple) / scale(multipleOfAll) } else {
        scale(1)
      }
    return RotaryParameters.Yarn(
      factor: factor,
      originalLength: originalLength,
      fastTurns: try optional("beta_fast") ?? 32,
      slowTurns: try optional("beta_slow") ?? 1,
      truncates: try optionalBool("truncate") ?? true,
      attentionFactor: try optionalNumber("attention_factor", range) ?? ownFactor
    )
  }
}
