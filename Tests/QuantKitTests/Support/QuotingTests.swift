//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct QuotingTests {
  @Test(arguments: [
    ("", "''"),
    ("a b", "'a b'"),
    ("模型 😀", "'模型 😀'"),
    ("a\nb", "'a\\u{a}b'"),
    ("\u{1B}[31mred", "'\\u{1b}[31mred'"),
    ("\u{202E}gpj.exe", "'\\u{202e}gpj.exe'"),
    ("a\u{0}", "'a\\u{0}'"),
    ("\u{2028}", "'\\u{2028}'"),
  ])
  func showsWhatATerminalWouldObey(text: String, quoted: String) {
    #expect(text.quoted == quoted)
  }

  @Test
  func messagesDoNothingToATerminal() {
    #expect("'\u{1B}]0;x\u{7}' is missing".message == "'\\u{1b}]0;x\\u{7}' is missing")
    let long = String(repeating: "x", count: 1_000_000).message
    #expect(long.hasSuffix("x…"))
    #expect(long.count < 3_000)
  }

  @Test
  func cutsLongTexts() {
    let quoted = String(repeating: "x", count: 1_000_000).quoted
    #expect(quoted.hasSuffix("x…'"))
    #expect(quoted.count < 1_000)
  }
}
