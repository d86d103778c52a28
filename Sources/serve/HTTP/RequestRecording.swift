//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Hummingbird
import Logging
import QuantKit
import Terminal

/// Logs and counts every request when its answer is complete, and gives it an id that the client sees.
struct RequestRecording: RouterMiddleware {
  let counters: RequestCounters
  let logger: Logger

  func handle(
    _ request: Request,
    context: ServerContext,
    next: (Request, ServerContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    let (head, status) = (request.head, response.status.code)
    response.headers[.requestID] = context.id
    guard response.body.contentLength == nil else {
      finish(head, status: status, context: context)
      return response
    }
    // A stream is complete when it has been sent.
    let body = response.body
    response.body = ResponseBody { writer in
      defer { finish(head, status: status, context: context) }
      try await body.write(writer)
    }
    return response
  }

  private func finish(_ head: HTTPRequest, status: Int, context: ServerContext) {
    let duration = ContinuousClock.now - context.record.start
    // A path that is not there could be anything; this is what the router calls it.
    let route = context.endpointPath == "NotFound" ? nil : context.endpointPath
    counters.count(
      route: route,
      method: head.method.rawValue,
      status: status,
      duration: duration,
      reply: context.record.reply
    )
    let path = (head.path ?? "").split(separator: "?", maxSplits: 1).first.map(String.init) ?? ""
    var metadata: Logger.Metadata = [
      "id": .string(context.id),
      "method": .string(head.method.rawValue),
      "path": .string(String(path.printable.prefix(Self.pathLengthLimit))),
      "status": .stringConvertible(status),
      "ms": .string(Quantities.fixed(duration.inSeconds * 1e3, decimals: 1)),
    ]
    if let reply = context.record.reply {
      metadata["model"] = .string(reply.model)
      metadata["prompt_tokens"] = reply.promptTokenCount.map { .stringConvertible($0) }
      metadata["reused_tokens"] = reply.reusedTokenCount.map { .stringConvertible($0) }
      metadata["generated_tokens"] = .stringConvertible(reply.generatedTokenCount)
      metadata["outcome"] = reply.outcome.map { .string($0.rawValue) }
    }
    // What watches a server asks every few seconds.
    let isProbe = status == 200 && (path == "/health" || path == "/metrics")
    logger.log(level: isProbe ? .debug : .info, "request", metadata: metadata)
  }

  /// The most characters of a path that the log repeats.
  private static let pathLengthLimit = 200
}
