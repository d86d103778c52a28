//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

@Suite struct ProcessUsageTests {
  @Test func residentMemoryHasWhatIsTouched() throws {
    #if os(Linux)
      let byteCount = 64 << 20
      let memory = [UInt8](repeating: 1, count: byteCount)
      #expect(try #require(ProcessUsage.residentByteCount) > byteCount)
      #expect(memory.last == 1)
    #else
      #expect(ProcessUsage.residentByteCount == nil)
    #endif
  }

  @Test func wallClockIsTheSystems() {
    #expect(abs(Double(WallClock.secondsSince1970) - Date().timeIntervalSince1970) < 5)
  }

  @Test func wordsOfTheSystem() {
    #expect(SystemErrorText.text(ofNumber: EADDRINUSE) == "address already in use")
  }
}
