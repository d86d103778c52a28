//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit

/// The reply to a request in the shapes that OpenAI's interface gives to it: one object, or pieces of a stream.
struct CompletionReply: Sendable {
  let endpoint: CompletionCall.Endpoint
  /// What the reply is known by.
  let id: String
  /// When it was made, in seconds since 1970.
  let creationTime: Int
  /// The model's name.
  let model: String
  /// Whether the probabilities of tokens are part of it.
  let hasProbabilities: Bool
  /// Whether a stream ends with what it cost.
  let includesUsage: Bool

  /// The whole reply.
  func whole(
    _ text: String,
    tokens: [CompletionToken],
    summary: CompletionSummary
  ) -> JSON {
    var choice: [JSON.Member] = [.init(key: "index", value: 0)]
    switch endpoint {
    case .chat:
      choice.append(
        .init(
          key: "message",
          value: ["role": "assistant", "content": .string(text), "refusal": .null]
        )
      )
    case .text: choice.append(.init(key: "text", value: .string(text)))
    }
    choice.append(.init(key: "logprobs", value: probabilities(of: tokens, at: 0)))
    choice.append(.init(key: "finish_reason", value: .string(summary.finishReason)))
    return .object(
      head(object: endpoint == .chat ? "chat.completion" : "text_completion") + [
        .init(key: "choices", value: [.object(choice)]),
        .init(key: "usage", value: summary.usage),
        .init(key: "timings", value: summary.timings),
      ]
    )
  }

  /// The piece of a stream that says who speaks; a continued text needs none.
  var opening: JSON? {
    guard endpoint == .chat else { return nil }
    return piece(delta: ["role": "assistant", "content": ""], probabilities: .null)
  }

  /// A piece of text.
  ///
  /// - Parameters:
  ///   - text: Whole characters.
  ///   - tokens: The tokens that came with it.
  ///   - offset: How many Unicode scalars came before.
  /// - Returns: The piece.
  func piece(_ text: String, tokens: [CompletionToken], at offset: Int) -> JSON {
    piece(
      delta: endpoint == .chat ? ["content": .string(text)] : .string(text),
      probabilities: probabilities(of: tokens, at: offset)
    )
  }

  /// The piece that says what ended the text.
  func closing(_ summary: CompletionSummary) -> JSON {
    piece(
      delta: endpoint == .chat ? [:] : "",
      probabilities: .null,
      finishReason: .string(summary.finishReason)
    )
  }

  /// The piece that says what the reply cost, where it was asked for.
  func usage(_ summary: CompletionSummary) -> JSON? {
    guard includesUsage else { return nil }
    return .object(
      streamHead + [
        .init(key: "choices", value: []),
        .init(key: "usage", value: summary.usage),
        .init(key: "timings", value: summary.timings),
      ]
    )
  }

  private func piece(delta: JSON, probabilities: JSON, finishReason: JSON = .null) -> JSON {
    let choice: JSON = [
      "index": 0,
      endpoint == .chat ? "delta" : "text": delta,
      "logprobs": probabilities,
      "finish_reason": finishReason,
    ]
    let usage: [JSON.Member] = includesUsage ? [.init(key: "usage", value: .null)] : []
    return .object(streamHead + [.init(key: "choices", value: [choice])] + usage)
  }

  private var streamHead: [JSON.Member] {
    head(object: endpoint == .chat ? "chat.completion.chunk" : "text_completion")
  }

  private func head(object: String) -> [JSON.Member] {
    [
      .init(key: "id", value: .string(id)), .init(key: "object", value: .string(object)),
      .init(key: "created", value: .integer(creationTime)),
      .init(key: "model", value: .string(model)),
    ]
  }

  private func probabilities(of tokens: [CompletionToken], at offset: Int) -> JSON {
    guard hasProbabilities else { return .null }
    return switch endpoint {
    case .chat: TokenProbabilities.chat(tokens)
    case .text: TokenProbabilities.text(tokens, at: offset)
    }
  }
}
