//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite("Attention")
struct AttentionKernelTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var heads = 1
    var keyValueHeads = 1
    var dimension = 8
    var positions = 1
    var slope: Float = 0
    var window: Int?
    /// The tokens fed together; all ways must give the same bits.
    var steps: [Int] = [1, 5]

    var testDescription: String {
      "\(heads)/\(keyValueHeads) heads of \(dimension), \(positions) positions, slope \(slope), "
        + "window \(window.map(String.init) ?? "none")"
    }
  }

  /// The input of a case, and attention to it.
  private struct Example {
    let test: Case
    let scale: Float = 1.5
    let slopes: [Float]
    var queries: [[Float]]
    var keys: [[Float]]
    var values: [[Float]]

    init(_ test: Case) {
      var random = SplitMix64(seed: 7)
      func rows(_ heads: Int) -> [[Float]] {
        (0..<test.positions).map { _ in random.floats(heads * test.dimension) }
      }
      self.test = test
      slopes = (0..<test.heads).map { test.slope * Float($0 + 1) }
      queries = rows(test.heads)
      keys = rows(test.keyValueHeads)
      values = rows(test.keyValueHeads)
    }

    private func head(_ number: Int, of row: [Float]) -> [Float] {
      Array(row[number * test.dimension..<(number + 1) * test.dimension])
    }

    /// The scalar reference on what the cache holds.
    func expected(_ format: KeyValueFormat, positions: some Sequence<Int>) -> [Double] {
      let group = test.heads / test.keyValueHeads
      func cached(_ rows: [[Float]]) -> [[[Float]]] {
        (0..<test.keyValueHeads).map { number in
          rows.map { ScalarKernels.cached(head(number, of: $0), format: format) }
        }
      }
      let keys = cached(keys)
      let values = cached(values)
      return positions.flatMap { position in
        let seen = max(0, position + 1 - (test.window ?? .max))...position
        return (0..<test.heads).flatMap { number in
          ScalarKernels.attention(
            query: head(number, of: queries[position]),
            keys: Array(keys[number / group][seen]),
            values: Array(values[number / group][seen]),
            scale: scale,
            slope: slopes[number]
          )
        }
      }
    }

    /// What the kernels give when `step` tokens are fed at a time.
    func attend(
      _ instructionSet: InstructionSet,
      _ format: KeyValueFormat,
      step: Int,
      threadCount: Int = 2
    ) -> [Float] {
      func matrix(_ rows: [[Float]]) -> ActivationMatrix {
        let matrix = ActivationMatrix(rowCapacity: rows.count, columns: rows[0].count)
        for (row, values) in rows.enumerated() { matrix.setRow(row, to: values) }
        return matrix
      }
      let kernels = Kernels(
        instructionSet: instructionSet,
        pool: ThreadPool(threadCount: threadCount)
      )
      let cache = KeyValueBlocks(
        layout: .init(
          layers: 2,
          heads: test.keyValueHeads,
          dimension: test.dimension,
          format: format
        )
      )
      cache.reserve(positions: test.positions)
      let input = (matrix(queries), matrix(keys), matrix(values))
      let output = ActivationMatrix(
        rowCapacity: test.positions,
        columns: test.heads * test.dimension
      )
      for first in stride(from: 0, to: test.positions, by: step) {
        kernels.attend(
          [
            Kernels.AttentionInput(
              queries: input.0.slice.dropping(rows: first),
              keys: input.1.slice.dropping(rows: first),
              values: input.2.slice.dropping(rows: first),
              firstPosition: first,
              tokenCount: min(step, test.positions - first),
              cache: cache,
              output: output.slice.dropping(rows: first)
            )
          ],
          layer: 1,
          scale: scale,
          slopes: slopes,
          window: test.window
        )
      }
      return output.values(inRows: 0..<test.positions)
    }
  }

  private func largestDifference(_ found: some Sequence<Float>, _ expected: [Double]) -> Double {
    zip(found, expected).map { (Double($0) - $1).magnitude }.max() ?? .infinity
  }

  @Test(
    "matches the scalar reference, whoever computes which part",
    arguments: [
      Case(dimension: 1),
      Case(heads: 4, keyValueHeads: 2, dimension: 6, positions: 63),
      Case(heads: 3, keyValueHeads: 3, dimension: 16, positions: 64, slope: 0.5),
      Case(heads: 4, keyValueHeads: 1, dimension: 20, positions: 65, slope: 0.01),
      Case(heads: 5, keyValueHeads: 1, dimension: 24, positions: 70),
      Case(heads: 6, keyValueHeads: 1, dimension: 10, positions: 66),
      Case(heads: 14, keyValueHeads: 2, dimension: 33, positions: 130, slope: 0.02),
      Case(heads: 2, keyValueHeads: 1, dimension: 80, positions: 200, slope: 0.001),
      Case(heads: 4, keyValueHeads: 2, dimension: 12, positions: 90, window: 1),
      Case(heads: 3, keyValueHeads: 1, dimension: 8, positions: 150, slope: 0.1, window: 40),
      Case(heads: 3, keyValueHeads: 1, dimension: 8, positions: 140, window: 64),
      Case(heads: 1, dimension: 8, positions: 130, window: 129),
    ]
  )
  func reference(test: Case) {
    let example = Example(test)
    for format in KeyValueFormat.allCases {
      let expected = example.expected(format, positions: 0..<test.positions)
      for instructionSet in supportedInstructionSets {
        let together = example.attend(instructionSet, format, step: test.positions)
        // Scores reach 20, so that float32 gives their exponentials to six digits.
        let difference = largestDifference(together, expected)
        #expect(difference <= 1e-5, "\(instructionSet) \(format)")
        for step in test.steps {
          let found = example.attend(instructionSet, format, step: step)
          #expect(found == together, "\(instructionSet) \(format), \(step) at a time")
        }
      }
    }
  }

  @Test(
    "contexts of several parts match the scalar reference, whoever computes which part",
    arguments: [
      Case(heads: 3, keyValueHeads: 1, positions: 1100),
      Case(heads: 2, keyValueHeads: 2, positions: 1030, slope: 0.01),
      Case(heads: 3, keyValueHeads: 1, positions: 1200, window: 500),
      Case(heads: 2, keyValueHeads: 1, positions: 1560, window: 600),
    ]
  )
  func severalParts(test: Case) {
    let example = Example(test)
    let positions = [511, 512, 513, 575, 576, 1023, 1024, test.positions - 1]
    let width = test.heads * test.dimension
    for format in KeyValueFormat.allCases {
      let expected = example.expected(format, positions: positions)
      for instructionSet in supportedInstructionSets {
        let together = example.attend(instructionSet, format, step: test.positions)
        let found = positions.flatMap { together[$0 * width..<($0 + 1) * width] }
        #expect(largestDifference(found, expected) <= 1e-5, "\(instructionSet) \(format)")
        // Five threads share the parts of a token where one takes them in turn.
        for (step, threadCount) in [(1, 1), (1, 5), (7, 2)] {
          let found = example.attend(
            instructionSet,
            format,
            step: step,
            threadCount: threadCount
          )
          #expect(found == together, "\(instructionSet) \(format), \(step), \(threadCount)")
        }
      }
    }
  }

  @Test(
    "what a format costs against float32",
    arguments: [(KeyValueFormat.f16, 2e-3), (.int8, 2e-2)]
  )
  func errorOfFormat(format: KeyValueFormat, limit: Double) {
    // Values are below 1. An int8 value is off by 1/254 of the largest at most, 2^-12 in binary16; a
    // score of 64 such products moves by about as much times 1.5 x sqrt(64 / 3) / 1.7, at random.
    let test = Case(heads: 2, keyValueHeads: 1, dimension: 64, positions: 200)
    let example = Example(test)
    let expected = example.expected(.f32, positions: 100..<200)
    for instructionSet in supportedInstructionSets {
      let found = example.attend(instructionSet, format, step: 200)
      let difference = largestDifference(found.dropFirst(100 * 128), expected)
      #expect(difference <= limit, "\(instructionSet)")
      #expect(difference > 0)
    }
  }

  @Test(
    "int8 keeps zeros, subnormal numbers and the largest ones",
    arguments: [
      Float(0), .leastNonzeroMagnitude, Float(bitPattern: 21), Float(bitPattern: 71_362), 1e-37,
      1e30,
      .greatestFiniteMagnitude,
    ]
  )
  func extremeMagnitudes(magnitude: Float) {
    var example = Example(Case(dimension: 20))
    let row = (0..<20).map { magnitude * (Float($0) / 19 - 0.5) }
    example.queries = [[Float](repeating: 0, count: 20)]
    example.keys = [row]
    example.values = [row]
    for instructionSet in supportedInstructionSets {
      let found = example.attend(instructionSet, .int8, step: 1)
      // Half a step, and a subnormal step is itself rounded.
      let limit = magnitude / 254 * 1.01 + 127 * .leastNonzeroMagnitude
      let difference = largestDifference(found, row.map(Double.init))
      #expect(difference <= Double(limit))
    }
  }

  @Test(
    "a NaN or infinity comes out as NaN and disturbs no earlier position",
    arguments: [Float.nan, .infinity, -.infinity],
    KeyValueFormat.allCases
  )
  func notFinite(value: Float, format: KeyValueFormat) {
    let test = Case(heads: 2, keyValueHeads: 1, dimension: 18, positions: 600)
    let clean = Example(test)
    for place in [0, 17] {
      for position in [0, 70, 599] {
        var keys = clean
        keys.keys[position][place] = value
        var values = clean
        values.values[position][place] = value
        var queries = clean
        queries.queries[position] = queries.queries[position].map { _ in .nan }
        for instructionSet in supportedInstructionSets {
          let expected = clean.attend(instructionSet, format, step: 1)
          let earlier = 0..<position * 36
          let row = position * 36..<(position + 1) * 36
          for example in [keys, values, queries] {
            let found = example.attend(instructionSet, format, step: 1)
            #expect(found[earlier] == expected[earlier])
            _ = example.attend(instructionSet, format, step: 600)
          }
          let unknown = queries.attend(instructionSet, format, step: 600)[row]
          let areNaN = unknown.allSatisfy { $0.isNaN }
          #expect(areNaN)
          let seen = values.attend(instructionSet, format, step: 1)[row]
          let areFinite = seen.allSatisfy { $0.isFinite }
          #expect(!areFinite)
        }
      }
    }
  }
}
