//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit

/// What a client asks for with `/v1/chat/completions` or `/v1/completions`.
struct CompletionCall: Sendable {
  /// The two forms of the question and of the reply.
  enum Endpoint: Sendable {
    case chat, text
  }

  let endpoint: Endpoint
  /// The model's name; nil for the only or the first one.
  let model: String?
  /// The question and how to answer it.
  let completion: CompletionRequest
  /// Whether the reply is sent piece by piece.
  let isStreamed: Bool
  /// Whether a stream ends with what it cost.
  let includesUsage: Bool

  /// The most stop strings.
  static let stopStringLimit = 4
  /// The longest stop string, in bytes.
  static let stopStringByteLimit = 1 << 12

  /// Reads a request.
  ///
  /// - Parameters:
  ///   - body: The JSON text.
  ///   - endpoint: Whom it was sent to.
  ///   - tokenLimit: The most tokens that a request may ask for; nil for no limit but the context.
  /// - Throws: `APIError` that names the parameter that is wrong, unknown or cannot be followed.
  init(
    parsing body: [UInt8],
    endpoint: Endpoint,
    tokenLimit: Int? = nil
  ) throws(APIError) {
    var fields = try RequestFields(parsing: body)
    self.endpoint = endpoint
    model = try fields.string("model")
    isStreamed = try fields.bool("stream") ?? false
    includesUsage = try Self.includesUsage(&fields, isStreamed: isStreamed)
    let prompt: Prompt
    let probabilityCount: Int?
    var cutsHistory = false
    switch endpoint {
    case .chat:
      cutsHistory = try Self.cutsHistory(&fields)
      prompt = .chat(try ChatMessage.messages(fields.take("messages")))
      probabilityCount = try Self.chatProbabilityCount(&fields)
    case .text:
      prompt = .text(try Self.prompt(&fields))
      probabilityCount = try fields.integer(
        "logprobs",
        in: 0...CompletionRequest.logProbabilityLimit
      )
    }
    let settings = try GenerationSettings(&fields, endpoint: endpoint, tokenLimit: tokenLimit)
    try fields.requireNothingUnsupported(endpoint: endpoint)
    try fields.requireNothingLeft()
    completion = CompletionRequest(
      prompt,
      settings: settings,
      logProbabilityCount: probabilityCount,
      cutsHistory: cutsHistory
    )
  }

  /// Whether the oldest messages may be left out; an extension that OpenAI's newer interface has.
  private static func cutsHistory(_ fields: inout RequestFields) throws(APIError) -> Bool {
    let name = "truncation"
    switch fields.take(name) {
    case nil, "disabled": return false
    case "auto": return true
    case let value?: throw .badValue(name, expected: "auto or disabled", found: value)
    }
  }

  private static func includesUsage(
    _ fields: inout RequestFields,
    isStreamed: Bool
  ) throws(APIError) -> Bool {
    let name = "stream_options"
    guard let options = fields.take(name) else { return false }
    guard isStreamed else {
      throw .invalid("'\(name)' is for 'stream': true", parameter: name, code: "invalid_value")
    }
    guard let members = options.members else {
      throw .badValue(name, expected: "an object", found: options)
    }
    var includesUsage = false
    for member in members {
      switch (member.key, member.value) {
      case ("include_usage", .bool(let flag)): includesUsage = flag
      // Padding that hides lengths from who reads the traffic: there is none.
      case ("include_obfuscation", .bool(false)): break
      default:
        throw .unsupported("\(name).\(member.key.printable)", "is not known here")
      }
    }
    return includesUsage
  }

  /// The one text to continue.
  private static func prompt(_ fields: inout RequestFields) throws(APIError) -> String {
    let name = "prompt"
    guard let value = fields.take(name) else {
      throw .invalid("'\(name)' is missing", parameter: name, code: "missing_parameter")
    }
    if let text = value.string { return text }
    guard let elements = value.elements, elements.count == 1, let text = elements[0].string else {
      throw .badValue(name, expected: "a string, or an array of one string", found: value)
    }
    return text
  }

  private static func chatProbabilityCount(
    _ fields: inout RequestFields
  ) throws(APIError) -> Int? {
    let isAskedFor = try fields.bool("logprobs") ?? false
    let count = try fields.integer("top_logprobs", in: 0...CompletionRequest.logProbabilityLimit)
    if count != nil, !isAskedFor {
      throw .invalid(
        "'top_logprobs' needs 'logprobs': true",
        parameter: "top_logprobs",
        code: "invalid_value"
      )
    }
    return isAskedFor ? count ?? 0 : nil
  }
}
