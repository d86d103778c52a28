//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit

/// The probabilities of tokens in the two shapes that OpenAI's interface has for them.
enum TokenProbabilities {
  /// What stands for the logarithm of a probability of zero, which JSON cannot say.
  private static let least = -9999.0

  /// The shape of chat completions: a list of tokens, each with its bytes and its alternatives.
  static func chat(_ tokens: [CompletionToken]) -> JSON {
    let content = tokens.compactMap { token in
      token.chosen.map { chosen in
        let alternatives = JSON.array(token.alternatives.map { .object(entry($0)) })
        return JSON.object(entry(chosen) + [.init(key: "top_logprobs", value: alternatives)])
      }
    }
    return ["content": .array(content), "refusal": .null]
  }

  /// The shape of text completions: lists side by side.
  ///
  /// - Parameters:
  ///   - tokens: Tokens that follow one another.
  ///   - offset: Where the first one begins in the text, in Unicode scalars.
  /// - Returns: The lists.
  static func text(_ tokens: [CompletionToken], at offset: Int) -> JSON {
    let chosen = tokens.compactMap(\.chosen)
    var offset = offset
    var offsets: [JSON] = []
    for token in chosen {
      offsets.append(.integer(offset))
      offset += token.text.unicodeScalars.count
    }
    return [
      "tokens": .array(chosen.map { .string($0.text) }),
      "token_logprobs": .array(chosen.map(number)),
      "top_logprobs": .array(tokens.map { .object(members($0.alternatives)) }),
      "text_offset": .array(offsets),
    ]
  }

  /// Tokens as keys; parts of characters can look alike, and the most probable one stands for them.
  private static func members(_ alternatives: [CompletionToken.Candidate]) -> [JSON.Member] {
    var members: [JSON.Member] = []
    for token in alternatives where !members.contains(where: { $0.key == token.text }) {
      members.append(.init(key: token.text, value: number(token)))
    }
    return members
  }

  private static func entry(_ token: CompletionToken.Candidate) -> [JSON.Member] {
    [
      .init(key: "token", value: .string(token.text)),
      .init(key: "logprob", value: number(token)),
      .init(key: "bytes", value: .array(token.bytes.map { .integer(Int($0)) })),
    ]
  }

  private static func number(_ token: CompletionToken.Candidate) -> JSON {
    .number(max(least, token.logProbability))
  }
}

extension CompletionToken.Candidate {
  /// What it stands for; a part of a character becomes a replacement character.
  fileprivate var text: String { String(decoding: bytes, as: UTF8.self) }
}
