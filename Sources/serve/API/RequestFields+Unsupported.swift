//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension RequestFields {
  /// Refuses parameters that would change the reply and are not supported, unless they ask for what is done
  /// anyway, and passes over those that change nothing in it.
  mutating func requireNothingUnsupported(
    endpoint: CompletionCall.Endpoint
  ) throws(APIError) {
    let one: Set<NeutralValue> = [.integer(1)]
    try require("n", one, "can only be 1: there is one reply to a request")
    try require("logit_bias", [.emptyObject], "is not supported")
    switch endpoint {
    case .text:
      try require("best_of", one, "can only be 1")
      try require("echo", [.bool(false)], "is not supported: the prompt is not sent back")
      try require("suffix", [.string("")], "is not supported")
    case .chat:
      try require("tools", [.emptyList], "is not supported: the model calls no tools")
      try require("tool_choice", [.string("none"), .string("auto")], "is not supported")
      try require("functions", [.emptyList], "is not supported: the model calls no functions")
      try require("function_call", [.string("none"), .string("auto")], "is not supported")
      try require("response_format", [.type("text")], "can only ask for text")
      try require("modalities", [.listOf("text")], "can only be [\"text\"]")
      try require("audio", [], "is not supported")
      try require("reasoning_effort", [], "is not supported")
      try require("web_search_options", [], "is not supported")
    }
    for name in Self.harmless { _ = take(name) }
  }

  /// Parameters about who asks, what is kept of it and how fast it may be, none of which changes a reply here.
  private static let harmless = [
    "user", "safety_identifier", "metadata", "store", "service_tier", "prompt_cache_key",
    "prompt_cache_retention", "prediction", "parallel_tool_calls",
  ]
}
