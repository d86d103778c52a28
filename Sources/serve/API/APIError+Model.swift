//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit

extension APIError {
  /// What a client is told about an error of the library; nil where the client can do nothing about it.
  ///
  /// Paths of this machine and its options are left out.
  init?(_ error: any Error) {
    switch error {
    case let error as APIError: self = error
    case let error as EngineError:
      switch error {
      case .queueFull: self = .queueFull(error.description)
      case .shuttingDown: self = .shuttingDown
      // Only making an engine throws it, before anyone listens.
      case .contextTooLarge: return nil
      }
    case let error as SessionError where error.code == .emptyPrompt:
      self = .invalid("the prompt is empty", parameter: "prompt", code: "invalid_value")
    case let error as SessionError where error.code == .promptTooLong:
      self = .invalid(
        "the prompt has more tokens than the context; shorten it, or let the oldest messages of a chat be left "
          + "out with 'truncation': \"auto\"",
        parameter: "messages",
        code: "context_length_exceeded"
      )
    case let error as TokenizerError where error.code == .unknownChatFormat:
      self = .invalid(
        "the model has no chat format that is known here; ask /v1/completions",
        parameter: "model",
        code: "not_a_chat_model"
      )
    case let error as TokenizerError where error.code == .invalidMessages:
      self = .invalid(
        "the chat format of the model refuses these messages; most formats want a system message first or "
          + "none, then the user and the assistant in turn",
        parameter: "messages",
        code: "invalid_messages"
      )
    default: return nil
    }
  }
}
