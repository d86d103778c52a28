//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct RotaryParametersTests {
  /// Both sides round to float32 at each of a few steps; transformers takes powers in float32.
  private static let relativeTolerance = 4 * 0x1p-23

  /// Bases grown by a sequence are rounded to float32 there and raised to powers near 1.
  private static let dynamicTolerance = 16 * 0x1p-23

  @Test func frequenciesOfPublishedSizesEqualTheReference() throws {
    let path = Fixtures.path("models/variants/frequencies.json")
    let cases = try #require(
      try JSON(parsing: InputFile.contents(of: path, limit: 1 << 20)).elements
    )
    #expect(cases.count == 7)
    for test in cases {
      let configuration = try ModelConfiguration(
        configuration: try #require(test["config"]),
        path: path
      )
      #expect(configuration.unsupportedSettings.isEmpty)
      let rotary = configuration.rotary
      let found = rotary.frequencies(
        dimension: configuration.headDimension,
        sequenceLength: try #require(test["sequence_length"]?.integer)
      )
      let expected = try #require(test["frequencies"]?.elements).compactMap(\.double)
      #expect(found.count == expected.count && found.count == configuration.headDimension / 2)
      let worst = zip(found, expected).map { (Double($0) / $1 - 1).magnitude }.max() ?? .infinity
      let tolerance = rotary.dependsOnLength ? Self.dynamicTolerance : Self.relativeTolerance
      #expect(worst <= tolerance, "\(rotary): \(worst)")
      let factor = try #require(test["attention_factor"]?.double)
      #expect((Double(rotary.attentionFactor) - factor).magnitude < 1e-6)
    }
  }

  @Test func dynamicScalingBeginsBeyondTheOriginalLength() {
    let parameters = RotaryParameters(
      theta: 10_000,
      scaling: .dynamic(factor: 2, originalLength: 16)
    )
    let plain = RotaryParameters(theta: 10_000, scaling: .none)
      .frequencies(dimension: 8, sequenceLength: 0)
    #expect(parameters.frequencies(dimension: 8, sequenceLength: 0) == plain)
    #expect(parameters.frequencies(dimension: 8, sequenceLength: 16) == plain)
    let longer = parameters.frequencies(dimension: 8, sequenceLength: 17)
    #expect(longer[0] == 1 && zip(longer, plain).dropFirst().allSatisfy { $0 < $1 })
    // A head of two elements has one angle, which no base changes.
    #expect(parameters.frequencies(dimension: 2, sequenceLength: 17) == [1])
  }
}
