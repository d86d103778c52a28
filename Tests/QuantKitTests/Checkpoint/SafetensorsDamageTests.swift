//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// Damage anywhere in a small file ends in an error or leaves the meaning as it was.
struct SafetensorsDamageTests {
  private static let headerText =
    #"{"__metadata__":{"format":"pt"},"#
    + [
      BrokenFile.entry("model.embed.weight", "F16", "[4,3]", "[0,24]"),
      BrokenFile.entry("model.norm.weight", "F32", "[3]", "[24,36]"),
      BrokenFile.entry("empty", "BF16", "[0,7]", "[36,36]"),
      BrokenFile.entry("lm_head.weight", "I8", "[2,2,1]", "[36,40]"),
    ].joined(separator: ",") + "}  "
  private static let file = BrokenFile.bytes(header: Array(headerText.utf8), dataByteCount: 40)

  /// Parses a file from memory as `SafetensorsFile` does from the disk.
  private static func parse(_ bytes: [UInt8]) throws(CheckpointError) -> SafetensorsHeader {
    let count = try SafetensorsHeader.textByteCount(
      prefix: Array(bytes.prefix(8)),
      fileByteCount: bytes.count,
      path: "x"
    )
    return try SafetensorsHeader(
      parsing: Array(bytes[8..<8 + count]),
      fileByteCount: bytes.count,
      path: "x"
    )
  }

  @Test
  func readsTheUndamagedFile() throws {
    #expect(try Self.parse(Self.file).entries.count == 4)
  }

  @Test
  func noticesEveryTruncation() throws {
    let folder = try TemporaryFolder()
    for count in 0..<Self.file.count {
      let path = try folder.write(Array(Self.file[..<count]), to: "model.safetensors")
      let error = try #require(throws: CheckpointError.self) { try SafetensorsFile(path: path) }
      #expect(error.code == .truncated, "cut at \(count): \(error)")
    }
  }

  @Test
  func noticesEveryAppendedByte() throws {
    for count in 1...20 {
      let bytes = Self.file + [UInt8](repeating: 0x20, count: count)
      let error = try #require(throws: CheckpointError.self) { try Self.parse(bytes) }
      #expect(error.code == .uncoveredBytes)
    }
  }

  @Test(arguments: [1, 2, 4])
  func survivesFlippedBits(flipCount: Int) {
    let seed = UInt64(7_000 + flipCount)
    var random = SplitMix64(seed: seed)
    let headerEnd = 8 + Self.headerText.utf8.count
    var acceptedCount = 0
    for _ in 0..<4_000 {
      var bytes = Self.file
      for _ in 0..<flipCount {
        let index = Int.random(in: 0..<headerEnd, using: &random)
        bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
      guard let header = try? Self.parse(bytes) else { continue }
      acceptedCount += 1
      // What is accepted covers the data exactly, each tensor with the bytes that it needs.
      var end = header.entries.first?.range.lowerBound ?? bytes.count
      for entry in header.entries {
        #expect(entry.range.lowerBound == end, "seed \(seed)")
        #expect(entry.range.count == entry.info.byteCount, "seed \(seed)")
        end = entry.range.upperBound
      }
      #expect(end == bytes.count, "seed \(seed)")
    }
    // A flip inside a name or the remarks leaves a valid file; most others do not.
    #expect(acceptedCount > 0, "seed \(seed)")
    #expect(acceptedCount < 3_000, "seed \(seed)")
  }

  /// Flipped bits in each byte of the header of a published model's layout.
  @Test(arguments: [0x01, 0x02, 0x10, 0x20, 0x80, 0xFF] as [UInt8])
  func survivesEveryFlipInAGoldenHeader(bits: UInt8) throws {
    let path = Fixtures.path("models/llama-tiny/model.safetensors")
    let original = try InputFile.contents(of: path, limit: 1 << 20)
    let reference = try Self.parse(original)
    let headerEnd = try #require(reference.entries.first?.range.lowerBound)
    for index in 0..<headerEnd {
      var bytes = original
      bytes[index] ^= bits
      guard let header = try? Self.parse(bytes) else { continue }
      // Accepted is only what keeps every place and size.
      #expect(header.entries.map(\.range) == reference.entries.map(\.range), "byte \(index)")
    }
  }
}
