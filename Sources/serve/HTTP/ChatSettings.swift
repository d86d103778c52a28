//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit

/// What `/chat/settings` tells the page.
struct ChatSettings: Sendable {
  let models: ServedModels
  /// Whether requests need a key.
  let needsKey: Bool
  /// The most tokens of a reply; nil for no limit but the context.
  let limit: Int?

  var json: JSON {
    let first = models.all[0]
    let settings = first.defaults
    func number(_ value: Float?) -> JSON {
      value.map { .number(Double($0.description) ?? Double($0)) } ?? .null
    }
    return [
      "name": .string(first.engine.modelName.text),
      "is_baichuan": .bool(first.engine.modelName.isBaichuan),
      "models": .array(models.all.map { .string($0.name) }),
      "needs_key": .bool(needsKey),
      "context": .integer(models.contextLength),
      "defaults": [
        "temperature": number(settings.temperature),
        "top_p": number(settings.topP),
        "max_tokens": .integer(min(settings.maximumTokenCount ?? .max, limit ?? .max)),
        "seed": .null,
      ],
    ]
  }
}
