//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit

/// What `/v1/models` tells about a model.
struct ModelListing: Sendable {
  /// The model's name.
  let name: String
  /// When it was loaded, in seconds since 1970.
  let creationTime: Int
  /// How many tokens prompt and reply have together at most.
  let contextLength: Int

  /// The model alone.
  var json: JSON {
    [
      "id": .string(name), "object": "model", "created": .integer(creationTime),
      "owned_by": "quantkit", "context_length": .integer(contextLength),
    ]
  }

  /// All models.
  static func list(_ models: [ModelListing]) -> JSON {
    ["object": "list", "data": .array(models.map(\.json))]
  }
}
