//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

/// The worked example in Formats.md, read from the document itself.
struct FormatsDocumentTests {
  private static let documentPath = Fixtures.path("../../../Formats.md")
  private static let isRecording = ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1"

  /// The lines between the fence that follows a marker and the end of that fence.
  private static func fencedLines(after marker: String) throws -> [Substring] {
    let text = try String(contentsOfFile: documentPath, encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0.contains(marker) })
    let fence = try #require(lines[start...].firstIndex { $0.hasPrefix("```") })
    return Array(lines[(fence + 1)...].prefix { !$0.hasPrefix("```") })
  }

  /// The bytes of the hex dump: eight digits of offset, then at most 16 bytes.
  private static func exampleBytes() throws -> [UInt8] {
    var bytes: [UInt8] = []
    for line in try fencedLines(after: "<!-- example: bytes -->") {
      let fields = line.split(separator: " ")
      let offset = try #require(fields.first)
      try #require(Int(offset, radix: 16) == bytes.count)
      for field in fields.dropFirst() { bytes.append(try #require(UInt8(field, radix: 16))) }
    }
    return bytes
  }

  private static func dump(_ bytes: [UInt8]) -> String {
    func digits(_ value: Int, _ count: Int) -> String {
      let text = String(value, radix: 16)
      return String(repeating: "0", count: count - text.count) + text
    }
    return stride(from: 0, to: bytes.count, by: 16).map { start in
      let line = bytes[start..<min(start + 16, bytes.count)]
      return digits(start, 8) + "  " + line.map { digits(Int($0), 2) }.joined(separator: " ")
    }.joined(separator: "\n")
  }

  @Test func exampleReadsAsDescribed() throws {
    let folder = try TemporaryFolder()
    let file = try QuantizedFile(path: try folder.write(try Self.exampleBytes(), to: "a.qkit"))
    #expect(file.index.metadata == ExampleContainer.metadata)
    #expect(try file.sideFile(named: "config.json") == ExampleContainer.config)
    #expect(
      file.index.tensors.map(\.info.name) == [
        ExampleContainer.int8Name, ExampleContainer.int4Name, ExampleContainer.rawName,
      ]
    )

    let int8 = try file.tensor(named: ExampleContainer.int8Name)
    #expect(try file.block(0, of: int8) == [127, 0xC0, 0, 2, 0, 0, 0, 0])
    #expect(try file.scales(of: int8) == [1, 0])

    let int4 = try file.tensor(named: ExampleContainer.int4Name)
    #expect(
      try file.block(0, of: int4) == [
        0x97, 0x21, 0x02, 0x00, 0x4E, 0, 0, 0, 0x97, 0xA6, 0xB5, 0xC4, 0xD3, 0, 0, 0,
      ]
    )
    #expect(try file.scales(of: int4) == [0.5, 1])
    #expect(int4.statistics?.weightCount == 20)
    #expect(int4.statistics?.sumOfSquaredErrors == 0.0625)
    #expect(int4.statistics?.maximumAbsoluteError == 0.25)

    let raw = try file.tensor(named: ExampleContainer.rawName)
    #expect(try file.block(0, of: raw) == ExampleContainer.rawWeights.flatMap(\.littleEndianBytes))
    #expect(try file.verify(using: ThreadPool(threadCount: 1)).isEmpty)
  }

  @Test func indexOfTheExampleIsTheOneShown() throws {
    let index = try ForgedContainer(try Self.exampleBytes()).index
    let shown = try Self.fencedLines(after: "<!-- example: index -->").joined(separator: "\n")
    #expect(try JSON(parsing: index) == JSON(parsing: Array(shown.utf8)))
  }

  private typealias Limit = (name: String, text: String, found: Int, expected: Int)

  private static let containerLimits: [Limit] = [
    ("integerLimit", "2^53 − 1", ContainerFormat.integerLimit, 1 << 53 - 1),
    ("indexByteCountLimit", "3 · 2^23", ContainerFormat.indexByteCountLimit, 3 << 23),
    ("blockByteCountLimit", "2^21", ContainerFormat.blockByteCountLimit, 1 << 21),
    (
      "storedByteCountLimit", "content size + ⌊content size / 128⌋ + 128",
      ContainerFormat.storedByteCountLimit(contentByteCount: 1000), 1000 + 7 + 128
    ),
    ("tensorCountLimit", "2^17", ContainerFormat.tensorCountLimit, 1 << 17),
    ("partCountLimit", "16", ContainerFormat.partCountLimit, 16),
    ("rowCountLimit", "2^24", ContainerFormat.rowCountLimit, 1 << 24),
    ("TensorShape.rankLimit", "8", TensorShape.rankLimit, 8),
    ("nameByteCountLimit", "1024 bytes", ContainerFormat.nameByteCountLimit, 1024),
    ("identifierByteCountLimit", "64 bytes", ContainerFormat.identifierByteCountLimit, 64),
    ("listCountLimit", "64 elements", ContainerFormat.listCountLimit, 64),
    ("sideFileCountLimit", "1024", ContainerFormat.sideFileCountLimit, 1024),
    ("sideFileByteCountLimit", "2^26", ContainerFormat.sideFileByteCountLimit, 1 << 26),
    ("sourceFileCountLimit", "2048", ContainerFormat.sourceFileCountLimit, 2048),
    ("sideFileNameByteCountLimit", "255 bytes", ContainerFormat.sideFileNameByteCountLimit, 255),
    ("JSON.depthLimit", "128", JSON.depthLimit, 128),
  ]

  private static let inputLimits: [Limit] = [
    ("Checkpoint.configurationByteLimit", "2^21", Checkpoint.configurationByteLimit, 1 << 21),
    ("SideFile.byteLimit", "2^26", SideFile.byteLimit, 1 << 26),
    ("ShardIndex.byteLimit", "2^24", ShardIndex.byteLimit, 1 << 24),
    ("ShardIndex.shardLimit", "1000", ShardIndex.shardLimit, 1000),
    ("SafetensorsHeader.tensorLimit", "2^17", SafetensorsHeader.tensorLimit, 1 << 17),
    (
      "QuantizationScheme.columnCountLimit", "2^20", QuantizationScheme.columnCountLimit, 1 << 20
    ),
    ("SafetensorsHeader.byteLimit", "2^24", SafetensorsHeader.byteLimit, 1 << 24),
    ("SafetensorsHeader.nameByteLimit", "1024 bytes", SafetensorsHeader.nameByteLimit, 1024),
    ("JSON.valueLimit", "2^22", JSON.valueLimit, 1 << 22),
    ("PickleDocument.byteLimit", "2^23", PickleDocument.byteLimit, 1 << 23),
    ("PickleDocument.valueLimit", "2^19", PickleDocument.valueLimit, 1 << 19),
    ("PickleDocument.stackLimit", "2^18", PickleDocument.stackLimit, 1 << 18),
    ("PickleDocument.depthLimit", "100", PickleDocument.depthLimit, 100),
    ("PickleDocument.integerByteLimit", "32 bytes", PickleDocument.integerByteLimit, 32),
    ("PickleDocument.globalLimit", "1024", PickleDocument.globalLimit, 1024),
    ("PickleDocument.globalByteLimit", "256 bytes", PickleDocument.globalByteLimit, 256),
    ("ZipArchive.entryLimit", "2^16", ZipArchive.entryLimit, 1 << 16),
    ("ZipArchive.directoryByteLimit", "2^23", ZipArchive.directoryByteLimit, 1 << 23),
    ("ZipArchive.nameByteLimit", "1024 bytes", ZipArchive.nameByteLimit, 1024),
    ("PyTorchFile.expansionLimit", "8", PyTorchFile.expansionLimit, 8),
    ("PyTorchFile.expansionByteLimit", "2^26", PyTorchFile.expansionByteLimit, 1 << 26),
    ("PieceTable.countLimit", "2^22", PieceTable.countLimit, 1 << 22),
    ("SentencePieceModel.pieceByteLimit", "4096", SentencePieceModel.pieceByteLimit, 4096),
    ("AddedTokens.byteLimit", "4096", AddedTokens.byteLimit, 4096),
  ]

  /// The tables of limits have the values of the constants.
  @Test(arguments: containerLimits + inputLimits)
  func limitsAreThoseOfTheDocument(name: String, text: String, found: Int, expected: Int) throws {
    let document = try String(contentsOfFile: Self.documentPath, encoding: .utf8)
    let rows = document.split(separator: "\n").filter { $0.hasSuffix("| `\(name)` |") }
    #expect(!rows.isEmpty && rows.allSatisfy { $0.contains(text) })
    #expect(found == expected)
  }

  /// What the writer makes today, down to the last byte where zstd has the version of the example.
  @Test func writerStillMakesTheExample() throws {
    let made = try ExampleContainer.bytes(in: TemporaryFolder())
    if Self.isRecording { try Self.record(made) }
    let expected = try Self.exampleBytes()
    if Zstd.version == ExampleContainer.metadata.compressorVersion {
      #expect(made == expected, "Formats.md should have\n\(Self.dump(made))")
    } else {
      // Another zstd may compress otherwise; sizes and checksums then differ, contents must not.
      let made = try ForgedContainer(made)
      let expected = try ForgedContainer(expected)
      #expect(made.header == expected.header)
      #expect(try made.value("side_files", 0, "size") == expected.value("side_files", 0, "size"))
    }
  }

  /// Writes the example into Formats.md and fails, so that nobody records by accident.
  private static func record(_ bytes: [UInt8]) throws {
    var text = try String(contentsOfFile: documentPath, encoding: .utf8)
    let index = try JSON(parsing: ForgedContainer(bytes).index)
    for (marker, block) in [
      ("<!-- example: bytes -->", dump(bytes)), ("<!-- example: index -->", index.listing),
    ] {
      let start = try #require(text.range(of: marker))
      let opening = try #require(text.range(of: "```\n", range: start.upperBound..<text.endIndex))
      let closing = try #require(text.range(of: "```", range: opening.upperBound..<text.endIndex))
      text.replaceSubrange(opening.upperBound..<closing.lowerBound, with: block + "\n")
    }
    try text.write(toFile: documentPath, atomically: true, encoding: .utf8)
    Issue.record("Formats.md was written anew; look at the change and run without RECORD_SNAPSHOTS")
  }
}

extension JSON {
  /// The members of the index on lines of their own, tensors and their parts too.
  fileprivate var listing: String {
    func text(_ json: JSON) -> String { String(decoding: json.serialized(), as: UTF8.self) }
    func list(_ key: String, _ value: JSON, _ indent: String) -> String {
      guard key == "side_files" || key == "tensors" || key == "parts" else { return text(value) }
      let lines = (value.elements ?? []).map { element in
        let members = (element.members ?? []).map { member in
          text(.string(member.key)) + ":" + list(member.key, member.value, indent + "  ")
        }
        return indent + "  {" + members.joined(separator: ",") + "}"
      }
      return "[\n" + lines.joined(separator: ",\n") + "]"
    }
    let members = (members ?? []).map { member in
      " " + text(.string(member.key)) + ":" + list(member.key, member.value, " ")
    }
    return "{\n" + members.joined(separator: ",\n") + "\n}"
  }
}
