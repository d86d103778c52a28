//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit

/// Why a request gets no reply, in the shape that OpenAI's interface gives to errors.
struct APIError: Error, Sendable, Equatable {
  /// The status of the HTTP response.
  let status: Int
  /// The class of error, such as `invalid_request_error`.
  let type: String
  /// One word for programs, or nil.
  let code: String?
  /// The parameter that is wrong, or nil.
  let parameter: String?
  /// A sentence for people.
  let message: String
  /// After how many seconds it makes sense to ask again, or nil.
  var retryDelay: Int?

  /// The body of the response.
  var json: JSON {
    [
      "error": [
        "message": .string(message), "type": .string(type),
        "param": parameter.map { .string($0) } ?? .null, "code": code.map { .string($0) } ?? .null,
      ]
    ]
  }
}

extension APIError {
  /// A request that makes no sense, or asks for what is not there.
  static func invalid(
    _ message: String,
    parameter: String? = nil,
    code: String? = nil,
    status: Int = 400
  ) -> APIError {
    APIError(
      status: status,
      type: "invalid_request_error",
      code: code,
      parameter: parameter,
      message: message
    )
  }

  /// A parameter that asks for what this server does not do.
  static func unsupported(_ parameter: String, _ problem: String) -> APIError {
    invalid(
      "'\(parameter)' \(problem)",
      parameter: parameter,
      code: "unsupported_parameter"
    )
  }

  /// A parameter with a value that it cannot have.
  static func badValue(_ parameter: String, expected: String, found: JSON) -> APIError {
    // A value is repeated where it is short and harmless; a prompt never is.
    let value =
      switch found {
      case .integer, .number, .bool: String(decoding: found.serialized(), as: UTF8.self)
      default: found.kindText
      }
    return invalid(
      "'\(parameter)' must be \(expected), not \(value)",
      parameter: parameter,
      code: "invalid_value"
    )
  }

  static let missingKey = APIError(
    status: 401,
    type: "invalid_request_error",
    code: "invalid_api_key",
    parameter: nil,
    message: "no API key: send it in the header 'Authorization: Bearer KEY'"
  )

  static let wrongKey = APIError(
    status: 401,
    type: "invalid_request_error",
    code: "invalid_api_key",
    parameter: nil,
    message: "the API key is not the one that this server was started with"
  )

  static func unknownModel(_ name: String, known: [String]) -> APIError {
    invalid(
      "there is no model \(name.quoted); this server has \(known.map(\.quoted).joined(separator: " and "))",
      parameter: "model",
      code: "model_not_found",
      status: 404
    )
  }

  static func unknownPath(method: String, path: String) -> APIError {
    invalid("there is no \(method) \(path.quoted)", code: "not_found", status: 404)
  }

  static func foreignHost(_ host: String) -> APIError {
    invalid(
      "this server answers for the address that it listens on, not for \(host.quoted)",
      code: "unknown_host",
      status: 421
    )
  }

  static func bodyTooLarge(limit: Int) -> APIError {
    invalid(
      "the body is larger than the \(limit) bytes that are accepted",
      code: "request_too_large",
      status: 413
    )
  }

  static let wrongContentType = invalid(
    "the header 'Content-Type: application/json' is needed",
    code: "unsupported_media_type",
    status: 415
  )

  static func bodyTooSlow(limit: Duration) -> APIError {
    APIError(
      status: 408,
      type: "invalid_request_error",
      code: "request_timeout",
      parameter: nil,
      message: "the body did not arrive within \(limit.components.seconds) seconds"
    )
  }

  static func timedOut(limit: Duration) -> APIError {
    APIError(
      status: 504,
      type: "server_error",
      code: "timeout",
      parameter: nil,
      message: "the reply was not finished within \(limit.components.seconds) seconds; "
        + "ask for fewer tokens, or start the server with a larger --request-timeout"
    )
  }

  /// For the log and the metrics, with the number that nginx made usual: nobody is left to be told.
  static let clientGone = APIError(
    status: 499,
    type: "invalid_request_error",
    code: "client_gone",
    parameter: nil,
    message: "the client closed the connection"
  )

  static let shuttingDown = APIError(
    status: 503,
    type: "server_error",
    code: "shutting_down",
    parameter: nil,
    message: "the server is shutting down",
    retryDelay: 10
  )

  static func queueFull(_ message: String) -> APIError {
    APIError(
      status: 429,
      type: "rate_limit_error",
      code: "queue_full",
      parameter: nil,
      message: message,
      retryDelay: 1
    )
  }

  /// Something that the client can do nothing about; what it was is in the log.
  static let failed = APIError(
    status: 500,
    type: "server_error",
    code: nil,
    parameter: nil,
    message: "the server failed; its log says why"
  )
}
