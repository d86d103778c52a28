//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a file in the legacy format of `torch.save` holds: pickles one after the other, then storages.
struct LegacyTorchFile {
  private(set) var document: PickleDocument
  private(set) var storageRanges: [String.UTF8Key: Range<Int>] = [:]

  /// 0x1950A86A20F9469CFC6C, the least significant byte first.
  private static let magic: [UInt8] = [
    0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19,
  ]
  private static let version = 1001
  /// How much is read at first; most pickles are shorter.
  private static let firstReadByteCount = 1 << 20

  init(_ file: InputFile) throws {
    var offset = 0
    let magic = try Self.pickle(of: file, at: &offset)
    guard case .wideInteger(Self.magic) = magic[magic.root] else {
      // Some other pickle; what it asks for is what matters then.
      guard magic.globals.allSatisfy({ $0.meaning != nil }) else {
        document = magic
        return
      }
      throw CheckpointError.notPyTorch(path: file.path)
    }
    let version = try Self.pickle(of: file, at: &offset)
    guard version.integer(version.root) == Self.version else {
      throw CheckpointError.invalidPickle(
        path: file.path,
        problem: "the version of its format is not \(Self.version)"
      )
    }
    let system = try Self.pickle(of: file, at: &offset)
    let order = system.items(system.root)?.first { system.text($0.key) == "little_endian" }
    guard let order, case .boolean(true) = system[order.value] else {
      throw CheckpointError.bigEndian(path: file.path)
    }
    document = try Self.pickle(of: file, at: &offset)
    guard document.globals.allSatisfy({ $0.meaning != nil }) else { return }
    let keys = try Self.pickle(of: file, at: &offset)
    guard case .list(let references) = keys[keys.root] else {
      throw CheckpointError.invalidPickle(path: file.path, problem: "its list of storages is none")
    }
    try readPlaces(ofStorages: references.map(keys.text), in: file, from: offset)
  }

  /// Reads the pickle at an offset, and moves on to what follows.
  private static func pickle(of file: InputFile, at offset: inout Int) throws -> PickleDocument {
    let available = min(file.byteCount - offset, PickleDocument.byteLimit)
    for byteCount in [min(firstReadByteCount, available), available] {
      let bytes = try file.bytes(at: offset, byteCount: byteCount)
      do throws(PickleFault) {
        let document = try PickleDocument(parsing: bytes)
        offset += document.byteCount
        return document
      } catch {
        if error.code == .truncated, byteCount < available { continue }
        if error.code == .truncated, available == PickleDocument.byteLimit {
          throw CheckpointError.pickleTooLarge(path: file.path, found: file.byteCount - offset)
        }
        throw CheckpointError.pickle(error, path: file.path, base: offset)
      }
    }
    throw CheckpointError.notPyTorch(path: file.path)
  }

  private mutating func readPlaces(
    ofStorages keys: [String?],
    in file: InputFile,
    from start: Int
  ) throws {
    let storages = try TorchStorage.all(of: document, path: file.path)
    var offset = start
    for key in keys {
      guard let key, let storage = storages[String.UTF8Key(key)],
        storageRanges[String.UTF8Key(key)] == nil
      else {
        throw CheckpointError.invalidPickle(
          path: file.path,
          problem: "its list of storages names one twice, or one that nothing uses"
        )
      }
      guard file.byteCount - offset >= 8 else {
        throw CheckpointError.cutStorage(key, path: file.path)
      }
      var reader = ByteReader(try file.bytes(at: offset, byteCount: 8))
      let count = try reader.readInteger(UInt64.self)
      offset += 8
      let elementByteCount = storage.elementType?.byteCount ?? 1
      guard count == UInt64(storage.byteCount / elementByteCount) else {
        throw CheckpointError.storageSize(
          key,
          path: file.path,
          expected: storage.byteCount,
          found: Int(clamping: count.multipliedReportingOverflow(by: UInt64(elementByteCount)).0)
        )
      }
      guard storage.byteCount <= file.byteCount - offset else {
        throw CheckpointError.cutStorage(key, path: file.path)
      }
      storageRanges[String.UTF8Key(key)] = offset..<offset + storage.byteCount
      offset += storage.byteCount
    }
    guard offset == file.byteCount else {
      throw CheckpointError.trailingBytes(
        path: file.path,
        expected: offset,
        found: file.byteCount
      )
    }
  }
}
