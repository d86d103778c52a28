//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit
import Synchronization

/// How many requests there were, and how they ended.
final class RequestCounters: Sendable {
  /// Requests that are counted together.
  struct Kind: Hashable, Comparable {
    let route: String
    let method: String
    let status: Int

    static func < (left: Kind, right: Kind) -> Bool {
      (left.route, left.method, left.status) < (right.route, right.method, right.status)
    }
  }

  /// The counts since the start.
  struct Snapshot {
    var requests: [Kind: Int] = [:]
    /// How long requests took until their answers were complete, by route, in seconds.
    var seconds: [String: Double] = [:]
    var outcomes: [RequestRecord.Outcome: Int] = [:]
    /// How long complete replies waited, had their prompts read, and were written.
    var (queue, prefill, decode) = (Duration.zero, Duration.zero, Duration.zero)
  }

  /// The methods that are told apart: a client can invent any number of them.
  private static let methods: Set<String> = ["GET", "HEAD", "POST", "OPTIONS"]
  private static let other = "other"

  private let state = Mutex(Snapshot())

  /// The counts so far.
  var snapshot: Snapshot { state.withLock { $0 } }

  /// Counts a request whose answer is complete.
  ///
  /// - Parameters:
  ///   - route: The path of the route; nil where there is none.
  ///   - method: The method.
  ///   - status: The status of the answer.
  ///   - duration: How long it took.
  ///   - reply: What a model answered; nil where none was asked.
  func count(
    route: String?,
    method: String,
    status: Int,
    duration: Duration,
    reply: RequestRecord.Reply?
  ) {
    let route = route ?? Self.other
    let method = Self.methods.contains(method) ? method : Self.other
    let (seconds, attoseconds) = duration.components
    state.withLock { state in
      state.requests[Kind(route: route, method: method, status: status), default: 0] += 1
      state.seconds[route, default: 0] += Double(seconds) + Double(attoseconds) * 1e-18
      if let outcome = reply?.outcome { state.outcomes[outcome, default: 0] += 1 }
      if let summary = reply?.summary {
        state.queue += summary.queueDuration
        state.prefill += summary.prefillDuration
        state.decode += summary.decodeDuration
      }
    }
  }
}
