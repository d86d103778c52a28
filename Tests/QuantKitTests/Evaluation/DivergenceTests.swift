//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct DivergenceTests {
  // MARK: One position

  @Test func equalLogitsHaveNoDivergence() {
    let logits: [Float] = [0.1, -3.7, 12.25, 1e-3, -80]
    for token in logits.indices {
      let comparison = PositionComparison(
        logits: logits[...],
        reference: logits[...],
        nextToken: token
      )
      #expect(comparison.divergence == 0)
      #expect(comparison.hasSameTop)
      #expect(comparison.probabilityDifference == 0)
    }
  }

  /// Logits moved by one number give the same distribution.
  @Test func divergenceDoesNotDependOnTheOffset() {
    let reference: [Float] = [1, 2, 3, 4]
    let comparison = PositionComparison(
      logits: reference.map { $0 - 64 }[...],
      reference: reference[...],
      nextToken: 0
    )
    #expect(comparison.divergence < 1e-15)
  }

  @Test func divergenceIsThatOfTheDefinition() {
    // Distributions (1/2, 1/4, 1/4) and (1/4, 1/4, 1/2), a slice of a larger row each.
    let reference: [Float] = [9, 0.6931472, 0, 0]
    let logits: [Float] = [0, 0, 0.6931472, -9]
    let comparison = PositionComparison(
      logits: logits[0..<3],
      reference: reference[1..<4],
      nextToken: 2
    )
    // 1/2 log 2 + 1/4 log 1 + 1/4 log 1/2
    #expect((comparison.divergence - 0.25 * 0.6931471805599453).magnitude < 1e-7)
    #expect(!comparison.hasSameTop)
    #expect((comparison.probabilityDifference - 0.25).magnitude < 1e-7)
    #expect((comparison.logProbability + 0.6931471805599453).magnitude < 1e-7)
  }

  // MARK: The summary

  @Test func summaryIsThatOfThePositions() {
    func position(_ logits: [Float]) -> PositionComparison {
      PositionComparison(logits: logits[...], reference: [0, 0], nextToken: 0)
    }
    let positions = [position([0, 0]), position([1, 0]), position([0, 2]), position([0, 0])]
    let values = positions.map(\.divergence)
    let divergence = Divergence(positions)
    let mean = values.reduce(0, +) / 4
    #expect(divergence.positionCount == 4)
    #expect(divergence.mean == mean)
    #expect(divergence.median == 0)
    #expect(divergence.maximum == values.max())
    #expect(divergence.quantile(0.75) == values.sorted()[2])
    let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 3
    #expect((divergence.standardError - (variance / 4).squareRoot()).magnitude < 1e-15)
    // A tie is the lowest token on both sides.
    #expect(divergence.sameTopShare == 0.75)
    #expect((divergence.referencePerplexity - 2).magnitude < 1e-12)
  }

  // MARK: Windows

  @Test(arguments: [(2, 4, [2]), (5, 4, [4]), (6, 4, [4, 2]), (9, 3, [3, 3, 3])])
  func windowsLeaveOutALastTokenAlone(count: Int, length: Int, expected: [Int]) {
    let windows = TextWindows(tokens: Array(0..<count), length: length)
    #expect(windows.map(\.count) == expected)
    #expect(windows.tokenCount == windows.map(\.count).reduce(0, +))
    #expect(windows.flatMap { $0 } == Array(0..<windows.tokenCount))
  }

  @Test func windowsCanBeLimited() {
    var windows = TextWindows(tokens: Array(0..<10), length: 3)
    windows.limit = 2
    #expect(windows.map { $0 } == [[0, 1, 2], [3, 4, 5]])
  }
}
