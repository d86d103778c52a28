//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The list of shards of a checkpoint: which file holds which tensor.
struct ShardIndex: Sendable {
  /// The largest file that is accepted, in bytes.
  static let byteLimit = 64 << 20
  /// The most shards that are accepted; all are open at once.
  static let shardLimit = 1_000

  /// One line of the list.
  struct Entry: Sendable {
    let tensorName: String
    let shardName: String
  }

  /// The lines in the order of the file.
  let entries: [Entry]
  /// The shards that are named, each once, sorted by their bytes.
  let shardNames: [String]

  /// Reads the list in a folder.
  ///
  /// - Throws: `FileError` or `CheckpointError`.
  init(folder: String, format: WeightFormat) throws {
    let path = Path.join(folder, format.indexFileName)
    let text = try InputFile.contents(of: path, limit: Self.byteLimit)
    try self.init(parsing: text, path: path, format: format)
  }

  init(
    parsing text: [UInt8],
    path: String,
    format: WeightFormat = .safetensors
  ) throws(CheckpointError) {
    let map = try Self.weightMap(of: text, path: path)
    guard map.count <= SafetensorsHeader.tensorLimit else {
      throw .tooMany("tensors", limit: SafetensorsHeader.tensorLimit, path: path)
    }
    var entries: [Entry] = []
    entries.reserveCapacity(map.count)
    var names: Set<String.UTF8Key> = []
    for member in map {
      entries.append(try Entry(parsing: member, suffix: format.shardSuffix, path: path))
      names.insert(String.UTF8Key(entries[entries.count - 1].shardName))
      guard names.count <= Self.shardLimit else {
        throw .tooMany("shards", limit: Self.shardLimit, path: path)
      }
    }
    self.entries = zip(format.namesInShards(entries.map(\.tensorName)), entries).map {
      Entry(tensorName: $0, shardName: $1.shardName)
    }
    shardNames = names.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func weightMap(
    of text: [UInt8],
    path: String
  ) throws(CheckpointError) -> [JSON.Member] {
    let document: JSON
    do throws(JSONError) {
      document = try JSON(parsing: text)
    } catch {
      if let key = error.duplicateKey, key.depth == 2 {
        throw .listedTwice(tensor: key.text, path: path)
      }
      throw .invalidIndex(path: path, problem: error.description)
    }
    guard let map = document["weight_map"]?.members else {
      throw .invalidIndex(path: path, problem: "it has no object 'weight_map'")
    }
    guard !map.isEmpty else { throw .invalidIndex(path: path, problem: "'weight_map' is empty") }
    return map
  }
}

extension ShardIndex.Entry {
  fileprivate init(
    parsing member: JSON.Member,
    suffix: String,
    path: String
  ) throws(CheckpointError) {
    let name = member.key
    guard name.utf8.count <= SafetensorsHeader.nameByteLimit else {
      throw .nameTooLong(name, limit: SafetensorsHeader.nameByteLimit, path: path)
    }
    guard let shard = member.value.string else {
      throw .invalidIndex(
        path: path,
        tensor: name,
        problem: "the shard of \(name.quoted) is \(member.value.kindText), a string is needed"
      )
    }
    // A name with a folder in it could lead anywhere on the reader's disk.
    guard Path.isPlainName(shard), shard.hasSuffix(suffix) else {
      throw .invalidIndex(
        path: path,
        tensor: name,
        problem: "the shard of \(name.quoted) is \(shard.quoted), a plain file name that ends in "
          + "\(suffix) is needed"
      )
    }
    self.init(tensorName: name, shardName: shard)
  }
}
