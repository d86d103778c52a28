//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct LeastSquaresRoundingTests {
  private let folder: TemporaryFolder
  private let demo = Fixtures.demo("checkpoint")

  init() throws { folder = try TemporaryFolder() }

  /// Weights of which few are large, as those of models are.
  private static func weights(rowCount: Int, columnCount: Int) -> [Float] {
    var generator = SplitMix64(seed: 7)
    return (0..<rowCount * columnCount).map { _ in
      let value = Float.random(in: -1...1, using: &generator)
      return value * value * value
    }
  }

  private static func squaredError(
    of weights: some Sequence<Float>,
    scale: Float,
    scheme: QuantizationScheme
  ) -> Double {
    let range = Int8(scheme.codeRange.lowerBound)...Int8(scheme.codeRange.upperBound)
    return weights.reduce(0.0) { sum, weight in
      let code = CodeGrid.code(of: weight, scale: scale, in: range)
      let error = Double(weight) - Double(code) * Double(scale)
      return sum + error * error
    }
  }

  @Test(arguments: [1, 9, 64, 500], [QuantizationScheme.int4Row, .int8Row])
  func noScaleOfAFineGridIsMuchBetter(columnCount: Int, scheme: QuantizationScheme) throws {
    let weights = Self.weights(rowCount: 12, columnCount: columnCount)
    let rounded = try LeastSquaresRounding.round(weights, rowCount: 12, scheme: scheme)
    for (row, scale) in rounded.scales.enumerated() {
      let values = weights[row * columnCount..<(row + 1) * columnCount]
      let largest = values.reduce(0) { max($0, $1.magnitude) }
      let found = Self.squaredError(of: values, scale: scale, scheme: scheme)
      // A row of one weight has no error but that of float32.
      let unit = Double(largest * largest) * 1e-12
      let absmax = largest / Float(scheme.maximumCode)
      let plain = Self.squaredError(of: values, scale: absmax, scheme: scheme)
      #expect(found <= plain * 1.0001 + unit)
      let best = (0...200).reduce(Double.infinity) { best, step in
        let scale = absmax * (0.4 + 0.6 * Float(step) / 200)
        return min(best, Self.squaredError(of: values, scale: scale, scheme: scheme))
      }
      // Candidates are as far apart as matters for sixteen codes.
      #expect(found <= best * (scheme == .int4Row ? 1.1 : 1.5) + unit, "row \(row)")
    }
  }

  @Test func codesAreTheNearest() throws {
    let weights = Self.weights(rowCount: 5, columnCount: 33)
    let rounded = try LeastSquaresRounding.round(weights, rowCount: 5, scheme: .int8Row)
    for row in 0..<5 {
      let expected = weights[row * 33..<(row + 1) * 33].map {
        UInt8(bitPattern: CodeGrid.code(of: $0, scale: rounded.scales[row], in: -128...127))
      }
      #expect(rounded.packedRow(row) == expected)
    }
  }

  @Test func weightsThatAreNotFiniteAreNamed() {
    var weights = Self.weights(rowCount: 3, columnCount: 4)
    weights[6] = .infinity
    let error = #expect(throws: QuantizationError.self) {
      try LeastSquaresRounding.round(weights, rowCount: 3, scheme: .int4Row)
    }
    #expect(error?.code == .nonFiniteWeight)
    #expect(error?.message.contains("row 1, column 2") == true, "\(String(describing: error))")
  }

  @Test func rowsWithoutWeightsOrWithZerosHaveScaleZero() throws {
    let empty = try LeastSquaresRounding.round([], rowCount: 3, scheme: .int4Row)
    #expect(empty.scales == [0, 0, 0])
    let zeros = try LeastSquaresRounding.round([0, -0, 0, 0], rowCount: 2, scheme: .int4Row)
    #expect(zeros.scales == [0, 0])
    #expect(try LeastSquaresRounding.round([], rowCount: 0, scheme: .int4Row).scales.isEmpty)
  }

  // MARK: Files

  private func quantize(_ name: String, scales: ScaleChoice) throws -> QuantizedFile {
    let path = folder.path(name)
    let options = QuantizeOptions(
      width: .four,
      recipe: .compact,
      threadCount: 2,
      scales: scales
    )
    try QuantizeJob(checkpoint: demo, output: path, options: options).run()
    return try QuantizedFile(path: path)
  }

  @Test func errorsOfEveryTensorAreSmaller() throws {
    let absmax = try quantize("absmax.qkit", scales: .absmax)
    let squares = try quantize("mse.qkit", scales: .mse)
    for (plain, record) in zip(absmax.index.tensors, squares.index.tensors) {
      let isPlain = record.scheme.map { !$0.normalizesRows } ?? false
      #expect(record.rounding == (isPlain ? .leastSquares : .nearest))
      guard isPlain, let before = plain.statistics, let after = record.statistics else { continue }
      #expect(after.rootMeanSquareError < before.rootMeanSquareError, "\(record.info.name)")
    }
  }

  @Test func damagedTensorsAreComputedAgain() throws {
    let path = try quantize("model.qkit", scales: .mse).path
    let whole = try InputFile.contents(of: path, limit: 1 << 26)
    let verified = try BuiltProgram.inspect("verify", path, "--against", demo)
    #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
    let tensor = try QuantizedFile(path: path).tensor(named: "model.layers.1.mlp.up_proj.weight")
    let frame = try #require(tensor.content?.frames.first)
    var bytes = whole
    bytes[frame.offset + frame.storedByteCount / 2] ^= 4
    try folder.write(bytes, to: "model.qkit")
    let repaired = try BuiltProgram.quantize("repair", path, "--from", demo)
    #expect(repaired.status == 0, "\(repaired.errors)")
    #expect(try InputFile.contents(of: path, limit: 1 << 26) == whole)
  }
}
