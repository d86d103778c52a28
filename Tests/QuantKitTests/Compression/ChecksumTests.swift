//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct ChecksumTests {
  @Test func textHasSixteenDigits() {
    #expect(Checksum(value: 0x0123_4567_89ab_cdef).description == "0123456789abcdef")
    #expect(Checksum(value: 10).description == "000000000000000a")
  }

  @Test(arguments: [0, 1, 0x0123_4567_89ab_cdef, UInt64.max])
  func textReadsBack(value: UInt64) {
    let checksum = Checksum(value: value)
    #expect(Checksum(text: checksum.description) == checksum)
  }

  @Test(arguments: [
    "", "0", "0123456789abcde", "0123456789abcdef0", "0123456789ABCDEF", "0x23456789abcdef",
    "+123456789abcdef", "0123456789abcdeg", "０123456789abcdef",
  ])
  func otherTextsAreNone(text: String) {
    #expect(Checksum(text: text) == nil)
  }
}
