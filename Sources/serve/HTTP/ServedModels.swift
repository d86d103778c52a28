//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit

/// The models that are served, one, or two that are compared.
struct ServedModels: Sendable {
  /// The models in the order given, one at least.
  let all: [ServedModel]

  /// How many tokens prompt and reply have together at most, whichever model is asked.
  var contextLength: Int { all.reduce(.max) { min($0, $1.engine.contextLength) } }

  /// The model that a request is for.
  ///
  /// - Parameter name: A model's name; nil for the first one.
  /// - Returns: The model.
  /// - Throws: `APIError` where there is none of that name.
  func model(named name: String?) throws(APIError) -> ServedModel {
    guard let name else { return all[0] }
    guard let model = all.first(where: { $0.name == name }) else {
      throw .unknownModel(name, known: all.map(\.name))
    }
    return model
  }
}
