//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import HTTPTypes
import Hummingbird
import Logging
import QuantKit

/// What the server answers, and what stands before it.
struct ServerRoutes {
  let models: ServedModels
  let limits: RequestLimits
  let host: String
  /// The key that clients need; nil for none.
  let key: String?
  /// The only other origin whose pages may ask this server; nil for none.
  let allowedOrigin: String?
  let logger: Logger

  /// The router.
  func router() -> Router<ServerContext> {
    let counters = RequestCounters()
    let metrics = ServerMetrics(models: models, counters: counters, start: .now)
    let completions = CompletionHandler(models: models, limits: limits, logger: logger)
    let router = Router(context: ServerContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: RequestRecording(counters: counters, logger: logger))
    router.add(middleware: SecurityHeaders(allowedOrigin: allowedOrigin))
    router.add(middleware: ErrorRendering(logger: logger))
    router.add(middleware: HostCheck(listeningOn: host))

    addPage(to: router)
    router.get("health") { [models] _, _ in
      Response.json(ServerHealth(models: models, start: metrics.start).json)
    }

    let guarded = router.group().add(middleware: Authentication(key: key))
    guarded.get("metrics") { _, _ in
      Response(
        status: .ok,
        headers: [.contentType: MetricsText.contentType, .cacheControl: "no-store"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.text))
      )
    }
    guarded.get("v1/models") { [models] _, _ in
      Response.json(ModelListing.list(models.all.map(\.listing)))
    }
    guarded.get("v1/models/:name") { [models] _, context in
      Response.json(try models.model(named: context.parameters.require("name")).listing.json)
    }
    guarded.post("v1/chat/completions") { request, context in
      try await completions.respond(to: request, endpoint: .chat, context: context)
    }
    guarded.post("v1/completions") { request, context in
      try await completions.respond(to: request, endpoint: .text, context: context)
    }
    return router
  }

  private func addPage(to router: Router<ServerContext>) {
    for asset in PageAsset.all {
      router.get(RouterPath(asset.path)) { _, _ in asset.response }
    }
    let settings = ChatSettings(models: models, needsKey: key != nil, limit: limits.tokenCount)
    router.get("chat/settings") { _, _ in Response.json(settings.json) }
  }
}
