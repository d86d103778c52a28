//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Terminal
import Testing

@Suite struct DisplayWidthTests {
  @Test(
    arguments: [
      ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("百川", 4), ("，。", 4), ("ｱ", 1), ("Ａ", 2),
      ("한글", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("가", 2), ("🥰", 2), ("👍🏽", 2), ("🧑‍💻", 2),
      ("👨‍👩‍👧", 2), ("🇫🇷", 2), ("❤️", 2), ("❤", 1), ("☕", 2), ("1️⃣", 2), ("𠀀", 2),
      ("a\u{200B}b", 2), ("\u{1B}", 0), ("क", 1), ("नि", 2), ("ไทย", 3), ("…—“", 3),
    ] as [(String, Int)]
  )
  func countsColumns(text: String, width: Int) {
    #expect(DisplayWidth.of(text) == width, "\(text.unicodeScalars.map(\.value))")
  }
}
