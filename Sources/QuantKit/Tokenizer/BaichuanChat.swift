//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Baichuan's prompt, made as the original's `build_chat_input` makes it.
///
/// The system text comes first without a mark, then for every message the id of its role and its
/// text. No end token stands between turns. Roles other than user and system count as the
/// assistant's.
struct BaichuanChat: Sendable {
  private let userID: Int
  private let assistantID: Int
  private let contextLength: Int?
  private let maximumNewTokens: Int?

  /// The role ids of the published chat models, for files that do not name them.
  private static let publishedIDs = (user: 195, assistant: 196)

  /// Nil when the files are no Baichuan model's.
  ///
  /// - Parameters:
  ///   - files: The files of the checkpoint.
  ///   - vocabularySize: The number of ids of the tokenizer.
  /// - Throws: `TokenizerError`: `.malformed` for a damaged file, `.unknownChatFormat` when the
  ///   role ids are not in the vocabulary.
  init?(files: TokenizerFiles, vocabularySize: Int) throws(TokenizerError) {
    func object(_ name: String) throws(TokenizerError) -> ConfigurationObject? {
      guard let json = try files.json(name) else { return nil }
      return try ConfigurationObject(json, path: files.location(of: name))
    }
    let generation = try object("generation_config.json")
    let model = try object("config.json")
    let tokenizer = try object("tokenizer_config.json")

    let user = try generation?.id("user_token_id")
    let assistant = try generation?.id("assistant_token_id")
    let architectures = (model?["architectures"]?.elements ?? []).compactMap(\.string)
    let isBaichuan =
      architectures.contains { $0.lowercased() == "baichuanforcausallm" }
      || tokenizer?["tokenizer_class"]?.string == "BaichuanTokenizer"
    guard isBaichuan || (user != nil && assistant != nil) else { return nil }

    userID = user ?? Self.publishedIDs.user
    assistantID = assistant ?? Self.publishedIDs.assistant
    guard userID < vocabularySize, assistantID < vocabularySize else {
      throw .unknownChatFormat(
        path: files.path,
        reason: "the role ids \(userID) and \(assistantID) are not in its vocabulary"
      )
    }
    contextLength =
      model?["model_max_length"]?.integer ?? model?["max_position_embeddings"]?.integer
      ?? tokenizer?["model_max_length"]?.integer
    maximumNewTokens = generation?["max_new_tokens"]?.integer
  }

  /// The ids of a conversation whose system message, if any, is the first.
  ///
  /// - Parameters:
  ///   - messages: At least one message.
  ///   - tokenizer: The tokenizer of the model.
  ///   - contextLength: How many ids the model can hold; nil for what the files say.
  ///   - maximumNewTokens: The room for the answer; 0 for what the files say, else none.
  /// - Returns: The ids.
  func encode(
    _ messages: [ChatMessage],
    tokenizer: Tokenizer,
    contextLength: Int?,
    maximumNewTokens: Int
  ) -> [Int] {
    var rest = messages[...]
    var system = ""
    if let first = messages.first, first.role == "system" {
      system = first.content
      rest = rest.dropFirst()
    }
    // An absent system text is encoded too, for a tokenizer that puts a begin id before every text.
    let systemIDs = encode(system, tokenizer)
    let contextLength = contextLength ?? self.contextLength
    let answerLength = maximumNewTokens == 0 ? self.maximumNewTokens ?? 0 : maximumNewTokens
    let limit = contextLength.map { $0.subtractingClamped(answerLength) }

    var ids =
      systemIDs
      + history(rest, tokenizer, limit: limit.map { $0.subtractingClamped(systemIDs.count) })
    if messages.last?.role != "assistant" { ids.append(assistantID) }
    return limit.map { Self.cut(ids, to: $0) } ?? ids
  }

  /// The newest rounds that fit, the newest of all in any case.
  private func history(
    _ messages: ArraySlice<ChatMessage>,
    _ tokenizer: Tokenizer,
    limit: Int?
  ) -> [Int] {
    var history: [Int] = []
    for round in Self.rounds(messages).reversed() {
      var ids: [Int] = []
      for message in round {
        ids.append(message.role == "user" ? userID : assistantID)
        ids += encode(message.content, tokenizer)
      }
      let fits = limit.map { history.count + ids.count <= $0 } ?? true
      guard history.isEmpty || fits else { break }
      history = ids + history
      if let limit, history.count >= limit { break }
    }
    return history
  }

  /// The messages cut before every message of the user.
  private static func rounds(_ messages: ArraySlice<ChatMessage>) -> [ArraySlice<ChatMessage>] {
    var rounds: [ArraySlice<ChatMessage>] = []
    var start = messages.startIndex
    for index in messages.indices where messages[index].role == "user" && index > start {
      rounds.append(messages[start..<index])
      start = index
    }
    if start < messages.endIndex { rounds.append(messages[start...]) }
    return rounds
  }

  private func encode(_ text: String, _ tokenizer: Tokenizer) -> [Int] {
    tokenizer.beginningIDs + tokenizer.encodeMatchingSpecialTokens(text) + tokenizer.endingIDs
  }

  /// The last `limit` ids, with what the original's slice does when an answer leaves no room:
  /// nothing is cut at zero, and below zero as many ids as are missing go on the left.
  private static func cut(_ ids: [Int], to limit: Int) -> [Int] {
    limit > 0 ? ids.suffix(limit) : Array(ids.dropFirst(-max(limit, -ids.count)))
  }
}

extension Int {
  /// The difference, or the nearest value where it leaves the range; for lengths that come from a
  /// file.
  fileprivate func subtractingClamped(_ other: Int) -> Int {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? (other > 0 ? .min : .max) : difference
  }
}
