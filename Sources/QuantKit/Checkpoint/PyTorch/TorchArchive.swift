//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What the zip archive of `torch.save` holds: `<folder>/data.pkl`, `<folder>/data/<key>` for each
/// storage and a few small entries, of which `<folder>/byteorder` matters.
struct TorchArchive {
  let document: PickleDocument
  let storageRanges: [String.UTF8Key: Range<Int>]

  private static let pickleName = "data.pkl"

  init(_ file: InputFile) throws {
    let archive = try ZipArchive(file)
    let pickles = archive.entries.filter { entry in
      let parts = entry.name.utf8.split(
        separator: UInt8(ascii: "/"),
        omittingEmptySubsequences: false
      )
      return parts.count == 2 && parts[1].elementsEqual(Self.pickleName.utf8)
    }
    guard pickles.count == 1, let pickle = pickles.first else {
      throw CheckpointError.notATorchArchive(path: file.path, pickleCount: pickles.count)
    }
    guard pickle.range.count <= PickleDocument.byteLimit else {
      throw CheckpointError.pickleTooLarge(path: file.path, found: pickle.range.count)
    }
    let folder = String(Substring(pickle.name.utf8.dropLast(Self.pickleName.utf8.count)))
    if let order = archive.entry(named: folder + "byteorder") {
      let text = try file.bytes(at: order.range.lowerBound, byteCount: min(16, order.range.count))
      guard text == Array("little".utf8) else { throw CheckpointError.bigEndian(path: file.path) }
    }
    let bytes = try file.bytes(at: pickle.range.lowerBound, byteCount: pickle.range.count)
    do throws(PickleFault) {
      document = try PickleDocument(parsing: bytes)
    } catch {
      throw CheckpointError.pickle(error, path: file.path)
    }
    guard document.byteCount == bytes.count else {
      throw CheckpointError.invalidPickle(
        path: file.path,
        problem: "\(bytes.count - document.byteCount) bytes follow its end"
      )
    }
    var ranges: [String.UTF8Key: Range<Int>] = [:]
    let prefix = folder + "data/"
    for entry in archive.entries where entry.name.utf8.starts(with: prefix.utf8) {
      let key = String(Substring(entry.name.utf8.dropFirst(prefix.utf8.count)))
      ranges[String.UTF8Key(key)] = entry.range
    }
    storageRanges = ranges
  }
}
