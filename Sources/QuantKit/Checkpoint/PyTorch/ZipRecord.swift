//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What the directory of a zip archive says about one entry.
struct ZipRecord {
  let name: String
  /// Where the entry's own header begins.
  let offset: Int
  private let flags: UInt16
  private let byteCount: Int

  private static let signature: UInt32 = 0x0201_4B50
  private static let headerSignature: UInt32 = 0x0403_4B50
  private static let headerByteCount = 30
  /// Encryption, strong encryption and a hidden directory.
  private static let encryptionFlags: UInt16 = 1 << 0 | 1 << 6 | 1 << 13
  /// The sizes follow the bytes, and the header before them may hold zeros instead.
  private static let trailingSizesFlag: UInt16 = 1 << 3
  private static let storedMethod: UInt16 = 0
  /// The kind of extra field that holds what 32 bits are too few for.
  private static let largeFieldKind: UInt16 = 1

  /// Reads the next record of a directory.
  ///
  /// - Throws: `CheckpointError`.
  init(parsing reader: inout ByteReader, path: String) throws {
    let start = reader.offset
    do {
      try self.init(fields: &reader, path: path)
    } catch is ByteReader.Shortage {
      throw CheckpointError.invalidArchive(
        path: path,
        problem: "its directory is damaged at byte \(start)"
      )
    }
  }

  private init(fields reader: inout ByteReader, path: String) throws {
    guard try reader.readInteger(UInt32.self) == Self.signature else {
      throw ByteReader.Shortage(offset: reader.offset, byteCount: 0)
    }
    _ = try reader.read(byteCount: 4)  // versions
    flags = try reader.readInteger(UInt16.self)
    let method = try reader.readInteger(UInt16.self)
    _ = try reader.read(byteCount: 8)  // time, date, checksum
    let storedByteCount = try reader.readInteger(UInt32.self)
    let contentByteCount = try reader.readInteger(UInt32.self)
    let nameByteCount = try Int(reader.readInteger(UInt16.self))
    let extraByteCount = try Int(reader.readInteger(UInt16.self))
    let commentByteCount = try Int(reader.readInteger(UInt16.self))
    let disk = try reader.readInteger(UInt16.self)
    _ = try reader.read(byteCount: 6)  // attributes
    let headerOffset = try reader.readInteger(UInt32.self)
    let nameBytes = try reader.read(byteCount: nameByteCount)
    let extra = try reader.read(byteCount: extraByteCount)
    _ = try reader.read(byteCount: commentByteCount)

    guard nameByteCount <= ZipArchive.nameByteLimit,
      let name = String(validating: nameBytes, as: UTF8.self)
    else {
      throw CheckpointError.invalidArchive(
        path: path,
        problem:
          "the name of an entry is not UTF-8 or longer than \(ZipArchive.nameByteLimit) bytes"
      )
    }
    self.name = name
    guard flags & Self.encryptionFlags == 0 else {
      throw CheckpointError.unreadableEntry(name, how: "encrypted", path: path)
    }
    guard method == Self.storedMethod else {
      throw CheckpointError.unreadableEntry(name, how: "compressed", path: path)
    }
    // In this order, and only those that 32 bits cannot hold.
    let narrow = [contentByteCount, storedByteCount, headerOffset]
    guard disk == 0, let wide = try Self.widened(narrow, from: extra) else {
      throw CheckpointError.invalidArchive(
        path: path,
        problem: "the zip64 fields of its entry \(name.quoted) are not those that it needs"
      )
    }
    guard wide[0] == wide[1] else {
      throw CheckpointError.invalidArchive(
        path: path,
        problem: "its entry \(name.quoted) has \(wide[1]) bytes that are stored as they are and "
          + "claims \(wide[0])"
      )
    }
    guard let byteCount = Int(exactly: wide[0]), let offset = Int(exactly: wide[2]) else {
      throw CheckpointError.entryPastEnd(name, path: path)
    }
    self.byteCount = byteCount
    self.offset = offset
  }

  /// The fields as 64 bits; nil when the extra field has more or fewer of them than are needed.
  private static func widened(_ fields: [UInt32], from extra: ArraySlice<UInt8>) throws -> [UInt64]?
  {
    var reader = ByteReader(extra)
    var large: ByteReader?
    while reader.remainingByteCount > 0 {
      let kind = try reader.readInteger(UInt16.self)
      let content = try reader.read(byteCount: Int(reader.readInteger(UInt16.self)))
      guard kind == largeFieldKind else { continue }
      guard large == nil else { return nil }
      large = ByteReader(content)
    }
    var wide: [UInt64] = []
    for field in fields {
      if field == .max {
        guard let value = try? large?.readInteger(UInt64.self) else { return nil }
        wide.append(value)
      } else {
        wide.append(UInt64(field))
      }
    }
    return large.map { $0.remainingByteCount } ?? 0 == 0 ? wide : nil
  }

  /// Reads the entry's own header, which must agree, and says where its bytes are.
  ///
  /// - Parameters:
  ///   - file: The archive.
  ///   - end: Where the directory begins.
  /// - Returns: The place of the bytes, from the start of the archive.
  /// - Throws: `CheckpointError` or `FileError`.
  func dataRange(in file: InputFile, before end: Int) throws -> Range<Int> {
    let fixedByteCount = Self.headerByteCount + name.utf8.count
    guard offset <= end, fixedByteCount <= end - offset else {
      throw CheckpointError.entryPastEnd(name, path: file.path)
    }
    var reader = ByteReader(try file.bytes(at: offset, byteCount: fixedByteCount))
    let signature = try reader.readInteger(UInt32.self)
    _ = try reader.read(byteCount: 2)
    let flags = try reader.readInteger(UInt16.self)
    let method = try reader.readInteger(UInt16.self)
    _ = try reader.read(byteCount: 8)
    let sizes = try [reader.readInteger(UInt32.self), reader.readInteger(UInt32.self)]
    let nameByteCount = try Int(reader.readInteger(UInt16.self))
    let extraByteCount = try Int(reader.readInteger(UInt16.self))
    let nameBytes = try reader.read(byteCount: name.utf8.count)
    let hasTrailingSizes = flags & Self.trailingSizesFlag != 0
    let sizesAgree = sizes.allSatisfy {
      Int($0) == byteCount || $0 == .max || hasTrailingSizes && $0 == 0
    }
    guard signature == Self.headerSignature, flags == self.flags, method == Self.storedMethod,
      nameByteCount == name.utf8.count, nameBytes.elementsEqual(name.utf8), sizesAgree
    else {
      throw CheckpointError.invalidArchive(
        path: file.path,
        problem: "the header of its entry \(name.quoted) is not what its directory says"
      )
    }
    let start = offset + fixedByteCount + extraByteCount
    guard start <= end, byteCount <= end - start else {
      throw CheckpointError.entryPastEnd(name, path: file.path)
    }
    return start..<start + byteCount
  }
}
