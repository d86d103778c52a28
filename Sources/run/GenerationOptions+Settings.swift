//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser

extension GenerationOptions {
  /// The settings that can be changed in a conversation, by the names of their options.
  static let settingNames = [
    "temperature", "top-p", "top-k", "min-p", "max-tokens", "seed", "repetition-penalty",
    "frequency-penalty", "presence-penalty",
  ]

  /// Changes one setting.
  ///
  /// Sampling settings end `--greedy`.
  ///
  /// - Parameters:
  ///   - name: The name of the option without dashes.
  ///   - text: The value; nil for what the model has.
  /// - Throws: `ValidationError` that names what is wrong; then nothing is changed.
  mutating func set(_ name: String, to text: String?) throws {
    func value<Value: LosslessStringConvertible>() throws -> Value? {
      guard let text else { return nil }
      guard let value = Value(text) else {
        throw ValidationError("\(name) is a number, not '\(text)'")
      }
      return value
    }
    var changed = self
    switch name {
    case "temperature": changed.temperature = try value()
    case "top-p": changed.topP = try value()
    case "top-k": changed.topK = try value()
    case "min-p": changed.minP = try value()
    case "max-tokens": changed.maxTokens = try value()
    case "seed": changed.seed = try value()
    case "repetition-penalty": changed.repetitionPenalty = try value()
    case "frequency-penalty": changed.frequencyPenalty = try value()
    case "presence-penalty": changed.presencePenalty = try value()
    default:
      throw ValidationError(
        "there is no setting '\(name)'; there are " + Self.settingNames.joined(separator: ", ")
      )
    }
    if ["temperature", "top-p", "top-k", "min-p", "seed"].contains(name), text != nil {
      changed.greedy = false
    }
    try changed.validate()
    self = changed
  }

  /// The settings that were made, by name.
  var assignments: [(name: String, value: String)] {
    let values: [(String, (any CustomStringConvertible)?)] = [
      ("greedy", greedy ? "on" : nil), ("temperature", temperature), ("top-p", topP),
      ("top-k", topK), ("min-p", minP), ("max-tokens", maxTokens), ("seed", seed),
      ("repetition-penalty", repetitionPenalty), ("frequency-penalty", frequencyPenalty),
      ("presence-penalty", presencePenalty),
    ]
    return values.compactMap { name, value in value.map { (name, $0.description) } }
  }
}
