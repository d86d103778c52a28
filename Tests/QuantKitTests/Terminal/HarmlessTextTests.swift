//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Terminal
import Testing

@Suite struct HarmlessTextTests {
  @Test func showsWhatATerminalWouldActOn() {
    #expect("a\n\tb 百川 🧑‍💻".harmless == "a\n\tb 百川 🧑‍💻")
    #expect("\u{1B}]0;title\u{07}\r".harmless == "\\u{1b}]0;title\\u{7}\\u{d}")
    #expect("\u{9B}2J".harmless == "\\u{9b}2J")
  }
}
