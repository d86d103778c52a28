//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// The container of the worked example in Formats.md, made anew.
enum ExampleContainer {
  static let metadata = ContainerMetadata(
    toolName: "QuantKit",
    toolVersion: "0.1.0",
    recipe: "reference",
    bits: 8,
    compressionLevel: 1,
    compressorVersion: "1.5.4",
    architectures: ["ExampleForCausalLM"],
    modelType: "example"
  )
  static let config = Array(#"{"model_type": "example"}"#.utf8)

  static let int8Name = "layers.0.o_proj.weight"
  static let int4Name = "layers.0.up_proj.weight"
  static let rawName = "norm.weight"

  // [2, 4]; a row whose largest weight is 127 and a row of zeros.
  static let int8Weights: [Float16] = [127, -64, 0.5, 1.5, 0, 0, 0, 0]
  // [2, 10]; rows whose largest weights are 3.5 and 7, so that the scales are 0.5 and 1.
  static let int4Weights: [Float16] = [
    3.5, -3.5, 0.5, 1, 0.75, 0, 0, 0, -1, 2, 7, -7, 6, -6, 5, -5, 4, -4, 3, -3,
  ]
  // [3]
  static let rawWeights: [Float] = [1, -2, 0.5]

  /// The example's bytes.
  static func bytes(in folder: TemporaryFolder, name: String = "example.qkit") throws -> [UInt8] {
    let writer = try ContainerWriter(path: folder.path(name), replacing: true, metadata: metadata)
    try writer.append(sideFile: "config.json", contents: config)
    try append(int8Weights, name: int8Name, scheme: .int8Row, hasStatistics: false, to: writer)
    try append(int4Weights, name: int4Name, scheme: .int4Row, hasStatistics: true, to: writer)
    let info = try TensorInfo.make(rawName, .f32, [3])
    let layout = try #require(TensorLayout(raw: info))
    try writer.begin(layout)
    let elements = rawWeights.flatMap { $0.littleEndianBytes }
    try writer.append(ZstdCompressor(level: 1).compress(elements[...]))
    writer.end(statistics: nil)
    try writer.finish()
    return try folder.contents(name)
  }

  private static func append(
    _ weights: [Float16],
    name: String,
    scheme: QuantizationScheme,
    hasStatistics: Bool,
    to writer: ContainerWriter
  ) throws {
    let info = try TensorInfo.make(name, .f16, [2, weights.count / 2])
    let source = weights.flatMap { weight in
      [UInt8(truncatingIfNeeded: weight.bitPattern), UInt8(weight.bitPattern >> 8)]
    }
    let matrix = try ReferenceQuantizer.quantize(
      source,
      format: .binary16,
      rowCount: 2,
      scheme: scheme
    )
    let compressor = ZstdCompressor(level: 1)
    try writer.begin(try #require(TensorLayout(quantized: info, scheme: scheme)))
    try writer.append(compressor.compress(matrix.codes[...]))
    try writer.append(compressor.compress(matrix.scales.flatMap(\.littleEndianBytes)[...]))
    writer.end(statistics: hasStatistics ? matrix.statistics : nil)
  }
}

extension TensorInfo {
  static func make(_ name: String, _ type: ElementType, _ shape: [Int]) throws -> TensorInfo {
    TensorInfo(name: name, elementType: type, shape: try #require(TensorShape(shape)))
  }
}

extension Float {
  var littleEndianBytes: [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: bitPattern >> (8 * $0)) }
  }
}
