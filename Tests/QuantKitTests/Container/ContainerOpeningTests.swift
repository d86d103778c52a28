//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// The checks of Formats.md 1.10 that come before the index is looked into, by their numbers.
struct ContainerOpeningTests {
  let folder: TemporaryFolder
  let forged: ForgedContainer

  init() throws {
    folder = try TemporaryFolder()
    forged = try ForgedContainer(ExampleContainer.bytes(in: folder))
  }

  private func error(_ bytes: [UInt8]) throws -> ContainerError {
    let path = try folder.write(bytes, to: "broken.qkit")
    let error = try #require(throws: ContainerError.self) { try QuantizedFile(path: path) }
    #expect(error.path == path)
    #expect(error.message.contains("'\(path)'"))
    return error
  }

  private func error(
    _ edit: (inout ForgedContainer) throws -> Void
  ) throws -> ContainerError {
    var forged = forged
    try edit(&forged)
    return try error(forged.bytes())
  }

  @Test func forgingWithoutChangesIsSound() throws {
    let path = try folder.write(try forged.bytes(), to: "sound.qkit")
    #expect(try QuantizedFile(path: path).index.tensors.count == 3)
  }

  // MARK: 1 to 3, the header

  @Test(arguments: ["", "Hello", "{\"a\": 1}", String(repeating: "PK\u{3}\u{4}", count: 100)])
  func check1OtherFiles(text: String) throws {
    #expect(try error(Array(text.utf8)).code == .notContainer)
  }

  @Test func check1OtherMagic() throws {
    let error = try error { $0.header.magic = Array("QuantKIT".utf8) }
    #expect(error.code == .notContainer)
    #expect(error.offset == 0)
  }

  @Test func check1BeginningOfAHeader() throws {
    #expect(try error(Array(forged.bytes().prefix(20))).code == .truncated)
  }

  @Test(arguments: [0, 4, 16, 20, 24, 31])
  func check2HeaderDamaged(position: Int) throws {
    var bytes = try forged.bytes()
    bytes[position] ^= 0x80
    let error = try error(bytes)
    #expect(error.code == .damaged)
    #expect(error.offset == 0)
    #expect(error.message.contains("the header"))
  }

  @Test(arguments: [0, 2, UInt32.max])
  func check3HeaderVersion(version: UInt32) throws {
    let error = try error { $0.header.version = version }
    #expect(error.code == .unsupportedVersion)
    #expect(error.message.contains("version \(version) of the .qkit format"))
  }

  @Test func check3HeaderReserved() throws {
    let error = try error { $0.header.reserved = 1 }
    #expect(error.code == .malformed)
    #expect(error.message.contains("reserved field is 1"))
  }

  // MARK: 4 to 7, the footer

  @Test func check4HeaderAlone() throws {
    #expect(try error(ContainerHeader().serialized()).code == .truncated)
  }

  @Test func check4FooterCut() throws {
    let bytes = try forged.bytes()
    let error = try error(bytes.dropLast())
    #expect(error.code == .truncated)
    #expect(error.offset == bytes.count - 1 - ContainerFormat.footerByteCount)
  }

  @Test func check4FooterDamaged() throws {
    var bytes = try forged.bytes()
    bytes[bytes.count - 30] ^= 1
    let error = try error(bytes)
    #expect(error.code == .damaged)
    #expect(error.offset == bytes.count - ContainerFormat.footerByteCount)
    #expect(error.message.contains("the footer"))
  }

  @Test func check5FooterMagic() throws {
    let error = try error { $0.editFooter = { $0.magic[0] = 0 } }
    #expect(error.code == .malformed)
  }

  @Test func check5FooterVersion() throws {
    let error = try error { $0.editFooter = { $0.version = 2 } }
    #expect(error.code == .unsupportedVersion)
  }

  @Test func check5FooterReserved() throws {
    let error = try error { $0.editFooter = { $0.reserved = 7 } }
    #expect(error.code == .malformed)
  }

  @Test(arguments: [-1, 1, 1 << 40])
  func check6FileSize(change: Int) throws {
    let error = try error { forged in
      forged.editFooter = { $0.fileByteCount = UInt64(Int($0.fileByteCount) + change) }
    }
    #expect(error.code == .truncated)
  }

  /// A footer that belongs to another file, or to this one before bytes were lost in the middle.
  @Test func check6BytesMissingInTheMiddle() throws {
    var bytes = try forged.bytes()
    bytes.removeSubrange(100..<110)
    let error = try error(bytes)
    #expect(error.code == .truncated)
    #expect(error.offset == bytes.count)
  }

  @Test(
    arguments: [
      { $0.indexOffset = 31 }, { $0.indexOffset = .max }, { $0.indexOffset += 1 },
      { $0.indexOffset -= 1 }, { $0.indexOffset = 1 << 63 },
      { $0.indexStoredByteCount = 0 }, { $0.indexStoredByteCount += 1 },
      { $0.indexStoredByteCount = .max },
      {
        $0.indexOffset = 0
        $0.indexStoredByteCount = $0.fileByteCount - 72
      },
      { $0.indexContentByteCount = 0 }, { $0.indexContentByteCount = 1 << 26 + 1 },
      { $0.indexContentByteCount = .max }, { $0.indexContentByteCount = 1 },
    ] as [@Sendable (inout ContainerFooter) -> Void]
  )
  func check7IndexPlace(edit: @escaping @Sendable (inout ContainerFooter) -> Void) throws {
    let error = try error { $0.editFooter = edit }
    #expect(error.code == .malformed)
    #expect(error.message.contains("the footer"))
  }

  // MARK: 8 and 9, the index frame

  @Test func check8IndexDamaged() throws {
    let offset = ContainerFormat.headerByteCount + forged.body.count
    var bytes = try forged.bytes()
    bytes[offset + 100] ^= 4
    let error = try error(bytes)
    #expect(error.code == .damaged)
    #expect(error.offset == offset)
    #expect(error.tensor == nil)
    #expect(error.message.contains("the index"))
  }

  /// A way to store an index, given its bytes and its proper frame.
  typealias FrameForgery = @Sendable (_ content: [UInt8], _ frame: [UInt8]) throws -> [UInt8]

  /// Frames whose checksum is recorded rightly but that are not what an index frame must be.
  static let frameForgeries: [FrameForgery] = [
    { $1 + $1 },
    { $1 + [0] },
    { content, _ in try ZstdCompressor(level: 1).compress((content + [32])[...]).bytes },
    { content, _ in try ZstdCompressor(level: 1).compress(content.dropLast()).bytes },
    { _, frame in frame.map { $0 ^ 0x55 } },
    { _, frame in
      [0x50, 0x2A, 0x4D, 0x18, UInt8(frame.count & 255), UInt8(frame.count >> 8), 0, 0] + frame
    },
    { _, frame in frame.dropLast(4) + [0, 0, 0, 0] },
  ]

  @Test(arguments: frameForgeries.indices)
  func check9IndexFrame(forgery: Int) throws {
    let error = try error { forged in
      let frame = try ZstdCompressor(level: 1).compress(forged.index[...]).bytes
      forged.indexFrame = try Self.frameForgeries[forgery](forged.index, frame)
    }
    #expect(error.code == .malformed)
    #expect(error.offset == ContainerFormat.headerByteCount + forged.body.count)
  }

  /// A footer and a frame header that promise little while the frame holds much.
  @Test func check9DecompressionBomb() throws {
    let zeros = [UInt8](repeating: 0x20, count: 8 << 20)
    var frame = try ZstdCompressor(level: 1).compress(zeros[...]).bytes
    // A window descriptor, then a content size of four bytes; claim what the footer will claim.
    try #require(frame[4] & 0b1110_0000 == 0b1000_0000)
    let claimed = UInt32(forged.index.count)
    for byte in 0..<4 { frame[6 + byte] = UInt8(truncatingIfNeeded: claimed >> (8 * byte)) }
    let bomb = frame
    let error = try error { $0.indexFrame = bomb }
    #expect(error.code == .malformed)
  }

  @Test func missingFileIsAFileError() throws {
    let error = try #require(throws: FileError.self) {
      try QuantizedFile(path: folder.path("none.qkit"))
    }
    #expect(error.code == .notFound)
  }
}
