//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct PackedStatisticsTests {
  @Test(arguments: [QuantizationScheme.int8Row, .int4Row])
  func givesBackWhatWasPacked(scheme: QuantizationScheme) throws {
    var counts = [Int](repeating: 0, count: scheme.codeRange.count)
    for (index, count) in [1, 127, 128, 1 << 14, 1 << 40, 1 << 62].enumerated() {
      counts[2 * index] = count
    }
    let statistics = try #require(
      QuantizationStatistics(
        scheme: scheme,
        sumOfSquares: 1e30,
        sumOfSquaredErrors: 0.1,
        maximumAbsoluteError: 0.3,
        codeCounts: counts
      )
    )
    let unpacked = PackedStatistics(statistics).unpacked(scheme: scheme)
    #expect(unpacked == statistics)
    #expect(unpacked?.weightCount == statistics.weightCount)
  }
}
