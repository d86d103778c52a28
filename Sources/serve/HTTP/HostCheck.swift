//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Hummingbird

/// Refuses requests that were meant for another host.
///
/// A page from anywhere can let its own name stand for 127.0.0.1 and then counts as the same origin as a server
/// there. Its requests carry that name, by which they are known.
struct HostCheck: RouterMiddleware {
  /// The names that this server answers to, in lower case; nil for any.
  let names: Set<String>?

  /// The check for a server that listens on an address: one that others can reach may have any name.
  init(listeningOn host: String) {
    let host = host.lowercased()
    names = Self.isLoopback(host) ? Self.loopbackNames.union([host]) : nil
  }

  private static let loopbackNames: Set<String> = ["localhost", "127.0.0.1", "::1"]

  /// Whether only programs of this machine reach what listens on an address.
  static func isLoopback(_ host: String) -> Bool {
    let bytes = host.split(separator: ".", omittingEmptySubsequences: false)
    let isIPv4 = bytes.count == 4 && bytes.allSatisfy { UInt8($0) != nil }
    return loopbackNames.contains(host.lowercased()) || isIPv4 && bytes[0] == "127"
  }

  /// The name in the header of a request, without the port and the brackets of IPv6.
  static func name(inAuthority authority: String) -> String {
    let authority = authority.lowercased()
    if authority.hasPrefix("[") {
      return String(authority.dropFirst().prefix { $0 != "]" })
    }
    return String(authority.prefix { $0 != ":" })
  }

  func handle(
    _ request: Request,
    context: ServerContext,
    next: (Request, ServerContext) async throws -> Response
  ) async throws -> Response {
    let authority = request.head.authority ?? ""
    if let names, !names.contains(Self.name(inAuthority: authority)) {
      throw APIError.foreignHost(String(authority.prefix(200)))
    }
    return try await next(request, context)
  }
}
