//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import serve

@Suite struct RequestBodyReaderTests {
  private func request(
    _ body: RequestBody,
    type: String? = "application/json",
    length: String? = nil
  ) -> Request {
    var head = HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/")
    head.headerFields[.contentType] = type
    head.headerFields[.contentLength] = length
    return Request(head: head, body: body)
  }

  private func read(_ request: Request, limits: RequestLimits = RequestLimits()) async throws
    -> [UInt8]
  {
    var request = request
    return try await RequestBodyReader(limits: limits).read(&request)
  }

  private func body(_ text: String) -> RequestBody {
    RequestBody(buffer: ByteBuffer(string: text))
  }

  @Test(arguments: ["application/json", "Application/JSON; charset=utf-8", "application/json ;x"])
  func typeOfJSON(type: String) async throws {
    #expect(try await read(request(body("{}"), type: type)) == Array("{}".utf8))
  }

  @Test(arguments: [nil, "", "text/plain", "application/jsonp", "text/plain; application/json"])
  func anyOtherType(type: String?) async {
    await #expect(throws: APIError.wrongContentType) {
      try await read(request(body("{}"), type: type))
    }
  }

  @Test func bodyOfTheLargestSize() async throws {
    let limits = RequestLimits(bodyByteCount: 4)
    #expect(try await read(request(body("1234")), limits: limits).count == 4)
    await #expect(throws: APIError.bodyTooLarge(limit: 4)) {
      try await read(request(body("12345")), limits: limits)
    }
    // One that says beforehand how large it is, is not read.
    await #expect(throws: APIError.bodyTooLarge(limit: 4)) {
      try await read(request(body("1"), length: "5"), limits: limits)
    }
  }

  @Test func bodyThatNeverEnds() async {
    let limits = RequestLimits(bodyDuration: .milliseconds(20))
    let (parts, source) = AsyncStream<ByteBuffer>.makeStream()
    source.yield(ByteBuffer(string: "{"))
    await #expect(throws: APIError.bodyTooSlow(limit: limits.bodyDuration)) {
      try await read(request(RequestBody(asyncSequence: parts)), limits: limits)
    }
    source.finish()
  }
}
