//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A zip archive whose entries are stored as they are, so that they can be read in place.
///
/// That is how `torch.save` writes them. Archives that are compressed, encrypted, in several parts,
/// with a comment or with bytes before or after are refused.
struct ZipArchive: Sendable {
  /// The most entries that are accepted: one for each storage and a few more.
  static let entryLimit = 1 << 16
  /// The largest central directory that is accepted, in bytes.
  static let directoryByteLimit = 8 << 20
  /// The longest name that is accepted, in bytes.
  static let nameByteLimit = 1_024

  /// One file in the archive.
  struct Entry: Sendable {
    let name: String
    /// Where its bytes are, from the start of the archive.
    let range: Range<Int>
  }

  /// The entries in the order of their bytes.
  let entries: [Entry]

  /// The entry of a name, or nil.
  ///
  /// - Complexity: O(1).
  func entry(named name: String) -> Entry? {
    positions[String.UTF8Key(name)].map { entries[$0] }
  }

  private let positions: [String.UTF8Key: Int]

  /// Reads the directory of an archive and the header of each entry.
  ///
  /// - Throws: `CheckpointError` for the first entry at fault, `FileError` when the file cannot be read.
  init(_ file: InputFile) throws {
    let directory = try ZipDirectory(file)
    let bytes = try file.bytes(at: directory.range.lowerBound, byteCount: directory.range.count)
    var reader = ByteReader(bytes)
    var records: [ZipRecord] = []
    for _ in 0..<directory.entryCount {
      records.append(try ZipRecord(parsing: &reader, path: file.path))
    }
    guard reader.remainingByteCount == 0 else {
      throw CheckpointError.invalidArchive(
        path: file.path,
        problem: "its directory is larger than its \(directory.entryCount) entries"
      )
    }
    records.sort { ($0.offset, $0.name) < ($1.offset, $1.name) }
    var entries: [Entry] = []
    var positions: [String.UTF8Key: Int] = [:]
    var end = 0
    for record in records {
      guard positions.updateValue(entries.count, forKey: String.UTF8Key(record.name)) == nil else {
        throw CheckpointError.invalidArchive(
          path: file.path,
          problem: "it has two entries \(record.name.quoted)"
        )
      }
      guard record.offset >= end else {
        throw CheckpointError.overlap(entry: record.name, path: file.path, previousEnd: end)
      }
      let range = try record.dataRange(in: file, before: directory.range.lowerBound)
      entries.append(Entry(name: record.name, range: range))
      end = range.upperBound
    }
    self.entries = entries
    self.positions = positions
  }
}
