//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// The answer of a server.
struct HTTPReply {
  let status: Int
  /// By their names in lower case.
  let headers: [String: String]
  let body: [UInt8]

  /// Reads all that came on a connection.
  init(parsing bytes: [UInt8]) throws {
    let end = try #require(
      bytes.indices.first { bytes[$0...].starts(with: "\r\n\r\n".utf8) },
      "no answer: \(String(decoding: bytes, as: UTF8.self))"
    )
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    let words = try #require(lines.first).split(separator: " ")
    status = try #require(Int(words[1]))
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      headers[parts[0].lowercased()] = parts[1].drop { $0 == " " }.description
    }
    self.headers = headers
    let content = Array(bytes[(end + 4)...])
    body = headers["transfer-encoding"] == "chunked" ? try Self.joined(content) : content
  }

  /// The bytes without the sizes that stand before each piece; the last piece may be missing.
  private static func joined(_ content: [UInt8]) throws -> [UInt8] {
    var rest = content[...]
    var bytes: [UInt8] = []
    while let end = rest.firstIndex(of: UInt8(ascii: "\r")) {
      let count = try #require(
        Int(String(decoding: rest[rest.startIndex..<end], as: UTF8.self), radix: 16)
      )
      bytes += rest[(end + 2)...].prefix(count)
      rest = rest[(end + 2)...].dropFirst(count + 2)
    }
    return bytes
  }

  var text: String { String(decoding: body, as: UTF8.self) }

  /// The body as JSON.
  var json: JSON {
    get throws { try JSON(parsing: body) }
  }

  /// The messages of a stream of events, without the one that ends it.
  var events: [JSON] {
    get throws {
      try text.split(separator: "\n\n").map { $0.dropFirst("data: ".count) }
        .filter { $0 != "[DONE]" }.map { try JSON(parsing: Array($0.utf8)) }
    }
  }

  /// The text of a reply, whole or in pieces, of a chat or not.
  var replyText: String {
    get throws {
      let isStream = headers["content-type"]?.hasPrefix("text/event-stream") == true
      let documents = isStream ? try events : [try json]
      return documents.compactMap { document in
        let choice = document["choices"]?.elements?.first
        return choice?["text"]?.string ?? choice?["message"]?["content"]?.string
          ?? choice?["delta"]?["content"]?.string
      }.joined()
    }
  }

  /// The error in the shape of OpenAI's interface.
  var error: JSON? { (try? json)?["error"] }
}
