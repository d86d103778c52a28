//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import HTTPTypes

extension HTTPField.Name {
  static let requestID = name("X-Request-Id")
  static let retryAfter = name("Retry-After")
  static let contentTypeOptions = name("X-Content-Type-Options")
  static let contentSecurityPolicy = name("Content-Security-Policy")
  static let referrerPolicy = name("Referrer-Policy")
  static let frameOptions = name("X-Frame-Options")
  static let resourcePolicy = name("Cross-Origin-Resource-Policy")
  static let openerPolicy = name("Cross-Origin-Opener-Policy")
  static let vary = name("Vary")
  static let allowedOrigin = name("Access-Control-Allow-Origin")
  static let allowedMethods = name("Access-Control-Allow-Methods")
  static let allowedHeaders = name("Access-Control-Allow-Headers")
  static let exposedHeaders = name("Access-Control-Expose-Headers")
  static let maximumAge = name("Access-Control-Max-Age")

  private static func name(_ text: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is a header's name") }
    return name
  }
}
