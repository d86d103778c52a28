//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import HTTPTypes
import Hummingbird
import Logging
import QuantKit

/// Makes a response of every error, in the shape of OpenAI's interface.
struct ErrorRendering: RouterMiddleware {
  let logger: Logger

  func handle(
    _ request: Request,
    context: ServerContext,
    next: (Request, ServerContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as HTTPError where error.status == .notFound {
      let path = String(request.uri.path.prefix(200))
      return .failure(.unknownPath(method: request.method.rawValue, path: path))
    } catch {
      return .failure(APIError(error, requestID: context.id, logger: logger))
    }
  }
}

extension APIError {
  /// What a client is told about an error, and the log where it is none of the client's making.
  init(_ error: any Error, requestID: String, logger: Logger) {
    if let known = APIError(error) {
      self = known
    } else {
      logger.error("failure", metadata: ["id": .string(requestID), "error": .string("\(error)")])
      self = .failed
    }
  }
}

extension Response {
  /// An answer in JSON.
  static func json(_ value: JSON, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status,
      headers: [.contentType: "application/json", .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.serialized()))
    )
  }

  /// An error.
  static func failure(_ error: APIError) -> Response {
    var response = json(error.json, status: HTTPResponse.Status(code: error.status))
    if let delay = error.retryDelay { response.headers[.retryAfter] = String(delay) }
    if error.status == 401 { response.headers[.wwwAuthenticate] = "Bearer" }
    // What is left of a body that is not read would be taken for the next request.
    if [408, 413].contains(error.status) { response.headers[.connection] = "close" }
    return response
  }
}
