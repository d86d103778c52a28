//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser
import QuantKit

/// Where the server listens, whom it answers and how much it does.
struct ServeOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
  var host = "127.0.0.1"

  @Option(help: ArgumentHelp("The port to listen on; 0 takes a free one.", valueName: "number"))
  var port = 8080

  @Option(
    help: ArgumentHelp(
      """
      The key that clients must send; without it anyone who can reach the server may use it. The variable \
      \(ServeOptions.keyVariable) does the same and, unlike this, is not in the list of processes.
      """,
      valueName: "key"
    )
  )
  var apiKey: String?

  @Option(
    help: ArgumentHelp(
      "An origin whose pages may use the server, such as https://chat.example, or * for all (default: none).",
      valueName: "origin"
    )
  )
  var allowOrigin: String?

  @Option(
    help: ArgumentHelp(
      "Requests that go through the model together, each with a KV cache of its own.",
      valueName: "count"
    )
  )
  var parallel = 4

  @Option(help: ArgumentHelp("Requests that may wait beside those.", valueName: "count"))
  var maxQueue = 64

  @Option(
    help: ArgumentHelp(
      "Tokens that prompt and reply have together at most (default: what the model has).",
      valueName: "tokens"
    )
  )
  var context: Int?

  @Option(
    help: ArgumentHelp(
      "Tokens that a reply has at most; a request for more is refused (default: no limit but the context).",
      valueName: "count"
    )
  )
  var maxTokens: Int?

  @Option(
    help: ArgumentHelp(
      "How long a reply may take, with the time in the queue.",
      valueName: "seconds"
    )
  )
  var requestTimeout = 600

  @Option(help: ArgumentHelp("The largest body of a request.", valueName: "bytes"))
  var maxBody = 1 << 20

  @Option(
    help: ArgumentHelp(
      "How long replies may go on after Ctrl-C or termination.",
      valueName: "seconds"
    )
  )
  var gracePeriod = 30

  /// The variable that holds the key.
  static let keyVariable = "QUANTKIT_API_KEY"

  /// The key that clients must send; nil for none.
  var key: String? { apiKey ?? Environment.value(Self.keyVariable) }

  func validate() throws {
    func check(_ value: Int?, _ name: String, _ range: ClosedRange<Int>) throws {
      guard let value, !range.contains(value) else { return }
      let limits =
        range.upperBound == .max
        ? "at least \(range.lowerBound)" : "between \(range.lowerBound) and \(range.upperBound)"
      throw ValidationError("\(name) must be \(limits), not \(value)")
    }
    try check(port, "--port", 0...65_535)
    try check(parallel, "--parallel", 1...EngineOptions.parallelLimit)
    try check(maxQueue, "--max-queue", 0...100_000)
    try check(context, "--context", 1...Int.max)
    try check(maxTokens, "--max-tokens", 1...Int.max)
    try check(requestTimeout, "--request-timeout", 1...86_400)
    try check(maxBody, "--max-body", 1...(1 << 30))
    try check(gracePeriod, "--grace-period", 0...86_400)
    if host.isEmpty { throw ValidationError("--host must not be empty") }
    if let key, key.isEmpty || !key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
      throw ValidationError("the API key must be visible ASCII characters, one at least")
    }
  }

  var engineOptions: EngineOptions {
    EngineOptions(parallelCount: parallel, queueLimit: maxQueue, contextLength: context)
  }

  var limits: RequestLimits {
    RequestLimits(
      bodyByteCount: maxBody,
      replyDuration: .seconds(requestTimeout),
      tokenCount: maxTokens
    )
  }
}
