//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct MemoryRegionTests {
  @Test(arguments: [0, 1, 63, 64, 65, 1 << 20])
  func keepsWhatItWasFilledWith(byteCount: Int) {
    let region = unsafe MemoryRegion(byteCount: byteCount) { buffer in
      for index in buffer.indices { unsafe buffer[index] = UInt8(truncatingIfNeeded: index) }
    }
    #expect(region.byteCount == byteCount)
    unsafe region.withUnsafeBytes { bytes in
      let isEqual = unsafe bytes.enumerated().allSatisfy { $1 == UInt8(truncatingIfNeeded: $0) }
      #expect(isEqual)
      let address = Int(bitPattern: bytes.baseAddress)
      #expect(address % MemoryRegion.alignment == 0)
      #expect(bytes.count == byteCount)
    }
  }

  @Test
  func passesOnWhatFillingThrows() {
    #expect(throws: CancellationError.self) {
      _ = try unsafe MemoryRegion(byteCount: 100) { _ throws(CancellationError) in
        throw CancellationError()
      }
    }
  }
}
