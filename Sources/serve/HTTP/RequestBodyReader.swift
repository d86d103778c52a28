//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import HTTPTypes
import Hummingbird
import NIOCore

/// Reads the body of a request that sends JSON.
struct RequestBodyReader {
  let limits: RequestLimits

  /// Reads all of it.
  ///
  /// - Parameter request: Keeps what is needed to notice the end of its connection.
  /// - Returns: The bytes.
  /// - Throws: `APIError` for another type, and for a body that is too large or comes too slowly.
  func read(_ request: inout Request) async throws -> [UInt8] {
    // A form of a foreign page can send any other type without asking.
    let type = request.headers[.contentType]?.prefix { $0 != ";" } ?? ""
    guard type.lowercased().filter({ $0 != " " }) == "application/json" else {
      throw APIError.wrongContentType
    }
    let limit = limits.bodyByteCount
    if let count = request.headers[.contentLength].flatMap({ Int($0) }), count > limit {
      throw APIError.bodyTooLarge(limit: limit)
    }
    let body = request.body
    let bytes: [UInt8] = try await withThrowingTaskGroup(of: [UInt8].self) { group in
      group.addTask { try await Self.collect(body, limit: limit) }
      group.addTask { [duration = limits.bodyDuration] in
        try await Task.sleep(for: duration)
        throw APIError.bodyTooSlow(limit: duration)
      }
      defer { group.cancelAll() }
      // The first to end decides; there are two.
      guard let bytes = try await group.next() else { return [] }
      return bytes
    }
    request.body = RequestBody(buffer: ByteBuffer())
    return bytes
  }

  private static func collect(_ body: RequestBody, limit: Int) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await part in body {
      guard bytes.count + part.readableBytes <= limit else {
        throw APIError.bodyTooLarge(limit: limit)
      }
      bytes.append(contentsOf: part.readableBytesView)
    }
    return bytes
  }
}
