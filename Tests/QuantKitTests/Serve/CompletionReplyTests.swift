//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit
@testable import serve

@Suite struct CompletionReplyTests {
  private func reply(
    _ endpoint: CompletionCall.Endpoint,
    hasProbabilities: Bool = false,
    includesUsage: Bool = false
  ) -> CompletionReply {
    CompletionReply(
      endpoint: endpoint,
      id: "id",
      creationTime: 7,
      model: "m",
      hasProbabilities: hasProbabilities,
      includesUsage: includesUsage
    )
  }

  private func summary(_ reason: StopReason) -> CompletionSummary {
    CompletionSummary(
      stopReason: reason,
      promptTokenCount: 5,
      reusedTokenCount: 2,
      generatedTokenCount: 3,
      queueDuration: .milliseconds(1),
      prefillDuration: .milliseconds(20),
      decodeDuration: .milliseconds(500)
    )
  }

  private func token(_ bytes: [UInt8], _ logProbability: Double) -> CompletionToken.Candidate {
    .init(id: 1, bytes: bytes, logProbability: logProbability)
  }

  private func text(_ json: JSON?) -> String {
    json.map { String(decoding: $0.serialized(), as: UTF8.self) } ?? ""
  }

  @Test func wholeChat() {
    #expect(
      text(reply(.chat).whole("Hi", tokens: [], summary: summary(.endToken))) == """
        {"id":"id","object":"chat.completion","created":7,"model":"m","choices":[{"index":0,\
        "message":{"role":"assistant","content":"Hi","refusal":null},"logprobs":null,\
        "finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":3,"total_tokens":8,\
        "prompt_tokens_details":{"cached_tokens":2}},"timings":{"queue_ms":1.0,"prompt_ms":20.0,\
        "prompt_reused":2,"decode_ms":500.0,"tokens_per_second":4.0}}
        """
    )
  }

  @Test func wholeText() {
    let text = text(reply(.text).whole("Hi", tokens: [], summary: summary(.tokenLimit)))
    #expect(
      text.hasPrefix(
        """
        {"id":"id","object":"text_completion","created":7,"model":"m","choices":[{"index":0,\
        "text":"Hi","logprobs":null,"finish_reason":"length"}],
        """
      )
    )
  }

  @Test func piecesOfAChat() {
    let reply = reply(.chat, includesUsage: true)
    func piece(_ delta: String, _ reason: String) -> String {
      """
      {"id":"id","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,\
      "delta":\(delta),"logprobs":null,"finish_reason":\(reason)}],"usage":null}
      """
    }
    #expect(text(reply.opening) == piece(#"{"role":"assistant","content":""}"#, "null"))
    #expect(text(reply.piece("é", tokens: [], at: 0)) == piece(#"{"content":"é"}"#, "null"))
    #expect(text(reply.closing(summary(.stopString))) == piece("{}", #""stop""#))
    #expect(text(reply.usage(summary(.endToken))).contains(#""choices":[],"usage":{"prompt"#))
  }

  @Test func piecesOfAText() {
    let reply = reply(.text)
    #expect(reply.opening == nil && reply.usage(summary(.endToken)) == nil)
    #expect(
      text(reply.piece("x", tokens: [], at: 0)) == """
        {"id":"id","object":"text_completion","created":7,"model":"m","choices":[{"index":0,\
        "text":"x","logprobs":null,"finish_reason":null}]}
        """
    )
  }

  @Test(arguments: [
    (StopReason.endToken, "stop"), (.stopString, "stop"), (.tokenLimit, "length"),
    (.contextLimit, "length"),
  ])
  func reasons(reason: StopReason, word: String) {
    #expect(summary(reason).finishReason == word)
  }

  @Test func probabilitiesOfAChat() {
    let tokens = [
      CompletionToken(
        id: 1,
        chosen: token([0xC3], -0.5),
        alternatives: [token([0xC3], -0.5), token([0x61], -.infinity)]
      )
    ]
    #expect(
      text(TokenProbabilities.chat(tokens)) == """
        {"content":[{"token":"\u{FFFD}","logprob":-0.5,"bytes":[195],"top_logprobs":[\
        {"token":"\u{FFFD}","logprob":-0.5,"bytes":[195]},\
        {"token":"a","logprob":-9999.0,"bytes":[97]}]}],"refusal":null}
        """
    )
  }

  @Test func probabilitiesOfAText() {
    // Two parts of characters look alike: the more probable one stays.
    let tokens = [
      CompletionToken(
        id: 1,
        chosen: token(Array("né".utf8), -1),
        alternatives: [token([0xC3], -0.25), token([0xC4], -2)]
      ),
      CompletionToken(id: 2, chosen: token([0x62], -3), alternatives: []),
    ]
    #expect(
      text(TokenProbabilities.text(tokens, at: 10)) == """
        {"tokens":["né","b"],"token_logprobs":[-1.0,-3.0],"top_logprobs":[{"\u{FFFD}":-0.25},{}],\
        "text_offset":[10,12]}
        """
    )
  }
}
