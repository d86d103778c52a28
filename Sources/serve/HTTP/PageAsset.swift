//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import HTTPTypes
import Hummingbird

/// A file of the page, which is part of the program.
struct PageAsset: Sendable {
  /// Where it is found.
  let path: String
  /// Its type.
  let type: String
  let content: ByteBuffer

  /// The page and what belongs to it.
  static let all =
    [
      PageAsset("/", "text/html; charset=utf-8", PackageResources.chat_html),
      PageAsset("/chat.css", "text/css; charset=utf-8", PackageResources.chat_css),
    ]
    + [
      ("chat.js", PackageResources.chat_js),
      ("client.js", PackageResources.client_js),
      ("conversation.js", PackageResources.conversation_js),
      ("dom.js", PackageResources.dom_js),
      ("inline.js", PackageResources.inline_js),
      ("markdown.js", PackageResources.markdown_js),
      ("parting.js", PackageResources.parting_js),
      ("preferences.js", PackageResources.preferences_js),
      ("reply.js", PackageResources.reply_js),
      ("settings.js", PackageResources.settings_js),
      ("texts.js", PackageResources.texts_js),
      ("turn.js", PackageResources.turn_js),
    ].map { PageAsset("/" + $0, "text/javascript; charset=utf-8", $1) }

  private init(_ path: String, _ type: String, _ content: [UInt8]) {
    self.path = path
    self.type = type
    self.content = ByteBuffer(bytes: content)
  }

  /// The answer; it is asked for anew each time, since the program may be another one.
  var response: Response {
    Response(
      status: .ok,
      headers: [.contentType: type, .cacheControl: "no-cache"],
      body: ResponseBody(byteBuffer: content)
    )
  }
}
