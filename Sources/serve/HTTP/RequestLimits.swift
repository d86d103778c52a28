//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a request may take.
struct RequestLimits: Sendable {
  /// The largest body, in bytes.
  var bodyByteCount = 1 << 20
  /// How long a body may take to arrive.
  var bodyDuration = Duration.seconds(30)
  /// How long a reply may take, the time in the queue included.
  var replyDuration = Duration.seconds(600)
  /// The most tokens that a request may ask for; nil for no limit but the context.
  var tokenCount: Int?

  /// How long a connection may do nothing, or take to send the head of a request.
  static let idleDuration = Duration.seconds(60)
  /// The most connections at a time; others wait in the system's queue.
  static let connectionCount = 512
  /// How long a client may leave what was sent to it unread.
  static let stallDuration = Duration.seconds(60)
  /// The largest head of a request, in bytes.
  static let headByteCount = 1 << 14
}
