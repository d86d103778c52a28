//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit
import Synchronization

/// What becomes known about a request while it is answered, for the log and the metrics; never what it says.
final class RequestRecord: Sendable {
  /// How a reply of a model ended.
  enum Outcome: String, CaseIterable {
    /// The model was done, or a stop string was reached.
    case stop
    /// The limit of tokens or of the context was reached.
    case length
    /// The client went away.
    case disconnect
    /// The limit of time was reached.
    case timeout
    /// Something failed.
    case error
  }

  /// What a reply of a model was and took.
  struct Reply {
    let model: String
    var promptTokenCount: Int?
    var reusedTokenCount: Int?
    var generatedTokenCount = 0
    var outcome: Outcome?
    /// What it cost, when it is complete.
    var summary: CompletionSummary?

    init(model: String) { self.model = model }
  }

  /// When the request came.
  let start = ContinuousClock.now
  private let state = Mutex<Reply?>(nil)

  /// What is known about the reply; nil for requests that no model answers.
  var reply: Reply? { state.withLock { $0 } }

  /// Notes that a model answers.
  func begin(model: String) { state.withLock { $0 = Reply(model: model) } }

  /// Notes more about the reply.
  func update(_ change: (inout Reply) -> Void) {
    state.withLock { reply in
      if var known = reply {
        change(&known)
        reply = known
      }
    }
  }
}
