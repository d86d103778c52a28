//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a model's generation_config.json says about generating.
///
/// A value is checked when it is asked for, so that one that the person overrides does no harm.
struct GenerationConfiguration {
  static let fileName = "generation_config.json"
  /// The most stop strings that the file may have.
  static let stopStringLimit = 64
  /// The longest stop string, in bytes.
  static let stopStringByteLimit = 1 << 12

  /// Settings that change what is generated and are not implemented, with the value that turns each off
  /// besides null.
  private static let unsupported: KeyValuePairs<String, JSON> = [
    "num_beams": 1, "num_beam_groups": 1, "penalty_alpha": 0, "dola_layers": .null,
    "typical_p": 1, "epsilon_cutoff": 0, "eta_cutoff": 0, "top_h": .null, "no_repeat_ngram_size": 0,
    "encoder_repetition_penalty": 1, "encoder_no_repeat_ngram_size": 0, "diversity_penalty": 0,
    "min_length": 0, "min_new_tokens": 0, "exponential_decay_length_penalty": .null,
    "suppress_tokens": .null, "begin_suppress_tokens": .null, "forced_bos_token_id": .null,
    "forced_eos_token_id": .null, "bad_words_ids": .null, "force_words_ids": .null,
    "constraints": .null, "sequence_bias": .null, "guidance_scale": 1, "watermarking_config": .null,
    "renormalize_logits": false, "remove_invalid_values": false,
  ]

  private let document: JSON
  private let path: String

  /// The configuration of a model.
  ///
  /// - Parameters:
  ///   - document: The content of the file; an empty object when the model has none.
  ///   - path: The file, for messages.
  init(_ document: JSON, path: String) {
    self.document = document
    self.path = path
  }

  /// Whether the model wants its tokens drawn at random.
  func doesSample() throws(SessionError) -> Bool {
    guard let value = self["do_sample"] else { return false }
    guard let flag = value.bool else { throw bad("do_sample", value, "true or false") }
    return flag
  }

  /// A whole number that is not negative, or nil when the file has none.
  func count(_ key: String) throws(SessionError) -> Int? {
    guard let value = self[key] else { return nil }
    guard let count = value.integer, count >= 0 else {
      throw bad(key, value, "a whole number from 0")
    }
    return count
  }

  /// A share from 0 to 1, or nil when the file has none.
  func share(_ key: String) throws(SessionError) -> Float? {
    guard let value = self[key] else { return nil }
    guard let share = value.double, (0...1).contains(share) else {
      throw bad(key, value, "a number from 0 to 1")
    }
    return Float(share)
  }

  /// A number that is not negative, or nil when the file has none.
  func number(_ key: String, allowingZero: Bool) throws(SessionError) -> Float? {
    guard let value = self[key] else { return nil }
    guard let number = value.double.map({ Float($0) }), number.isFinite,
      number > 0 || allowingZero && number == 0
    else { throw bad(key, value, allowingZero ? "a number from 0" : "a number above 0") }
    return number
  }

  /// Strings that end a text, or nil when the file has none.
  func stopStrings() throws(SessionError) -> [String]? {
    let key = "stop_strings"
    guard let value = self[key] else { return nil }
    let values = value.elements ?? [value]
    let strings = values.compactMap(\.string)
    guard strings.count == values.count, strings.count <= Self.stopStringLimit,
      strings.allSatisfy({ !$0.isEmpty && $0.utf8.count <= Self.stopStringByteLimit })
    else {
      throw bad(
        key,
        value,
        "up to \(Self.stopStringLimit) strings of 1 to \(Self.stopStringByteLimit) bytes"
      )
    }
    return strings
  }

  /// What the file asks for that is left out, one sentence for each setting.
  var notes: [String] {
    Self.unsupported.compactMap { key, neutral in
      guard let value = self[key], value != neutral, value.double != neutral.double ?? .nan,
        value.elements?.isEmpty != true
      else { return nil }
      return
        "\(path.quoted) sets '\(key)' to \(Self.text(value)), which is not supported and left out"
    }
  }

  private static func text(_ value: JSON) -> String {
    let text = String(decoding: value.serialized(), as: UTF8.self)
    return text.utf8.count > 80 ? "a longer value" : text
  }

  private subscript(key: String) -> JSON? {
    guard let value = document[key], !value.isNull else { return nil }
    return value
  }

  private func bad(_ key: String, _ value: JSON, _ expected: String) -> SessionError {
    .badConfiguration(
      path: path,
      key: key,
      found: Self.text(value),
      expected: expected
    )
  }
}
