//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The tokens of a conversation, its oldest part left out where the context would not hold all of it.
struct ChatPrompt {
  /// The ids, with everything that marks the roles.
  let tokens: [Int]
  /// Whether something of the conversation was left out.
  let isCut: Bool

  /// Encodes a conversation.
  ///
  /// Baichuan's own rule cuts rounds and then tokens from the left. Of any other conversation the oldest
  /// rounds are left out whole, its system message and the newest round never.
  ///
  /// - Parameters:
  ///   - messages: At least one message.
  ///   - format: The chat format.
  ///   - tokenizer: The tokenizer that it was made with.
  ///   - options: What a template is told besides.
  ///   - contextLength: How many tokens prompt and answer may have together.
  ///   - room: How many of them the answer may need; nil for what the files say.
  /// - Throws: `TokenizerError` as `ChatFormat.encode` does.
  init(
    _ messages: [ChatMessage],
    format: ChatFormat,
    tokenizer: Tokenizer,
    options: ChatOptions,
    contextLength: Int,
    room: Int?
  ) throws(TokenizerError) {
    func encode(_ messages: [ChatMessage], in length: Int) throws(TokenizerError) -> [Int] {
      try format.encode(
        messages,
        tokenizer: tokenizer,
        options: options,
        contextLength: length,
        maximumNewTokens: room ?? 0
      )
    }
    let whole = try encode(messages, in: .max)
    guard !format.cutsHistory else {
      tokens = try encode(messages, in: contextLength)
      isCut = tokens.count < whole.count
      return
    }
    let limit = contextLength - (room ?? 0)
    guard whole.count > limit else {
      tokens = whole
      isCut = false
      return
    }
    let systemCount = messages.first?.role == "system" ? 1 : 0
    // Where a conversation may begin: at each of the user's messages but the first.
    let starts = messages.indices.dropFirst(systemCount + 1).filter { messages[$0].role == "user" }
    var shortest = whole
    var (low, high) = (0, starts.count)
    // The fewest rounds to leave out; with all but the newest left out the search ends in any case.
    while low < high {
      let middle = (low + high) / 2
      let part = try encode(
        Array(messages[..<systemCount] + messages[starts[middle]...]),
        in: .max
      )
      if part.count <= limit || middle == starts.count - 1 { shortest = part }
      if part.count <= limit { high = middle } else { low = middle + 1 }
    }
    tokens = shortest
    isCut = !starts.isEmpty
  }
}
