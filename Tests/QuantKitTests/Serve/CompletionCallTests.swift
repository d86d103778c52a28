//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit
@testable import serve

@Suite struct CompletionCallTests {
  private func call(
    _ body: String,
    _ endpoint: CompletionCall.Endpoint = .chat,
    tokenLimit: Int? = nil
  ) throws(APIError) -> CompletionCall {
    try CompletionCall(parsing: Array(body.utf8), endpoint: endpoint, tokenLimit: tokenLimit)
  }

  private static let hello = #""messages": [{"role": "user", "content": "Hello"}]"#

  private func messages(_ call: CompletionCall) -> [ChatMessage] {
    guard case .chat(let messages, _) = call.completion.prompt else { return [] }
    return messages
  }

  // MARK: What is read

  @Test func chatWithAllParameters() throws {
    let call = try call(
      """
      {"model": "m", "messages": [
         {"role": "developer", "content": "Be brief."},
         {"role": "user", "name": "Ann", "content": [{"type": "text", "text": "One"},
                                                    {"type": "text", "text": "Two"}]},
         {"role": "assistant", "content": "", "refusal": null, "tool_calls": []}],
       "temperature": 0.5, "top_p": 0.75, "top_k": 7, "min_p": 0.25, "max_completion_tokens": 9,
       "stop": ["a", "b"], "seed": -1, "n": 1, "logprobs": true, "top_logprobs": 3,
       "frequency_penalty": -2, "presence_penalty": 2, "repetition_penalty": 1.5, "stream": true,
       "stream_options": {"include_usage": true}, "user": "someone", "tools": [],
       "response_format": {"type": "text"}, "logit_bias": {}, "modalities": ["text"],
       "truncation": "auto", "store": false, "stop_sequences": null}
      """
    )
    #expect(call.model == "m" && call.isStreamed && call.includesUsage)
    #expect(
      messages(call) == [
        ChatMessage(role: "system", content: "Be brief."),
        ChatMessage(role: "user", content: "One\nTwo"),
        ChatMessage(role: "assistant", content: ""),
      ]
    )
    let settings = call.completion.settings
    #expect(settings.temperature == 0.5 && settings.topP == 0.75 && settings.topK == 7)
    #expect(settings.minP == 0.25 && settings.maximumTokenCount == 9)
    #expect(settings.stopStrings == ["a", "b"] && settings.seed == .max)
    #expect(settings.frequencyPenalty == -2 && settings.presencePenalty == 2)
    #expect(settings.repetitionPenalty == 1.5)
    #expect(call.completion.logProbabilityCount == 3 && call.completion.cutsHistory)
  }

  @Test func whatIsLeftOutIsLeftToTheModel() throws {
    let call = try call("{\(Self.hello)}")
    let settings = call.completion.settings
    #expect(call.model == nil && !call.isStreamed && !call.includesUsage)
    #expect(settings.temperature == nil && settings.seed == nil && settings.stopStrings == nil)
    #expect(settings.maximumTokenCount == nil && call.completion.logProbabilityCount == nil)
    #expect(!call.completion.cutsHistory)
  }

  @Test(arguments: [#""Once""#, #"["Once"]"#])
  func promptOfText(prompt: String) throws {
    let call = try call(
      #"{"prompt": \#(prompt), "stop": ".", "logprobs": 2, "best_of": 1, "echo": false}"#,
      .text
    )
    guard case .text(let text) = call.completion.prompt else {
      Issue.record("a text is continued as text")
      return
    }
    #expect(text == "Once" && call.completion.settings.stopStrings == ["."])
    #expect(call.completion.logProbabilityCount == 2)
  }

  // MARK: What is refused

  @Test(arguments: [
    (#""n": 2"#, "n"), (#""tools": [{"type": "function"}]"#, "tools"),
    (#""response_format": {"type": "json_schema"}"#, "response_format"),
    (#""logit_bias": {"5": 1}"#, "logit_bias"), (#""functions": [{}]"#, "functions"),
    (#""audio": {}"#, "audio"), (#""modalities": ["audio"]"#, "modalities"),
    (#""tool_choice": "required""#, "tool_choice"), (#""temprature": 1"#, "temprature"),
    (#""best_of": 1"#, "best_of"), (#""prompt": "x""#, "prompt"),
    (#""temperature": -0.1"#, "temperature"), (#""temperature": "1""#, "temperature"),
    (#""top_p": 1.01"#, "top_p"), (#""top_k": 1.5"#, "top_k"), (#""min_p": 2"#, "min_p"),
    (#""max_tokens": 0"#, "max_tokens"),
    (#""max_tokens": 1, "max_completion_tokens": 2"#, "max_tokens"),
    (#""stop": """#, "stop"), (#""stop": ["1", "2", "3", "4", "5"]"#, "stop"),
    (#""seed": 0.5"#, "seed"), (#""seed": 9223372036854775808"#, "seed"),
    (#""frequency_penalty": 2.1"#, "frequency_penalty"),
    (#""repetition_penalty": 0"#, "repetition_penalty"),
    (#""logprobs": 5"#, "logprobs"), (#""top_logprobs": 1"#, "top_logprobs"),
    (#""logprobs": true, "top_logprobs": 21"#, "top_logprobs"), (#""stream": "yes""#, "stream"),
    (#""stream_options": {"include_usage": true}"#, "stream_options"),
    (#""stream": true, "stream_options": {"x": 1}"#, "stream_options.x"),
    (#""truncation": "left""#, "truncation"), (#""model": 7"#, "model"),
  ])
  func parameterOfAChatIsNamed(parameter: String, name: String) throws {
    let error = try #require(throws: APIError.self) {
      try call("{\(Self.hello), \(parameter)}")
    }
    #expect(error.status == 400 && error.parameter == name, "\(error)")
    #expect(error.message.contains("'\(name)'"), "\(error)")
  }

  @Test(arguments: [
    (#""best_of": 2"#, "best_of"), (#""echo": true"#, "echo"), (#""suffix": "x""#, "suffix"),
    (#""logprobs": true"#, "logprobs"), (#""messages": []"#, "messages"),
    (#""max_completion_tokens": 1"#, "max_completion_tokens"),
  ])
  func parameterOfATextIsNamed(parameter: String, name: String) throws {
    let error = try #require(throws: APIError.self) {
      try call(#"{"prompt": "x", \#(parameter)}"#, .text)
    }
    #expect(error.status == 400 && error.parameter == name, "\(error)")
  }

  @Test(arguments: [
    (#""x""#, "messages"), ("[]", "messages"), ("[1]", "messages[0]"),
    (#"[{"content": "x"}]"#, "messages[0]"), (#"[{"role": "user"}]"#, "messages[0]"),
    (#"[{"role": "tool", "content": "x"}]"#, "messages[0].role"),
    (#"[{"role": "user", "content": 5}]"#, "messages[0].content"),
    (#"[{"role": "user", "content": [{"type": "image_url"}]}]"#, "messages[0].content[0]"),
    (#"[{"role": "user", "content": "x", "tool_calls": [1]}]"#, "messages[0].tool_calls"),
  ])
  func placeInTheMessagesIsNamed(messages: String, name: String) throws {
    let error = try #require(throws: APIError.self) { try call(#"{"messages": \#(messages)}"#) }
    #expect(error.status == 400 && error.parameter == name, "\(error)")
  }

  @Test(arguments: [#"[1, 2]"#, #"["a", "b"]"#, "[]", "5"])
  func promptOfAnotherKind(prompt: String) throws {
    let error = try #require(throws: APIError.self) { try call(#"{"prompt": \#(prompt)}"#, .text) }
    #expect(error.parameter == "prompt")
  }

  @Test(arguments: ["", "{", "[]", "\"x\"", #"{"model": "a", "model": "b"}"#])
  func bodyThatIsNoObject(body: String) throws {
    let error = try #require(throws: APIError.self) { try call(body) }
    #expect(error.status == 400 && error.code == "invalid_json", "\(error)")
  }

  @Test func moreTokensThanTheServerAllows() throws {
    #expect(throws: Never.self) { try call(#"{\#(Self.hello), "max_tokens": 5}"#, tokenLimit: 5) }
    let error = try #require(throws: APIError.self) {
      try call(#"{\#(Self.hello), "max_tokens": 6}"#, tokenLimit: 5)
    }
    #expect(error.parameter == "max_tokens" && error.message.contains("at most 5"))
  }

  @Test func promptIsNotRepeatedInAMessage() throws {
    let error = try #require(throws: APIError.self) { try call(#"{"messages": "secret"}"#) }
    #expect(!error.message.contains("secret"))
  }
}
