//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit
import Terminal

/// What `/health` tells.
struct ServerHealth {
  let models: ServedModels
  /// When the server began to listen.
  let start: ContinuousClock.Instant

  var json: JSON {
    [
      "status": "ok",
      "models": .array(models.all.map { .string($0.name) }),
      "version": .string(ToolVersion.text),
      "uptime_seconds": .integer(Int((ContinuousClock.now - start).inSeconds)),
    ]
  }
}
