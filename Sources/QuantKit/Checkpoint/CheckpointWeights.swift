//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The open files of weights of a checkpoint folder and the tensors in them.
struct CheckpointWeights {
  static let singleFileName = "model.safetensors"

  private(set) var files: [InputFile] = []
  private(set) var tensors: [CheckpointTensor] = []
  /// Where in `tensors` each name is.
  private(set) var positions: [String.UTF8Key: Int] = [:]
  private(set) var notes: [String] = []

  /// Opens `model.safetensors`, or else the shards that the index names.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - names: The names in it.
  /// - Throws: `FileError` or `CheckpointError`.
  init(folder: String, names: [String]) throws {
    let hasIndex = names.contains(ShardIndex.fileName)
    if names.contains(Self.singleFileName) {
      try open(Self.singleFileName, inFolder: folder)
      if hasIndex {
        notes.append("\(Self.singleFileName) is read and \(ShardIndex.fileName) ignored")
      }
    } else if hasIndex {
      try openShards(folder: folder)
    } else {
      throw Self.nothingToRead(folder: folder, names: names)
    }
    guard !tensors.isEmpty else { throw CheckpointError.noTensors(path: folder) }
    noteIgnored(names)
  }

  private static func nothingToRead(folder: String, names: [String]) -> CheckpointError {
    if let other = names.first(where: { $0.hasSuffix(".safetensors") }) {
      let hint = "\(other.quoted) is not read by itself; add the index, or rename a single file"
      return .noWeights(.missingWeights, path: folder, hint: hint)
    }
    let hint = Checkpoint.hint(for: names)
    return .noWeights(
      hint == nil ? .missingWeights : .unsupportedFormat,
      path: folder,
      hint: hint
    )
  }

  private mutating func noteIgnored(_ names: [String]) {
    let endings = [".safetensors", ".bin", ".pt", ".pth", ".gguf"]
    let used = Set(tensors.map(\.fileName))
    let ignored = names.filter { name in
      !used.contains(name) && endings.contains { name.hasSuffix($0) }
    }
    guard let first = ignored.first else { return }
    notes.append(
      ignored.count == 1
        ? "\(first.quoted) is no part of the checkpoint and ignored"
        : "\(first.quoted) and \(ignored.count - 1) more files of weights are ignored"
    )
  }

  // MARK: Opening

  private mutating func open(_ name: String, inFolder folder: String) throws {
    let path = Path.join(folder, name)
    let shard = try SafetensorsFile(path: path)
    guard tensors.count + shard.header.entries.count <= SafetensorsHeader.tensorLimit else {
      throw CheckpointError.tooMany("tensors", limit: SafetensorsHeader.tensorLimit, path: path)
    }
    for entry in shard.header.entries {
      let key = String.UTF8Key(entry.info.name)
      if let other = positions.updateValue(tensors.count, forKey: key) {
        throw CheckpointError.inTwoShards(
          tensor: entry.info.name,
          path: path,
          otherName: tensors[other].fileName
        )
      }
      tensors.append(
        CheckpointTensor(
          info: entry.info,
          fileName: name,
          byteCount: entry.range.count,
          fileIndex: files.count,
          offset: entry.range.lowerBound
        )
      )
    }
    files.append(shard.file)
  }

  private mutating func openShards(folder: String) throws {
    let index = try ShardIndex(folder: folder)
    for name in index.shardNames {
      do {
        try open(name, inFolder: folder)
      } catch let error as FileError where error.code == .notFound {
        throw CheckpointError.missingShard(
          path: Path.join(folder, name),
          indexName: ShardIndex.fileName
        )
      }
    }
    try checkAgreement(with: index, folder: folder)
  }

  /// Checks that index and shards list the same tensors in the same places.
  private func checkAgreement(with index: ShardIndex, folder: String) throws(CheckpointError) {
    var listed: [String.UTF8Key: String] = [:]
    for entry in index.entries { listed[String.UTF8Key(entry.tensorName)] = entry.shardName }
    for tensor in tensors {
      let shard = listed[String.UTF8Key(tensor.info.name)]
      guard shard != tensor.fileName else { continue }
      throw .notInIndex(
        tensor: tensor.info.name,
        path: Path.join(folder, tensor.fileName),
        indexName: ShardIndex.fileName,
        listedIn: shard
      )
    }
    for entry in index.entries where positions[String.UTF8Key(entry.tensorName)] == nil {
      throw .notInShard(
        tensor: entry.tensorName,
        path: Path.join(folder, entry.shardName),
        indexName: ShardIndex.fileName
      )
    }
  }
}
