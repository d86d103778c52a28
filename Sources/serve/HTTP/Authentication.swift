//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import HTTPTypes
import Hummingbird

/// Lets only those through who have the key.
struct Authentication: RouterMiddleware {
  /// The key; nil where none is needed.
  let key: String?

  func handle(
    _ request: Request,
    context: ServerContext,
    next: (Request, ServerContext) async throws -> Response
  ) async throws -> Response {
    if let key { try Self.check(request.headers[.authorization], key: key) }
    return try await next(request, context)
  }

  /// Checks what a client shows.
  ///
  /// - Parameters:
  ///   - header: The header `Authorization`.
  ///   - key: The key.
  /// - Throws: `APIError` where it is missing or another one.
  static func check(_ header: String?, key: String) throws(APIError) {
    guard let header else { throw .missingKey }
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw .missingKey }
    guard areEqual(Array(parts[1].utf8), Array(key.utf8)) else { throw .wrongKey }
  }

  /// Whether two texts are the same, in a time that does not tell how far they are.
  private static func areEqual(_ given: [UInt8], _ key: [UInt8]) -> Bool {
    var difference: UInt8 = given.count == key.count ? 0 : 1
    for (index, byte) in key.enumerated() {
      difference |= byte ^ (index < given.count ? given[index] : 0)
    }
    return difference == 0
  }
}
