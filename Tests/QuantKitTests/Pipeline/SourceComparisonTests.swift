//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

@Suite struct SourceComparisonTests {
  private let model: SourceModel

  init() throws { model = try SourceModel() }

  private func comparison(_ path: String, threadCount: Int = 2) throws -> SourceComparison {
    try SourceComparison(path: path, checkpoint: model.checkpoint, threadCount: threadCount)
  }

  private func messages(_ path: String) throws -> [String] {
    try comparison(path).differences.map(\.message)
  }

  @Test(arguments: [Recipe.Width.eight, .four])
  func aFileIsWhatItsCheckpointGives(width: Recipe.Width) throws {
    let path = try model.quantized(width, hashesSources: true)
    let schemes = try QuantizedFile(path: path).index.tensors.map(\.encoding.schemeName)
    let wide = width == .eight ? "int8-row" : "int4-row"
    #expect(schemes == [wide, "raw", wide, "int8-row-normalized", "raw"])
    for threadCount in 1...3 {
      let result = try comparison(path, threadCount: threadCount)
      #expect(result.differences.isEmpty, "\(result.differences)")
      #expect(result.tensorCount == 5 && result.sideFileCount == 2 && result.sourceCount == 3)
    }
  }

  @Test func otherCodesAreCountedByRows() throws {
    let path = try model.quantized()
    try model.rewrite { tensors in
      // Other signs in rows 5, 200 and, twice, 299.
      for element in [5 * 8192 + 1, 200 * 8192, 299 * 8192, 300 * 8192 - 1] {
        tensors[SourceModel.matrix].change(element) { $0 ^ 0x8000 }
      }
    }
    let differences = try comparison(path).differences
    let subject = SourceDifference.Subject.tensor(SourceModel.matrix)
    #expect(differences.map(\.subject).allSatisfy { $0 == subject })
    let name = SourceModel.matrix
    #expect(
      differences.first?.message == "tensor '\(name)' differs: 3 of 300 rows, the first is row 5"
    )
    #expect(differences.dropFirst().allSatisfy { $0.message.hasPrefix("the statistics of tensor") })
  }

  /// A row twice as large has the same codes.
  @Test func otherScalesAreDifferencesToo() throws {
    let path = try model.quantized(.four)
    try model.rewrite { tensors in
      for element in 130 * 8192..<131 * 8192 {
        tensors[SourceModel.matrix].change(element) { $0 + 0x0400 }
      }
    }
    let found = try messages(path)
    #expect(found.count == 2)
    #expect(found.first?.hasSuffix("differs: 1 of 300 rows, the first is row 130") == true)
    #expect(found.last?.contains("the sum of squares is") == true)
  }

  /// A larger weight changes the scale and, by it, the codes of the whole row.
  @Test func rowWithOtherCodesAndAnotherScaleCountsOnce() throws {
    let path = try model.quantized()
    try model.rewrite { $0[SourceModel.matrix].change(130 * 8192 + 9) { $0 + 0x0400 } }
    let found = try messages(path)
    #expect(found.first?.hasSuffix("differs: 1 of 300 rows, the first is row 130") == true)
  }

  @Test func rowWithinTwoBlocksCountsOnce() throws {
    let path = try model.quantized()
    try model.rewrite { tensors in
      let start = SourceModel.rowWithinTwoBlocks * 2000
      for element in [start, start + 1999] {
        tensors[SourceModel.table].change(element) { $0 ^ 1 }
      }
      tensors[SourceModel.norm].bytes[4 * 3 + 2] ^= 1
    }
    #expect(
      try messages(path) == [
        "tensor 'table.weight' differs: 1 of 400 rows, the first is row 262",
        "tensor 'norm.weight' differs: 1 of 16 elements, the first is element 3",
      ]
    )
  }

  @Test func namesTypesAndShapesAreCompared() throws {
    let path = try model.quantized()
    try model.rewrite { tensors in
      tensors[SourceModel.head].info = try .make(SourceModel.head, .f16, [128, 64])
      tensors[SourceModel.norm].info = try .make("other.weight", .f32, [16])
    }
    #expect(
      try messages(path) == [
        "tensor 'lm_head.weight' was made from F16 [64, 128], the checkpoint has F16 [128, 64]",
        "tensor 'norm.weight' is missing in the checkpoint",
        "tensor 'other.weight' of the checkpoint is missing in the file",
      ]
    )
  }

  @Test func statisticsAreCompared() throws {
    let path = try model.quantized()
    var forged = try ForgedContainer(model.contents(path))
    try forged.set("tensors", 0, "statistics", "max_abs_error", to: .number(0.25))
    try forged.set("tensors", 3, "statistics", to: nil)
    try FileSystem.write(forged.bytes(), to: path, replacing: true)
    let found = try messages(path)
    #expect(found.count == 1)
    #expect(found.first?.contains("the largest error is 0.25, ") == true, "\(found)")
  }

  @Test func sideFilesAreCompared() throws {
    let path = try model.quantized()
    var text = try model.folder.contents("model/tokenizer.json")
    text[1_100_000] ^= 1
    try model.folder.write(text, to: "model/tokenizer.json")
    try model.folder.write("{}", to: "model/generation_config.json")
    #expect(
      try messages(path) == [
        "the side file 'tokenizer.json' differs: \(text.count) bytes stored, \(text.count) in the"
          + " checkpoint, the first difference at byte 1100000",
        "the side file 'generation_config.json' of the checkpoint is missing in the file",
      ]
    )
    try SystemCalls.removeFile(model.checkpoint + "/tokenizer.json")
    let missing = try messages(path)
    #expect(missing.first == "the side file 'tokenizer.json' is missing in the checkpoint")
  }

  /// What changes in a file of weights besides weights shows in its hash only.
  @Test func hashesOfSourcesAreCompared() throws {
    let path = try model.quantized(hashesSources: true)
    let name = "model/model.safetensors"
    let original = try model.folder.contents(name)
    // Eight spaces more behind the header.
    var longer = original
    let length = original[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    for byte in 0..<8 { longer[byte] = UInt8((length + 8) >> (8 * byte) & 0xFF) }
    longer.insert(contentsOf: Array("        ".utf8), at: 8 + length)
    try model.folder.write(longer, to: name)
    try model.folder.write("{}", to: "model/added_tokens.json")
    let found = try comparison(path).differences
    #expect(
      found.map(\.subject) == [
        .sideFile("added_tokens.json"), .source("model.safetensors"), .source("added_tokens.json"),
      ]
    )
    #expect(found[1].message.contains("had \(original.count) bytes"), "\(found[1])")

    try SystemCalls.removeFile(model.checkpoint + "/added_tokens.json")
    var changed = original
    let value = try #require(original.firstRange(of: Array(#""pt""#.utf8))).lowerBound + 1
    changed[value] = UInt8(ascii: "q")
    try model.folder.write(changed, to: name)
    let other = try comparison(path).differences
    #expect(other.map(\.subject) == [.source("model.safetensors")])
    #expect(other.first?.message.contains("had the SHA-256") == true, "\(other)")
  }

  @Test func weightsThatNoFileIsMadeOfAreNamed() throws {
    let path = try model.quantized()
    try model.rewrite { $0[SourceModel.matrix].change(150 * 8192 + 7) { _ in 0x7C00 } }
    let found = try messages(path)
    #expect(found.count == 1)
    #expect(found.first?.contains("row 150, column 7 is infinity") == true, "\(found)")
  }

  @Test func unknownSchemeIsADifference() throws {
    let path = try model.quantized()
    var forged = try ForgedContainer(model.contents(path))
    try forged.set("tensors", 0, "scheme", "name", to: "int3-group")
    try FileSystem.write(forged.bytes(), to: path, replacing: true)
    let found = try messages(path)
    #expect(found.count == 1 && found.first?.contains("'int3-group'") == true, "\(found)")
  }

  /// The format allows longer rows than are quantized: an error, not a crash.
  @Test func rowsTooLongToBeQuantizedAreADifference() throws {
    let columnCount = QuantizationScheme.columnCountLimit + 8
    let info = try TensorInfo.make("long.q_proj.weight", .f16, [1, columnCount])
    let zeros = [UInt8](repeating: 0, count: 2 * columnCount)
    try model.rewrite { $0 = [SourceModel.Tensor(info: info, bytes: zeros)] }
    let path = model.folder.path("long.qkit")
    let writer = try ContainerWriter(
      path: path,
      replacing: false,
      metadata: ExampleContainer.metadata
    )
    try writer.begin(try #require(TensorLayout(quantized: info, scheme: .int8Row)))
    let compressor = ZstdCompressor(level: 1)
    try writer.append(compressor.compress(zeros[..<columnCount]))
    try writer.append(compressor.compress(zeros[..<4]))
    writer.end(statistics: nil)
    try writer.finish()
    let found = try messages(path)
    #expect(found.first?.contains("at most \(QuantizationScheme.columnCountLimit)") == true)
  }

  @Test func comparingCanBeStoppedAndCountsEveryByte() throws {
    let path = try model.quantized(hashesSources: true)
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: CancellationError.self) {
      try SourceComparison(path: path, checkpoint: model.checkpoint, cancellation: cancellation)
    }
    let last = Locked((done: 0, total: 0))
    _ = try SourceComparison(path: path, checkpoint: model.checkpoint, threadCount: 2) {
      done,
      total in
      last.withLock { $0 = (max($0.done, done), total) }
    }
    let (done, total) = last.withLock { $0 }
    #expect(done == total && total > 6_000_000)
  }
}
