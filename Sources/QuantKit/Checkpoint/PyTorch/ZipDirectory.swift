//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Where the directory of a zip archive is, from the records at the archive's end.
struct ZipDirectory {
  /// The directory's bytes.
  let range: Range<Int>
  /// How many entries it lists.
  let entryCount: Int

  private static let endSignature: UInt32 = 0x0605_4B50
  private static let endByteCount = 22
  private static let locatorSignature: UInt32 = 0x0706_4B50
  private static let locatorByteCount = 20
  private static let largeEndSignature: UInt32 = 0x0606_4B50
  private static let largeEndByteCount = 56

  init(_ file: InputFile) throws {
    let path = file.path
    let endOffset = file.byteCount - Self.endByteCount
    guard endOffset >= 0 else { throw CheckpointError.cutArchive(path: path) }
    var reader = ByteReader(try file.bytes(at: endOffset, byteCount: Self.endByteCount))
    guard try reader.readInteger(UInt32.self) == Self.endSignature else {
      throw CheckpointError.cutArchive(path: path)
    }
    let disks = try (reader.readInteger(UInt16.self), reader.readInteger(UInt16.self))
    let counts = try (reader.readInteger(UInt16.self), reader.readInteger(UInt16.self))
    let byteCount = try reader.readInteger(UInt32.self)
    let offset = try reader.readInteger(UInt32.self)
    guard try disks == (0, 0) && counts.0 == counts.1 && reader.readInteger(UInt16.self) == 0 else {
      throw CheckpointError.invalidArchive(
        path: path,
        problem: "it is one of several parts, or has a comment"
      )
    }
    let end = try Self.largeEnd(file, before: endOffset)
    func wide(_ large: UInt64?, _ small: UInt64, limit: UInt64) throws -> UInt64 {
      guard let large else {
        guard small < limit else {
          throw CheckpointError.invalidArchive(path: path, problem: "its zip64 record is missing")
        }
        return small
      }
      guard small == limit || small == large else {
        throw CheckpointError.invalidArchive(
          path: path,
          problem: "its end records disagree: \(small) and \(large)"
        )
      }
      return large
    }
    let entryCount = try wide(end?.entryCount, UInt64(counts.0), limit: UInt64(UInt16.max))
    let size = try wide(end?.byteCount, UInt64(byteCount), limit: UInt64(UInt32.max))
    let start = try wide(end?.offset, UInt64(offset), limit: UInt64(UInt32.max))
    guard entryCount <= UInt64(ZipArchive.entryLimit) else {
      throw CheckpointError.tooMany("entries", limit: ZipArchive.entryLimit, path: path)
    }
    guard size <= UInt64(ZipArchive.directoryByteLimit) else {
      throw CheckpointError.invalidArchive(
        path: path,
        problem: "its directory has \(size) bytes, at most \(ZipArchive.directoryByteLimit) are "
          + "accepted"
      )
    }
    let directoryEnd = end?.recordOffset ?? endOffset
    guard start <= UInt64(directoryEnd), Int(start) + Int(size) == directoryEnd else {
      throw CheckpointError.invalidArchive(
        path: path,
        problem: "its directory of \(size) bytes at offset \(start) does not end at \(directoryEnd)"
      )
    }
    range = Int(start)..<directoryEnd
    self.entryCount = Int(entryCount)
  }

  private struct LargeEnd {
    let recordOffset: Int
    let entryCount: UInt64
    let byteCount: UInt64
    let offset: UInt64
  }

  /// The zip64 record, or nil when there is none.
  private static func largeEnd(_ file: InputFile, before endOffset: Int) throws -> LargeEnd? {
    let locatorOffset = endOffset - locatorByteCount
    guard locatorOffset >= 0 else { return nil }
    var reader = ByteReader(try file.bytes(at: locatorOffset, byteCount: locatorByteCount))
    guard try reader.readInteger(UInt32.self) == locatorSignature else { return nil }
    let disk = try reader.readInteger(UInt32.self)
    let offset = try reader.readInteger(UInt64.self)
    let diskCount = try reader.readInteger(UInt32.self)
    let recordOffset = locatorOffset - largeEndByteCount
    guard disk == 0, diskCount == 1, recordOffset >= 0, offset == UInt64(recordOffset) else {
      throw CheckpointError.invalidArchive(
        path: file.path,
        problem: "its zip64 record is not where it is said to be"
      )
    }
    reader = ByteReader(try file.bytes(at: recordOffset, byteCount: largeEndByteCount))
    guard try reader.readInteger(UInt32.self) == largeEndSignature,
      try reader.readInteger(UInt64.self) == UInt64(largeEndByteCount - 12)
    else {
      throw CheckpointError.invalidArchive(path: file.path, problem: "its zip64 record is invalid")
    }
    _ = try reader.read(byteCount: 4)
    let disks = try (reader.readInteger(UInt32.self), reader.readInteger(UInt32.self))
    let counts = try (reader.readInteger(UInt64.self), reader.readInteger(UInt64.self))
    guard disks == (0, 0), counts.0 == counts.1 else {
      throw CheckpointError.invalidArchive(path: file.path, problem: "it is one of several parts")
    }
    return LargeEnd(
      recordOffset: recordOffset,
      entryCount: counts.1,
      byteCount: try reader.readInteger(UInt64.self),
      offset: try reader.readInteger(UInt64.self)
    )
  }
}
