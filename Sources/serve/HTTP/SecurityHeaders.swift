//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import HTTPTypes
import Hummingbird

/// Tells browsers what may be done with the answers.
struct SecurityHeaders: RouterMiddleware {
  /// The only other origin whose pages may ask this server; nil for none.
  let allowedOrigin: String?

  /// The page runs its own scripts only and reaches nothing but this server.
  static let contentSecurityPolicy = [
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
    "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
  ].joined(separator: "; ")

  func handle(
    _ request: Request,
    context: ServerContext,
    next: (Request, ServerContext) async throws -> Response
  ) async throws -> Response {
    let origin = request.headers[.origin]
    let isAllowed = allowedOrigin != nil && (allowedOrigin == "*" || allowedOrigin == origin)
    var response =
      if request.method == .options, isAllowed { Response(status: .noContent) } else {
        try await next(request, context)
      }
    response.headers[.contentTypeOptions] = "nosniff"
    response.headers[.contentSecurityPolicy] = Self.contentSecurityPolicy
    response.headers[.referrerPolicy] = "no-referrer"
    response.headers[.frameOptions] = "DENY"
    response.headers[.openerPolicy] = "same-origin"
    response.headers[.resourcePolicy] = allowedOrigin == nil ? "same-origin" : "cross-origin"
    guard allowedOrigin != nil else { return response }
    response.headers[.vary] = "Origin"
    guard isAllowed else { return response }
    response.headers[.allowedOrigin] = allowedOrigin
    response.headers[.allowedMethods] = "GET, POST, OPTIONS"
    response.headers[.allowedHeaders] = "Authorization, Content-Type"
    response.headers[.exposedHeaders] = "X-Request-Id, Retry-After"
    response.headers[.maximumAge] = "600"
    return response
  }
}
