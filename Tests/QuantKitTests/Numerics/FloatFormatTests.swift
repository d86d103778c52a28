//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct FloatFormatTests {
  @Test(arguments: [FloatFormat.binary16, .bfloat16])
  func everyFinitePatternSurvivesTheWayToFloatAndBack(_ format: FloatFormat) {
    for pattern in UInt32(0)...0xFFFF {
      let value = format.value(ofBitPattern: pattern)
      guard value.isFinite else { continue }
      #expect(format.bitPattern(of: value) == pattern)
      #expect(format.rounded(value) == value)
    }
  }

  @Test(
    arguments: [
      (FloatFormat.binary16, 1 + 0x1p-11, 1),  // A tie goes to the even neighbour,
      (.binary16, 1 + 0x3p-11, 1 + 0x1p-9),
      (.binary16, 0x1p-25, 0),
      (.binary16, 0x1.8p-24, 0x1p-23),  // also between subnormal numbers.
      (.binary16, 65519, 65504),
      (.binary16, 65520, Float.infinity),
      (.bfloat16, 1 + 0x1p-8, 1),
      (.bfloat16, 1 + 0x3p-8, 1 + 0x1p-6),
      (.bfloat16, Float.greatestFiniteMagnitude, .infinity),
      (.binary32, 0.1, 0.1),
    ] as [(FloatFormat, Float, Float)]
  )
  func roundsToNearest(_ format: FloatFormat, _ value: Float, _ expected: Float) {
    #expect(format.rounded(value) == expected)
    #expect(format.rounded(-value) == -expected)
    #expect(format.value(ofBitPattern: format.bitPattern(of: value)) == expected)
  }

  @Test(
    arguments: [
      (FloatFormat.binary16, [0x00, 0x3C, 0x01, 0x80], [1, -0x1p-24]),
      (.bfloat16, [0x80, 0x3F, 0x01, 0x80], [1, -0x1p-133]),
      (.binary32, [0x00, 0x00, 0x80, 0x3F, 0x01, 0x00, 0x00, 0x80], [1, -0x1p-149]),
      (.binary32, [], []),
    ] as [(FloatFormat, [UInt8], [Float])]
  )
  func readsLittleEndianBytes(_ format: FloatFormat, _ bytes: [UInt8], _ expected: [Float]) {
    #expect(format.values(in: bytes) == expected)
  }

  @Test(arguments: FloatFormat.allCases)
  func theLargestValueIsTheLastFinitePattern(_ format: FloatFormat) {
    let pattern = format.bitPattern(of: format.greatestFiniteMagnitude)
    #expect(format.greatestFiniteMagnitude.isFinite)
    #expect(format.value(ofBitPattern: pattern + 1) == .infinity)
  }
}
