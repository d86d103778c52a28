//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct ByteReaderTests {
  @Test
  func readsWhatTheWriterWrote() throws {
    var writer = ByteWriter()
    writer.append(UInt8(0xFE))
    writer.append(UInt16(0x0102))
    writer.append(UInt32(0xDEAD_BEEF))
    writer.append(UInt64.max - 1)
    writer.append([1, 2, 3])
    #expect(writer.bytes.prefix(7) == [0xFE, 0x02, 0x01, 0xEF, 0xBE, 0xAD, 0xDE])

    var reader = ByteReader(writer.bytes)
    #expect(try reader.readInteger(UInt8.self) == 0xFE)
    #expect(try reader.readInteger(UInt16.self) == 0x0102)
    #expect(try reader.readInteger(UInt32.self) == 0xDEAD_BEEF)
    #expect(try reader.readInteger(UInt64.self) == .max - 1)
    #expect(try reader.read(byteCount: 3) == [1, 2, 3])
    #expect(reader.remainingByteCount == 0)
    #expect(try reader.read(byteCount: 0).isEmpty)
  }

  @Test
  func startsAtTheStartOfASlice() throws {
    let bytes: [UInt8] = [9, 9, 1, 0, 2]
    var reader = ByteReader(bytes[2...])
    #expect(reader.offset == 0)
    #expect(try reader.readInteger(UInt16.self) == 1)
    #expect(reader.offset == 2)
    #expect(reader.remainingByteCount == 1)
  }

  @Test(arguments: [3, 4, Int.max, -1, Int.min])
  func refusesToReadPastTheEnd(byteCount: Int) throws {
    var reader = ByteReader([1, 2, 3])
    _ = try reader.read(byteCount: 1)
    let error = try #require(throws: ByteReader.Shortage.self) {
      try reader.read(byteCount: byteCount)
    }
    #expect(error == ByteReader.Shortage(offset: 1, byteCount: byteCount))
    #expect(reader.offset == 1)
    #expect(try reader.read(byteCount: 2) == [2, 3])
  }

  @Test
  func refusesAnIntegerThatIsCut() {
    var reader = ByteReader([1, 2, 3])
    #expect(throws: ByteReader.Shortage.self) { try reader.readInteger(UInt32.self) }
    #expect(throws: ByteReader.Shortage.self) { try reader.readInteger(UInt64.self) }
    #expect(reader.offset == 0)
  }
}
