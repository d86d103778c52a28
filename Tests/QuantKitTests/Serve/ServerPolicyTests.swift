//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit
@testable import serve

@Suite struct ServerPolicyTests {
  // MARK: Keys

  @Test(arguments: ["Bearer key", "bearer key", "BEARER key"])
  func rightKey(header: String) {
    #expect(throws: Never.self) { try Authentication.check(header, key: "key") }
  }

  @Test(arguments: [nil, "", "key", "Basic key", "Bearer", "Bearer "])
  func missingKey(header: String?) {
    #expect(throws: APIError.missingKey) { try Authentication.check(header, key: "key") }
  }

  @Test(arguments: ["Bearer kez", "Bearer ke", "Bearer keyy", "Bearer KEY", "Bearer key "])
  func wrongKey(header: String) {
    #expect(throws: APIError.wrongKey) { try Authentication.check(header, key: "key") }
  }

  // MARK: Hosts

  @Test(arguments: [
    ("localhost:8080", "localhost"), ("LOCALHOST", "localhost"), ("[::1]:80", "::1"),
    ("127.0.0.1:1", "127.0.0.1"), ("evil.example:8080", "evil.example"), ("", ""),
  ])
  func nameInAuthority(authority: String, name: String) {
    #expect(HostCheck.name(inAuthority: authority) == name)
  }

  @Test func loopbackAnswersToItsNamesOnly() {
    #expect(
      HostCheck(listeningOn: "127.0.0.2").names
        == ["localhost", "127.0.0.1", "::1", "127.0.0.2"]
    )
    for host in ["0.0.0.0", "::", "192.168.0.1", "example.org", "127.0.0.1.example.org", "127.1"] {
      #expect(HostCheck(listeningOn: host).names == nil)
    }
  }

  @Test(arguments: [("127.0.0.1", "http://127.0.0.1:80"), ("::1", "http://[::1]:80")])
  func addressForABrowser(host: String, address: String) {
    #expect(HTTPServer.address(host: host, port: 80) == address)
  }

  // MARK: Names

  @Test func namesOfModels() {
    #expect(
      ServedModel.names(ofPaths: ["a/demo.qkit", "b/demo/", "/", "x/.qkit"])
        == ["demo", "demo-2", "model", "model-4"]
    )
  }

  // MARK: Errors

  @Test func errorsInTheirShape() {
    let error = APIError.unknownModel("x\n", known: ["a", "b"])
    #expect(
      String(decoding: error.json.serialized(), as: UTF8.self) == """
        {"error":{"message":"there is no model 'x\\\\u{a}'; this server has 'a' and 'b'",\
        "type":"invalid_request_error","param":"model","code":"model_not_found"}}
        """
    )
    #expect(error.status == 404)
  }

  @Test func errorsOfTheLibrary() throws {
    let full = try #require(APIError(EngineError.queueFull(limit: 3)))
    #expect(full.status == 429 && full.retryDelay != nil)
    #expect(APIError(EngineError.shuttingDown)?.status == 503)
    let long = try #require(
      APIError(SessionError.promptTooLong(path: "/secret/model", tokenCount: 9, context: 8))
    )
    #expect(long.status == 400 && long.code == "context_length_exceeded")
    #expect(!long.message.contains("secret"))
    #expect(APIError(SessionError.emptyPrompt(path: "m"))?.status == 400)
    #expect(APIError(CancellationError()) == nil)
  }

  // MARK: Metrics

  @Test func metricsInTheTextFormat() {
    var metrics = MetricsText()
    metrics.add("a_total", "All.", .counter, [.init(value: 3)])
    metrics.add("none", "Nothing.", .gauge, [])
    metrics.add(
      "b",
      "Some.",
      .gauge,
      [
        .init(labels: ["x": "1\"\\\n", "y": "2"], value: 0.5),
        .init(labels: ["x": "z"], value: 1e20),
      ]
    )
    #expect(
      metrics.text == #"""
        # HELP a_total All.
        # TYPE a_total counter
        a_total 3
        # HELP b Some.
        # TYPE b gauge
        b{x="1\"\\\n",y="2"} 0.5
        b{x="z"} 1e+20

        """#
    )
  }

  @Test func countersStayFew() {
    let counters = RequestCounters()
    for index in 0..<100 {
      counters.count(
        route: nil,
        method: "M\(index)",
        status: 404,
        duration: .milliseconds(10),
        reply: nil
      )
    }
    let snapshot = counters.snapshot
    #expect(snapshot.requests == [.init(route: "other", method: "other", status: 404): 100])
    #expect(abs((snapshot.seconds["other"] ?? 0) - 1) < 1e-9)
  }
}
