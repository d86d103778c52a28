//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import HTTPTypes
import Hummingbird
import Logging
import QuantKit

/// Answers `/v1/chat/completions` and `/v1/completions`.
struct CompletionHandler: Sendable {
  let models: ServedModels
  let limits: RequestLimits
  let logger: Logger

  /// Reads the request, queues it and answers with the reply or a stream of its pieces.
  ///
  /// - Throws: `APIError`, and what the engine refuses a request with.
  func respond(
    to request: Request,
    endpoint: CompletionCall.Endpoint,
    context: ServerContext
  ) async throws -> Response {
    var request = request
    let body = try await RequestBodyReader(limits: limits).read(&request)
    let call = try CompletionCall(
      parsing: body,
      endpoint: endpoint,
      tokenLimit: limits.tokenCount
    )
    let model = try models.model(named: call.model)
    let reply = CompletionReply(
      endpoint: endpoint,
      id: (endpoint == .chat ? "chatcmpl-" : "cmpl-") + context.id,
      creationTime: WallClock.secondsSince1970,
      model: model.name,
      hasProbabilities: call.completion.logProbabilityCount != nil,
      includesUsage: call.includesUsage
    )
    let replyGuard = ReplyGuard()
    var completion = call.completion
    if completion.settings.maximumTokenCount == nil, let limit = limits.tokenCount {
      completion.settings.maximumTokenCount = min(limit, model.defaults.maximumTokenCount ?? limit)
    }
    let events = try model.engine.submit(
      completion,
      cancellation: replyGuard.cancellation
    )
    context.record.begin(model: model.name)
    let run = CompletionRun(
      reply: reply,
      events: events,
      replyGuard: replyGuard,
      record: context.record,
      limit: limits.replyDuration
    )
    let connection = request.body
    guard call.isStreamed else {
      let value = try await run.whole(watching: connection)
      return .json(value).closingConnection()
    }
    return Response(
      status: .ok,
      headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"],
      body: ResponseBody { [logger] writer in
        try await run.stream(watching: connection, to: &writer) {
          APIError($0, requestID: context.id, logger: logger)
        }
      }
    ).closingConnection()
  }
}

extension Response {
  /// The same with the announcement that the connection is closed after it.
  ///
  /// To notice a client that goes away, everything that comes after a request is read; a next request is lost.
  fileprivate func closingConnection() -> Response {
    var response = self
    response.headers[.connection] = "close"
    return response
  }
}
