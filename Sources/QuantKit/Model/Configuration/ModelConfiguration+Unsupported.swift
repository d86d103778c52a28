//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension ModelConfiguration {
  /// Keys that change the computation, each with the values that leave it as it is.
  ///
  /// Absent keys and null are fine throughout. Running a model while ignoring one of these would give
  /// wrong text without a word.
  private static let settings: [(key: String, isSupported: @Sendable (JSON) -> Bool)] = [
    ("hidden_act", { $0 == "silu" || $0 == "swish" }),
    ("attention_bias", { $0 == false }),
    ("mlp_bias", { $0 == false }),
    ("qkv_bias", { $0 == false }),
    ("rope_scaling", isPlainRope),
    ("rope_parameters", isPlainRope),
    ("rope_interleaved", { $0 == false }),
    ("partial_rotary_factor", { $0.double == 1 }),
    ("sliding_window", { _ in false }),
    ("use_sliding_window", { $0 == false }),
    ("layer_types", { $0.elements?.allSatisfy { $0 == "full_attention" } == true }),
    ("no_rope_layers", { _ in false }),
    ("attn_logit_softcapping", { _ in false }),
    ("final_logit_softcapping", { _ in false }),
    ("embedding_multiplier", { $0.double == 1 }),
    ("residual_multiplier", { $0.double == 1 }),
    ("attention_multiplier", { _ in false }),
    ("logits_scaling", { $0.double == 1 }),
    ("logit_scale", { $0.double == 1 }),
    ("num_experts", { $0 == 0 }),
    ("num_local_experts", { $0 == 0 }),
    ("is_encoder_decoder", { $0 == false }),
    ("quantization_config", { _ in false }),
  ]

  /// What stands in a configuration and is not supported.
  ///
  /// - Parameters:
  ///   - configuration: The content of config.json.
  ///   - followedKeys: The keys that the model's class computes as they say.
  /// - Returns: The settings in the order of the table.
  static func unsupportedSettings(
    in configuration: JSON,
    followedKeys: Set<String>
  ) -> [UnsupportedSetting] {
    settings.compactMap { key, isSupported in
      guard let value = configuration[key], !value.isNull, !isSupported(value),
        !followedKeys.contains(key)
      else { return nil }
      return UnsupportedSetting(key: key, value: value)
    }
  }

  /// Whether an object about rotary positions names no scaling.
  @Sendable
  private static func isPlainRope(_ value: JSON) -> Bool {
    guard let members = value.members else { return false }
    return members.allSatisfy { member in
      switch member.key {
      case "rope_type", "type": member.value == "default"
      case "rope_theta": true
      case "partial_rotary_factor": member.value.double == 1
      default: false
      }
    }
  }
}
