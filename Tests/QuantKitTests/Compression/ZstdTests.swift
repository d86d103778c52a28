//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct ZstdTests {
  /// Bytes with structure enough that every level finds something else to do.
  static func sample(byteCount: Int, seed: UInt64) -> [UInt8] {
    var generator = SplitMix64(seed: seed)
    var bytes: [UInt8] = []
    while bytes.count < byteCount {
      if bytes.count > 64, generator.next() % 3 == 0 {
        let start = Int(generator.next() % UInt64(bytes.count - 32))
        bytes += Array(bytes[start..<start + 32])  // A slice would make `bytes` copy itself.
      } else {
        bytes.append(UInt8(generator.next() % 23))
      }
    }
    return Array(bytes.prefix(byteCount))
  }

  static func isRefused(_ frame: [UInt8], contentByteCount: Int) throws -> String {
    let error = try #require(throws: ZstdError.self) {
      try ZstdDecompressor().decompress(frame, contentByteCount: contentByteCount)
    }
    return error.description
  }

  @Test(arguments: [1, 2, 17, 1000, 131_072, 300_000])
  func contentComesBack(byteCount: Int) throws {
    let content = Self.sample(byteCount: byteCount, seed: UInt64(byteCount))
    let frame = try ZstdCompressor(level: 1).compress(content[...])
    #expect(frame.contentByteCount == byteCount)
    #expect(frame.checksum == Checksum(of: frame.bytes))
    let back = try ZstdDecompressor().decompress(frame.bytes, contentByteCount: byteCount)
    #expect(back == content)
  }

  /// What a context compressed before must not show in what it compresses next: the number of threads
  /// decides which block meets which context.
  @Test(arguments: [1, 3, 6, 9, 13, 19])
  func usedContextsGiveTheSameBytes(level: Int) throws {
    let used = ZstdCompressor(level: level)
    for round in 0..<6 {
      let content = Self.sample(byteCount: 20_000 >> (round % 3), seed: UInt64(round / 2))
      let fresh = try ZstdCompressor(level: level).compress(content[...])
      #expect(try used.compress(content[...]).bytes == fresh.bytes, "level \(level)")
    }
  }

  @Test func severalThreadsShareOneValue() throws {
    let compressor = ZstdCompressor(level: 1)
    let decompressor = ZstdDecompressor()
    let contents = (0..<16).map { Self.sample(byteCount: 10_000, seed: $0) }
    let expected = try contents.map { try compressor.compress($0[...]).bytes }
    var found: [[UInt8]] = []
    try ThreadPool(threadCount: 4).inOrder(
      count: contents.count,
      produce: { index in
        let frame = try compressor.compress(contents[index][...]).bytes
        let back = try decompressor.decompress(frame, contentByteCount: 10_000)
        #expect(back == contents[index])
        return frame
      },
      consume: { found.append($1) }
    )
    #expect(found == expected)
  }

  @Test func otherContentSizesAreRefused() throws {
    let frame = try ZstdCompressor(level: 1).compress([1, 2, 3, 4]).bytes
    for byteCount in [1, 3, 5, 1000] {
      let problem = try Self.isRefused(frame, contentByteCount: byteCount)
      #expect(problem == "the frame's header declares 4 bytes of content, not \(byteCount)")
    }
  }

  @Test func anythingButOneFrameIsRefused() throws {
    let frame = try ZstdCompressor(level: 1).compress([1, 2, 3, 4]).bytes
    let skippable: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 1, 0, 0, 0, 7]
    #expect(try Self.isRefused(frame + frame, contentByteCount: 4).contains("ends after"))
    #expect(try Self.isRefused(frame + [0], contentByteCount: 4).contains("ends after"))
    #expect(try Self.isRefused(skippable, contentByteCount: 4) == "the bytes are not a zstd frame")
    #expect(try Self.isRefused([], contentByteCount: 4) == "the bytes are not a zstd frame")
    for byteCount in 0..<frame.count {
      _ = try Self.isRefused(Array(frame.prefix(byteCount)), contentByteCount: 4)
    }
  }

  /// Frames by hand: header descriptor, fields, one raw block of four bytes.
  @Test(arguments: [
    ([0x20, 4, 0x21, 0, 0, 1, 2, 3, 4] as [UInt8], "the frame has no content checksum"),
    ([0x04, 0x58, 0x21, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0], "the frame declares no content size"),
    ([0x25, 7, 4, 0x21, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0], "the frame needs a dictionary"),
  ])
  func framesOfOtherKindsAreRefused(body: [UInt8], expected: String) throws {
    let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD] + body
    #expect(try Self.isRefused(frame, contentByteCount: 4) == expected)
  }

  @Test func brokenContentChecksumIsNoticed() throws {
    var frame = try ZstdCompressor(level: 1).compress([1, 2, 3, 4]).bytes
    frame[frame.count - 1] ^= 1
    #expect(try Self.isRefused(frame, contentByteCount: 4).hasPrefix("zstd reports '"))
  }

  /// A frame whose header declares less than its blocks hold writes nothing past the buffer.
  @Test func contentBeyondTheDeclaredSizeIsRefused() throws {
    // One RLE block of 131,072 zeros under a header that declares 4 bytes.
    let frame: [UInt8] = [
      0x28, 0xB5, 0x2F, 0xFD, 0x24, 4, 0x03, 0x00, 0x10, 0, 0, 0, 0, 0,
    ]
    _ = try Self.isRefused(frame, contentByteCount: 4)
  }

  @Test func garbageIsRefused() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SplitMix64(seed: seed)
    let sound = try ZstdCompressor(level: 3).compress(Self.sample(byteCount: 500, seed: 1)[...])
      .bytes
    let content = Self.sample(byteCount: 500, seed: 1)
    for _ in 0..<500 {
      var frame = sound
      for _ in 0..<1 + generator.next() % 4 {
        let position = Int(generator.next() % UInt64(frame.count))
        frame[position] = UInt8(truncatingIfNeeded: generator.next())
      }
      // A change may leave the content as it was; it must never give another content.
      let found = try? ZstdDecompressor().decompress(frame, contentByteCount: 500)
      #expect(found == nil || found == content, "seed \(seed)")
    }
  }
}
