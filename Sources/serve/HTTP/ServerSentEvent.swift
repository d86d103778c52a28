//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Hummingbird
import QuantKit

/// A message of a stream of server-sent events.
enum ServerSentEvent {
  /// What ends a stream of OpenAI's interface.
  static let done = ByteBuffer(string: "data: [DONE]\n\n")

  /// A message that is a value in JSON, whose text has no line breaks.
  static func message(_ value: JSON) -> ByteBuffer {
    ByteBuffer(bytes: "data: ".utf8 + value.serialized() + "\n\n".utf8)
  }
}
