//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The list of shards of a checkpoint: which file holds which tensor.
struct ShardIndex: Sendable {
  /// The largest file that is accepted, in bytes.
  static let byteLimit = 16 << 20
  /// The most shards that are accepted; all are open at once.
  static let shardLimit = 1_000

  /// One line of the list.
  struct Entry: Sendable {
    var tensorName: String
    let shardName: String
  }

  /// The lines in the order of the file.
  let entries: [Entry]
  /// The shards that are named, each once, sorted by their bytes.
  let shardNames: [String]
  private let names: NameTable

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
    let tensorCount = map.reduce(0) { count, _ in count + 1 }
    guard tensorCount > 0 else {
      throw .invalidIndex(path: path, problem: "'weight_map' is empty")
    }
    guard tensorCount <= SafetensorsHeader.tensorLimit else {
      throw .tooMany("tensors", limit: SafetensorsHeader.tensorLimit, path: path)
    }
    var entries: [Entry] = []
    entries.reserveCapacity(tensorCount)
    var shardNames: Set<String.UTF8Key> = []
    for (tensorName, value) in map {
      let shard = try Self.shard(value, of: tensorName, suffix: format.shardSuffix, path: path)
      // Of each name one copy is kept, not one for each tensor.
      let known = shardNames.insert(String.UTF8Key(shard)).memberAfterInsert.text
      entries.append(Entry(tensorName: tensorName, shardName: known))
      guard shardNames.count <= Self.shardLimit else {
        throw .tooMany("shards", limit: Self.shardLimit, path: path)
      }
    }
    format.renameAsInShards(&entries, name: \.tensorName)
    self.entries = entries
    var table = NameTable()
    for entry in entries { _ = table.append(entry.tensorName) { entries[$0].tensorName } }
    self.names = table
    self.shardNames = shardNames.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The line of a tensor, or nil.
  ///
  /// - Complexity: O(1).
  func entry(ofTensor name: String) -> Entry? {
    names.position(of: name) { entries[$0].tensorName }.map { entries[$0] }
  }

  private static func weightMap(
    of text: [UInt8],
    path: String
  ) throws(CheckpointError) -> JSONText.Members {
    let document: JSONText
    do throws(JSONError) {
      document = try JSONText(checking: text)
    } catch {
      if let key = error.duplicateKey, key.depth == 2 {
        throw .listedTwice(tensor: key.text, path: path)
      }
      throw .invalidIndex(path: path, problem: error.description)
    }
    guard let map = document["weight_map"]?.members else {
      throw .invalidIndex(path: path, problem: "it has no object 'weight_map'")
    }
    return map
  }

  /// The shard of a tensor, which is a plain file name.
  private static func shard(
    _ value: JSONText,
    of name: String,
    suffix: String,
    path: String
  ) throws(CheckpointError) -> String {
    guard name.utf8.count <= SafetensorsHeader.nameByteLimit else {
      throw .nameTooLong(name, limit: SafetensorsHeader.nameByteLimit, path: path)
    }
    guard let shard = value.string else {
      throw .invalidIndex(
        path: path,
        tensor: name,
        problem: "the shard of \(name.quoted) is \(value.kindText), a string is needed"
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
    return shard
  }
}
