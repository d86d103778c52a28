//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How fast all threads together read memory.
enum MemoryBandwidth {
  /// Larger than caches are, so that most of it comes from memory: 1 GiB.
  private static let byteCount = 1 << 30

  /// Measures the rate a few times over.
  ///
  /// - Parameters:
  ///   - kernels: What reads; the pool is not in use meanwhile.
  ///   - repetitions: How often to measure, at least once; one more run comes before and does not count.
  /// - Returns: Bytes per second.
  static func measure(with kernels: Kernels, repetitions: Int) -> RateSummary {
    let region = unsafe MemoryRegion(byteCount: byteCount) { bytes in
      // Ones rather than zeros, so that every page is a page of its own.
      _ = unsafe bytes.initializeMemory(as: UInt8.self, repeating: 1)
    }
    // The sum is known, so that reading cannot be skipped unnoticed.
    let expected = UInt64(byteCount / 8) &* 0x0101_0101_0101_0101
    let clock = ContinuousClock()
    let rates = (0...repetitions).map { _ in
      let duration = clock.measure {
        precondition(
          kernels.readAll(of: region) == expected,
          "memory does not hold what was written"
        )
      }
      return Double(byteCount) / (duration / .seconds(1))
    }
    return RateSummary(Array(rates.dropFirst()))
  }
}
