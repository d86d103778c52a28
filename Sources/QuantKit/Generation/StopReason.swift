//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Why a generation ended.
public enum StopReason: String, Sendable {
  /// The model chose a token that ends its text.
  case endToken
  /// The text reached a stop string.
  case stopString
  /// The number of tokens asked for is reached.
  case tokenLimit
  /// The KV cache is full.
  case contextLimit
  /// Someone asked to stop.
  case cancelled

  /// The reason as words after "stopped by".
  public var text: String {
    switch self {
    case .endToken: "end token"
    case .stopString: "stop string"
    case .tokenLimit: "token limit"
    case .contextLimit: "end of the context"
    case .cancelled: "interrupt"
    }
  }

  /// Whether the model would have gone on.
  public var isCut: Bool {
    switch self {
    case .endToken, .stopString: false
    case .tokenLimit, .contextLimit, .cancelled: true
    }
  }
}
