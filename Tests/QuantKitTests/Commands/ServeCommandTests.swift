//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

/// What clients of the built server get.
@Suite struct ServeCommandTests {
  private let demo = Fixtures.demo("checkpoint")
  private static let chat = "/v1/chat/completions"
  private static let text = "/v1/completions"
  /// A reply that takes seconds on the slowest kernels and never ends by itself: tokens at random.
  private static let long =
    #""temperature": 1000, "top_k": 0, "seed": 1, "max_tokens": 480, "stop": ["\u0001"]"#

  private func slowServer(_ arguments: String...) throws -> RunningServer {
    let slowest = [demo, "--kernels", "generic", "--arithmetic", "exact", "--threads", "1"]
    return try RunningServer(arguments: slowest + arguments)
  }

  // MARK: Replies

  @Test(arguments: [
    ("Once upon a time", #""prompt": "Once upon a time""#, [String]()),
    (
      "Hello", #""messages": [{"role": "user", "content": "Hello"}]"#, ["--chat-prompt"]
    ),
  ])
  func replyInAnyFormIsThatOfRun(prompt: String, question: String, options: [String]) throws {
    let run = try BuiltProgram.run.start(
      [demo, "--prompt", prompt, "--max-tokens", "20", "--temperature", "0"] + options
    ).outcome()
    let expected = run.output.dropLast()
    let server = try RunningServer(demo)
    let path = options.isEmpty ? Self.text : Self.chat
    let body = #"{\#(question), "max_tokens": 20, "temperature": 0"#
    let whole = try server.request("POST", path, body + "}")
    #expect(whole.status == 200 && whole.headers["content-type"] == "application/json")
    #expect(try whole.replyText == expected)
    let usage = try whole.json["usage"]
    let reason = try #require(
      try whole.json["choices"]?.elements?.first?["finish_reason"]?.string
    )
    let stream = try server.request(
      "POST",
      path,
      body + #", "stream": true, "stream_options": {"include_usage": true}}"#
    )
    #expect(stream.status == 200 && stream.text.hasSuffix("data: [DONE]\n\n"))
    #expect(try stream.replyText == expected)
    let last = try #require(try stream.events.last)
    for key in ["prompt_tokens", "completion_tokens", "total_tokens"] {
      #expect(last["usage"]?[key]?.integer == usage?[key]?.integer)
    }
    // The second request finds all but the last token of its prompt in the cache.
    let reused = usage?["prompt_tokens"]?.integer.map { $0 - 1 }
    #expect(last["timings"]?["prompt_reused"]?.integer == reused)
    #expect(try server.metric("quantkit_prompt_tokens_reused_total") == reused.map(Double.init))
    #expect(try server.metric("quantkit_replies_total", where: "\(reason)\"") == 2)
    #expect(!server.errors.contains(prompt), "the log repeats no prompts")
    #expect(server.errors.contains("outcome=\(reason) "))
    #expect(server.end() == 0)
  }

  @Test func probabilitiesAndStops() throws {
    let server = try RunningServer(demo)
    let reply = try server.request(
      "POST",
      Self.chat,
      #"""
      {"messages": [{"role": "user", "content": "Hello"}], "temperature": 0, "logprobs": true,
       "top_logprobs": 2, "stop": "help"}
      """#
    )
    let choice = try #require(try reply.json["choices"]?.elements?.first)
    #expect(choice["finish_reason"]?.string == "stop")
    #expect(choice["message"]?["content"]?.string?.contains("help") == false)
    let tokens = try #require(choice["logprobs"]?["content"]?.elements)
    #expect(!tokens.isEmpty)
    for token in tokens {
      #expect(token["top_logprobs"]?.elements?.count == 2)
      #expect((token["logprob"]?.double ?? 1) <= 0)
    }
  }

  @Test func twoModels() throws {
    let server = try RunningServer(demo, "--compare", demo)
    let names = try server.request("GET", "/v1/models").json["data"]?.elements?.compactMap {
      $0["id"]?.string
    }
    #expect(names == ["checkpoint", "checkpoint-2"])
    let settings = try server.request("GET", "/chat/settings").json
    #expect(settings["models"]?.elements?.count == 2 && settings["needs_key"]?.bool == false)
    for name in names ?? [] {
      let reply = try server.request(
        "POST",
        Self.text,
        #"{"model": "\#(name)", "prompt": "One", "max_tokens": 2}"#
      )
      #expect(try reply.json["model"]?.string == name)
      #expect(try server.metric("quantkit_generated_tokens_total", where: "\"\(name)\"") > 0)
    }
  }

  // MARK: Refusals

  @Test func requestsThatGetNoReply() throws {
    let server = try RunningServer(demo, "--context", "64", "--max-tokens", "32")
    func expect(
      _ status: Int,
      _ code: String,
      _ path: String,
      _ body: String,
      headers: [String] = []
    ) throws {
      let reply = try server.request("POST", path, body, headers: headers)
      #expect(reply.status == status && reply.error?["code"]?.string == code, "\(reply.text)")
      #expect(reply.error?["type"]?.string == "invalid_request_error")
    }
    let hello = #""messages": [{"role": "user", "content": "Hello"}]"#
    let long = String(repeating: "word ", count: 200)
    let longMessage = #"{"role": "user", "content": "\#(long)"}"#
    try expect(404, "model_not_found", Self.chat, #"{"model": "gpt", \#(hello)}"#)
    try expect(400, "context_length_exceeded", Self.text, #"{"prompt": "\#(long)"}"#)
    try expect(400, "context_length_exceeded", Self.chat, #"{"messages": [\#(longMessage)]}"#)
    try expect(400, "invalid_json", Self.chat, "{")
    try expect(400, "unsupported_parameter", Self.chat, #"{\#(hello), "n": 2}"#)
    try expect(400, "invalid_value", Self.chat, #"{\#(hello), "max_tokens": 33}"#)
    try expect(404, "not_found", "/v1/embeddings", "{}")
    let plain = ["Content-Type: text/plain"]
    try expect(415, "unsupported_media_type", Self.chat, "{}", headers: plain)
    try expect(421, "unknown_host", Self.chat, "{}", headers: ["Host: evil.example:80"])
    // What is too long for the context is cut only where that is asked for.
    let cut = try server.request(
      "POST",
      Self.chat,
      #"{"messages": [\#(longMessage)], "truncation": "auto", "max_tokens": 1}"#
    )
    #expect(cut.status == 200, "\(cut.text)")
    let other = try server.request("GET", "/health")
    #expect(other.status == 200)
    #expect(try server.metric("quantkit_http_requests_total", where: "route=\"other\"") == 1)
  }

  @Test func keyIsNeededForAllButThePage() throws {
    let server = try RunningServer(demo, environment: ["QUANTKIT_API_KEY": "secret"])
    for path in ["/", "/chat.css", "/chat.js", "/health", "/chat/settings"] {
      #expect(try server.request("GET", path).status == 200, "\(path)")
    }
    #expect(try server.request("GET", "/chat/settings").json["needs_key"]?.bool == true)
    for path in ["/metrics", "/v1/models", "/v1/models/checkpoint"] {
      for headers in [[], ["Authorization: Bearer wrong"], ["Authorization: Basic secret"]] {
        let reply = try server.request("GET", path, headers: headers)
        #expect(reply.status == 401 && reply.error?["code"]?.string == "invalid_api_key")
        #expect(reply.headers["www-authenticate"] == "Bearer")
      }
      let reply = try server.request("GET", path, headers: ["Authorization: Bearer secret"])
      #expect(reply.status == 200)
    }
    // Nobody without the key makes the server read a body.
    #expect(try server.request("POST", Self.chat, "{").status == 401)
    #expect(!server.errors.contains("secret"))
  }

  @Test func bodiesThatAreTooLarge() throws {
    let server = try RunningServer(demo, "--max-body", "1000")
    let large = #"{"prompt": "\#(String(repeating: "x", count: 1000))"}"#
    let reply = try server.request("POST", Self.text, large)
    #expect(reply.status == 413 && reply.error?["code"]?.string == "request_too_large")
    // A size that is not announced.
    let connection = try server.open(
      "POST",
      Self.text,
      headers: ["Content-Type: application/json", "Transfer-Encoding: chunked"]
    )
    let piece = String(repeating: "x", count: 600)
    connection.send("258\r\n\(piece)\r\n258\r\n\(piece)\r\n0\r\n\r\n")
    #expect(try HTTPReply(parsing: connection.receiveAll()).status == 413)
  }

  @Test func securityHeaders() throws {
    let server = try RunningServer(demo)
    for path in ["/", "/health", "/nothing", "/v1/models"] {
      let headers = try server.request("GET", path).headers
      #expect(headers["content-security-policy"]?.hasPrefix("default-src 'none'; ") == true)
      #expect(headers["x-content-type-options"] == "nosniff")
      #expect(headers["x-frame-options"] == "DENY" && headers["referrer-policy"] == "no-referrer")
      #expect(headers["access-control-allow-origin"] == nil)
      #expect(headers["x-request-id"] != nil)
    }
    #expect(try server.request("OPTIONS", Self.chat).status == 404)
  }

  @Test func originThatIsAllowed() throws {
    let server = try RunningServer(demo, "--allow-origin", "https://a.example")
    let allowed = try server.request("OPTIONS", Self.chat, headers: ["Origin: https://a.example"])
    #expect(allowed.status == 204)
    #expect(allowed.headers["access-control-allow-origin"] == "https://a.example")
    let other = try server.request("OPTIONS", Self.chat, headers: ["Origin: https://b.example"])
    #expect(other.status == 404 && other.headers["access-control-allow-origin"] == nil)
  }

  // MARK: Clients that go away, wait or dawdle

  @Test(arguments: [true, false])
  func generationStopsWhenTheClientGoesAway(isStreamed: Bool) throws {
    let server = try slowServer()
    let connection = try server.open(
      "POST",
      Self.text,
      #"{"prompt": "One", "stream": \#(isStreamed), \#(Self.long)}"#
    )
    if isStreamed { _ = connection.receive(until: "data: ") }
    #expect(try server.wait { try server.metric("quantkit_requests_running") == 1 })
    connection.close()
    #expect(
      try server.wait {
        try server.metric("quantkit_requests_running") == 0
          && server.metric("quantkit_replies_total", where: "disconnect") == 1
      }
    )
    let count = try server.metric("quantkit_generated_tokens_total")
    #expect(count < 400, "it went on for \(count) tokens")
    pause(milliseconds: 300)
    #expect(try server.metric("quantkit_generated_tokens_total") == count)
    #expect(server.errors.contains("outcome=disconnect"))
  }

  @Test func fullQueue() throws {
    let server = try slowServer("--parallel", "1", "--max-queue", "0")
    let body = #"{"prompt": "One", "stream": true, \#(Self.long)}"#
    let first = try server.open("POST", Self.text, body)
    _ = first.receive(until: "data: ")
    #expect(try server.wait { try server.metric("quantkit_requests_running") == 1 })
    let second = try server.request("POST", Self.text, body)
    #expect(second.status == 429 && second.error?["code"]?.string == "queue_full")
    #expect(second.error?["type"]?.string == "rate_limit_error")
    #expect(second.headers["retry-after"].flatMap { Int($0) } != nil)
    first.close()
    #expect(try server.wait { try server.metric("quantkit_requests_running") == 0 })
    let third = try server.request("POST", Self.text, #"{"prompt": "One", "max_tokens": 1}"#)
    #expect(third.status == 200)
  }

  @Test func replyThatTakesTooLong() throws {
    let server = try slowServer("--request-timeout", "1", "--parallel", "2")
    let whole = try server.open("POST", Self.text, #"{"prompt": "One", \#(Self.long)}"#)
    let stream = try server.open(
      "POST",
      Self.text,
      #"{"prompt": "One", "stream": true, \#(Self.long)}"#
    )
    let reply = try HTTPReply(parsing: whole.receiveAll())
    #expect(reply.status == 504 && reply.error?["code"]?.string == "timeout", "\(reply.text)")
    let events = try HTTPReply(parsing: stream.receiveAll()).events
    #expect(events.count > 1 && events.last?["error"]?["code"]?.string == "timeout")
    #expect(try server.metric("quantkit_replies_total", where: "timeout") == 2)
  }

  @Test func requestsThatNeverEndKeepNobodyWaiting() throws {
    let server = try RunningServer(demo)
    let connections = try (0..<20).map { index in
      let connection = try TestConnection(port: server.port)
      let head = "POST \(Self.text) HTTP/1.1\r\nHost: localhost\r\n"
      let rest = "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
      connection.send(index % 2 == 0 ? head : head + rest)
      return connection
    }
    let reply = try server.request("POST", Self.text, #"{"prompt": "One", "max_tokens": 1}"#)
    #expect(reply.status == 200)
    for connection in connections { connection.close() }
  }

  @Test func garbageIsAnsweredOrCutOff() throws {
    let server = try RunningServer(demo)
    for text in ["\u{0}\u{1}\u{2}\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"] {
      let connection = try TestConnection(port: server.port)
      connection.send(text)
      let answer = String(decoding: connection.receiveAll(), as: UTF8.self)
      #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 400"), "\(answer)")
    }
    let connection = try TestConnection(port: server.port)
    let long = String(repeating: "x", count: 1 << 15)
    connection.send("GET / HTTP/1.1\r\nHost: localhost\r\nX: \(long)")
    let answer = String(decoding: connection.receiveAll(), as: UTF8.self)
    #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4"), "\(answer)")
    #expect(try server.request("GET", "/health").status == 200)
  }

  // MARK: The end

  @Test func replyIsCompletedWhenTheServerEnds() throws {
    let server = try slowServer()
    let connection = try server.open(
      "POST",
      Self.text,
      #"{"prompt": "One", "stream": true, "temperature": 1000, "top_k": 0, "seed": 1, "max_tokens": 100}"#
    )
    _ = connection.receive(until: "data: ")
    server.process.terminate()
    let rest = String(decoding: connection.receiveAll(), as: UTF8.self)
    #expect(rest.contains("data: [DONE]"), "\(rest)")
    server.process.waitUntilExit()
    #expect(server.process.terminationStatus == 0)
    #expect(throws: TestConnection.ConnectionRefused.self) {
      try TestConnection(port: server.port)
    }
    #expect(server.errors.contains("ending"))
  }

  @Test func gracePeriodEnds() throws {
    let server = try slowServer("--grace-period", "1")
    let connection = try server.open(
      "POST",
      Self.text,
      #"{"prompt": "One", "stream": true, \#(Self.long)}"#
    )
    _ = connection.receive(until: "data: ")
    #expect(server.end() == 0)
    #expect(!String(decoding: connection.receiveAll(), as: UTF8.self).contains("[DONE]"))
    #expect(server.errors.contains("outcome=disconnect"))
  }

  @Test func secondSignalEndsAtOnce() throws {
    let server = try slowServer()
    let connection = try server.open(
      "POST",
      Self.text,
      #"{"prompt": "One", "stream": true, \#(Self.long)}"#
    )
    _ = connection.receive(until: "data: ")
    server.process.terminate()
    #expect(try server.wait { server.errors.contains("ending") })
    server.process.terminate()
    server.process.waitUntilExit()
    #expect(server.process.terminationReason == .uncaughtSignal)
  }

  // MARK: Mistakes

  @Test func serverThatCannotStart() throws {
    let server = try RunningServer(demo)
    let serve = BuiltProgram.serve
    let taken = try serve(demo, "--port", String(server.port))
    #expect(taken.status == 1 && taken.output.isEmpty)
    #expect(
      taken.errors.contains("cannot listen on 127.0.0.1:\(server.port): address already in use"),
      "\(taken.errors)"
    )
    #expect(try serve("/nothing").status == 64)
    #expect(try serve(demo, "--port", "70000").errors.contains("--port must be between"))
    #expect(try serve(demo, "--parallel", "0").status == 64)
    #expect(try serve(demo, "--api-key", "").errors.contains("API key must be"))
    #expect(try serve(Fixtures.path("models")).status == 1)
    let help = try serve("--help")
    #expect(help.status == 0 && help.output.contains("--max-queue") && help.errors.isEmpty)
  }

  @Test func warningForAnOpenServer() throws {
    let server = try RunningServer(demo, "--host", "0.0.0.0")
    #expect(server.errors.contains("no API key is set"))
    // Others may call it by any name.
    let reply = try server.request("GET", "/health", headers: ["Host: model.example"])
    #expect(reply.status == 200)
  }

  // MARK: Scripts

  /// Left out where the package `openai` is not installed: nothing is downloaded by a test.
  @Test(.enabled(if: PythonProgram.has(package: "openai"), "the package 'openai' is not installed"))
  func clientOfOpenAI() throws {
    let outcome = try PythonProgram.run(
      Fixtures.script("try_openai.py"),
      "--serve",
      BuiltProgram.serve.path,
      "--run",
      BuiltProgram.run.path
    )
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  }

  @Test(.enabled(if: PythonProgram.has(package: "asyncio")))
  func manyClientsAtOnce() throws {
    let outcome = try PythonProgram.run(
      Fixtures.script("load_serve.py"),
      "--serve",
      BuiltProgram.serve.path,
      "--clients",
      "50",
      "--seconds",
      "6"
    )
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  }
}
