//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

@testable import QuantKit

extension FuzzTarget {
  /// `.qkit` files: as they are, with checksums mended, and with an index of the input's own.
  static func containerTargets(_ fixtures: FixtureFolder, _ file: ScratchFile) throws
    -> [FuzzTarget]
  {
    let files = try ["example", "tiny-llama"].map { try fixtures.bytes("containers/\($0)") }
    let parts = try files.map { try ContainerParts($0) }
    let pool = ThreadPool(threadCount: 1)
    let decompressor = ZstdDecompressor()
    let frames = try parts.flatMap { part in
      try part.index(in: decompressor).tensors.flatMap(\.parts).flatMap(\.frames).prefix(12).map {
        frame in
        Array(part.bytes[frame.offset..<frame.end])
      }
    }
    return [
      FuzzTarget(name: "qkit", seeds: files, repair: ContainerParts.repair) { bytes in
        try use(try QuantizedFile(path: file.holding(bytes)), pool)
      },
      FuzzTarget(
        name: "qkit-index",
        seeds: try parts.map { try $0.indexContent(in: decompressor) },
        tokens: [
          "\"requires\":[\"x\"]", "\"scheme\":{\"name\":\"raw\"}", "\"int8-row\"", "\"int4-row\"",
          "\"int8-row-normalized\"",
          "\"I8\"", "\"F32\"", "\"shape\":[]", "\"block_size\":1", "\"frames\":[]", "[", "]", "{",
          "}", ",", "null", "..", "\u{0}",
        ]
      ) { bytes in
        for part in parts {
          guard let file = try? QuantizedFile(path: file.holding(part.with(index: bytes))) else {
            continue
          }
          try use(file, pool)
        }
      },
      FuzzTarget(name: "zstd-frame", seeds: frames) { bytes in
        for byteCount in [8, 640, 1 << 20] {
          _ = try? decompressor.decompress(bytes, contentByteCount: byteCount)
        }
      },
    ]
  }

  /// Reads all of a file, and runs the model in it for one token if it is one.
  private static func use(_ file: QuantizedFile, _ pool: ThreadPool) throws {
    _ = try file.verify(using: pool)
    for tensor in file.index.tensors { _ = try? file.scales(of: tensor) }
    _ = try? Inspection(path: file.path).memory()
    let source = try ModelSource(path: file.path)
    let model = try LanguageModel(
      configuration: try ModelConfiguration(configuration: source.configuration(), path: file.path),
      weights: source.weights,
      arithmetic: .fast,
      pool: pool
    )
    _ = try model.forward([1], cache: model.makeCache(capacity: 1), logits: .last)
  }
}

/// A container taken apart, to be put together around another index.
struct ContainerParts {
  let bytes: [UInt8]
  private let indexOffset: Int
  private let indexStoredByteCount: Int
  private let indexContentByteCount: Int

  /// The parts of a sound container.
  init(_ bytes: [UInt8]) throws {
    var reader = ByteReader(
      try SealedFrame.opening(Array(bytes.suffix(ContainerFormat.footerByteCount)))
    )
    let footer = try ContainerFooter(parsing: &reader)
    self.bytes = bytes
    indexOffset = Int(footer.indexOffset)
    indexStoredByteCount = Int(footer.indexStoredByteCount)
    indexContentByteCount = Int(footer.indexContentByteCount)
  }

  /// The JSON text of the index.
  func indexContent(in decompressor: ZstdDecompressor) throws -> [UInt8] {
    try decompressor.decompress(
      Array(bytes[indexOffset..<indexOffset + indexStoredByteCount]),
      contentByteCount: indexContentByteCount
    )
  }

  /// The index.
  func index(in decompressor: ZstdDecompressor) throws -> ContainerIndex {
    try ContainerIndex(
      parsing: indexContent(in: decompressor),
      area: ContainerFormat.headerByteCount..<indexOffset
    )
  }

  private static let compressor = ZstdCompressor(level: 1)

  /// The container with another index, and with the checksums that belong to it.
  func with(index: [UInt8]) throws -> [UInt8] {
    let frame = try Self.compressor.compress(index[...])
    let start = bytes[..<indexOffset]
    let footer = ContainerFooter(
      indexOffset: UInt64(start.count),
      indexStoredByteCount: UInt64(frame.bytes.count),
      indexContentByteCount: UInt64(index.count),
      indexChecksum: frame.checksum.value,
      fileByteCount: UInt64(start.count + frame.bytes.count + ContainerFormat.footerByteCount)
    )
    return start + frame.bytes + footer.serialized()
  }

  /// Gives header, footer and index the checksums that they need, where they are still in their places, and
  /// the footer the size of the file.
  static func repair(_ bytes: inout [UInt8]) {
    let footerStart = bytes.count - ContainerFormat.footerByteCount
    guard footerStart >= ContainerFormat.headerByteCount else { return }
    put(UInt64(bytes.count), at: footerStart + 40, of: &bytes)
    let offset = Int(truncatingIfNeeded: integer(at: footerStart + 8, of: bytes))
    if (ContainerFormat.headerByteCount..<footerStart).contains(offset) {
      put(UInt64(footerStart - offset), at: footerStart + 16, of: &bytes)
      put(Checksum(of: Array(bytes[offset..<footerStart])).value, at: footerStart + 32, of: &bytes)
    }
    seal(0..<ContainerFormat.headerByteCount, of: &bytes)
    seal(footerStart..<bytes.count, of: &bytes)
  }

  private static func seal(_ range: Range<Int>, of bytes: inout [UInt8]) {
    let end = range.upperBound - 8
    put(Checksum(of: Array(bytes[range.lowerBound..<end])).value, at: end, of: &bytes)
  }

  private static func integer(at position: Int, of bytes: [UInt8]) -> UInt64 {
    bytes[position..<position + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func put(_ value: UInt64, at position: Int, of bytes: inout [UInt8]) {
    for index in 0..<8 {
      bytes[position + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index))
    }
  }
}
