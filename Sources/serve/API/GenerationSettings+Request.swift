//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit

extension GenerationSettings {
  /// Takes out what says how the reply is made.
  ///
  /// - Parameters:
  ///   - fields: The parameters of the request.
  ///   - endpoint: Whom it was sent to.
  ///   - tokenLimit: The most tokens that it may ask for; nil for no limit.
  /// - Throws: `APIError` that names the parameter that is wrong.
  init(
    _ fields: inout RequestFields,
    endpoint: CompletionCall.Endpoint,
    tokenLimit: Int?
  ) throws(APIError) {
    self.init()
    maximumTokenCount = try Self.maximumTokenCount(
      &fields,
      endpoint: endpoint,
      tokenLimit: tokenLimit
    )
    temperature = try fields.number("temperature", "a number from 0") { $0 >= 0 }
    topP = try fields.number("top_p", "a number from 0 to 1") { (0...1).contains($0) }
    topK = try fields.integer("top_k", in: 0...Int.max)
    minP = try fields.number("min_p", "a number from 0 to 1") { (0...1).contains($0) }
    repetitionPenalty = try fields.number("repetition_penalty", "a number above 0") { $0 > 0 }
    frequencyPenalty = try fields.number("frequency_penalty", "a number from -2 to 2") {
      (-2...2).contains($0)
    }
    presencePenalty = try fields.number("presence_penalty", "a number from -2 to 2") {
      (-2...2).contains($0)
    }
    stopStrings = try Self.stopStrings(&fields)
    // The interface allows any 64 bits, of which only their being the same again counts.
    seed = try fields.integer("seed", in: Int.min...Int.max).map { UInt64(bitPattern: Int64($0)) }
  }

  private static func maximumTokenCount(
    _ fields: inout RequestFields,
    endpoint: CompletionCall.Endpoint,
    tokenLimit: Int?
  ) throws(APIError) -> Int? {
    let (old, new) = ("max_tokens", "max_completion_tokens")
    let oldCount = try fields.integer(old, in: 1...Int.max)
    let newCount = endpoint == .chat ? try fields.integer(new, in: 1...Int.max) : nil
    if let oldCount, let newCount, oldCount != newCount {
      throw .invalid(
        "'\(old)' and '\(new)' differ; give one of them",
        parameter: old,
        code: "invalid_value"
      )
    }
    guard let count = newCount ?? oldCount else { return nil }
    if let tokenLimit, count > tokenLimit {
      throw .badValue(
        newCount == nil ? old : new,
        expected: "at most \(tokenLimit) on this server",
        found: .integer(count)
      )
    }
    return count
  }

  private static func stopStrings(_ fields: inout RequestFields) throws(APIError) -> [String]? {
    guard let value = fields.take("stop") else { return nil }
    let values = value.elements ?? [value]
    let strings = values.compactMap(\.string)
    guard strings.count == values.count, strings.count <= CompletionCall.stopStringLimit,
      strings.allSatisfy({
        !$0.isEmpty && $0.utf8.count <= CompletionCall.stopStringByteLimit
      })
    else {
      throw .badValue(
        "stop",
        expected: "a string, or up to \(CompletionCall.stopStringLimit) of them, "
          + "each with 1 to \(CompletionCall.stopStringByteLimit) bytes",
        found: value
      )
    }
    return strings
  }
}
