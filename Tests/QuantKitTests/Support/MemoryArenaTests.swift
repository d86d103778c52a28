//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite("Memory arena")
struct MemoryArenaTests {
  /// Nothing, less than a line, whole lines, more than what a chunk has left, more than a chunk.
  private static let sizes = [0, 1, 64, 65, 4096, 40 << 20, 30 << 20, 7, 80 << 20, 100, 0]

  private func regions(in arena: MemoryArena) -> [MemoryRegion] {
    Self.sizes.enumerated().map { index, size in
      unsafe MemoryRegion(byteCount: size, in: arena) { bytes in
        _ = unsafe bytes.initializeMemory(as: UInt8.self, repeating: UInt8(index + 1))
      }
    }
  }

  @Test("gives each region bytes of its own, aligned")
  func regionsAreApart() {
    let regions = regions(in: MemoryArena())
    for (index, region) in regions.enumerated() {
      #expect(region.byteCount == Self.sizes[index])
      unsafe region.withUnsafeBytes { bytes in
        let address = UInt(bitPattern: bytes.baseAddress)
        #expect(address % UInt(MemoryRegion.alignment) == 0)
        #expect(unsafe bytes.allSatisfy { $0 == UInt8(index + 1) }, "region \(index)")
      }
    }
  }

  @Test("keeps a region as long as there is a reference to it")
  func regionsOutliveTheArena() {
    let last = regions(in: MemoryArena())[5]
    #expect(unsafe last.withUnsafeBytes { unsafe $0.first == 6 && $0.last == 6 })
  }

  @Test("hands out places to many threads at once")
  func places() {
    let arena = MemoryArena()
    let found = Locked<[Int]>([])
    ThreadPool(threadCount: 4).forEach(below: 1000) { _ in
      let offset = arena.place(byteCount: 100).offset
      found.withLock { $0.append(offset) }
    }
    let offsets = found.withLock { $0 }
    #expect(Set(offsets).count == 1000)
    #expect(offsets.allSatisfy { $0 % MemoryRegion.alignment == 0 })
  }
}
