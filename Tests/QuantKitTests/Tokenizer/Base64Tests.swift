//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct Base64Tests {
  @Test(arguments: [
    ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"),
    ("Zm9vYmE=", "fooba"), ("Zm9vYmFy", "foobar"),
  ])
  func decodes(text: String, expected: String) {
    #expect(Base64.decode(text) == Array(expected.utf8))
  }

  @Test func knowsEveryDigit() {
    #expect(Base64.decode("+/Az") == [0xFB, 0xF0, 0x33])
  }

  @Test(arguments: ["Z", "Zg", "Zg=", "Zg===", "=", "Zm9-", "Zm 9", "Z=g=", "Zm9vé"])
  func refusesWhatIsNone(text: String) { #expect(Base64.decode(text) == nil) }
}
