//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The open files of weights of a checkpoint folder and the tensors in them.
struct CheckpointWeights {
  let format: WeightFormat
  private(set) var files: [InputFile] = []
  private(set) var tensors: [CheckpointTensor] = []
  /// Where in `tensors` each name is.
  private(set) var positions: [String.UTF8Key: Int] = [:]
  private(set) var notes: [String] = []

  /// Opens the single file or else the shards that the index names, of the first format that is there.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - names: The names in it.
  /// - Throws: `FileError` or `CheckpointError`.
  init(folder: String, names: [String]) throws {
    let formats = WeightFormat.allCases.filter { format in
      names.contains(format.singleFileName) || names.contains(format.indexFileName)
    }
    guard let format = formats.first else {
      throw Self.nothingToRead(folder: folder, names: names)
    }
    self.format = format
    if let other = formats.dropFirst().first {
      notes.append(
        "the folder has weights in both formats; \(format.rawValue) is read and \(other.rawValue) ignored"
      )
    }
    let hasIndex = names.contains(format.indexFileName)
    if names.contains(format.singleFileName) {
      try open(format.singleFileName, inFolder: folder)
      if hasIndex {
        notes.append("\(format.singleFileName) is read and \(format.indexFileName) ignored")
      }
    } else {
      try openShards(folder: folder)
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
    let shard = try WeightFile(path: path, format: format)
    notes += shard.notes
    guard tensors.count + shard.tensors.count <= SafetensorsHeader.tensorLimit else {
      throw CheckpointError.tooMany("tensors", limit: SafetensorsHeader.tensorLimit, path: path)
    }
    for tensor in shard.tensors {
      let key = String.UTF8Key(tensor.info.name)
      if let other = positions.updateValue(tensors.count, forKey: key) {
        throw CheckpointError.inTwoShards(
          tensor: tensor.info.name,
          path: path,
          otherName: tensors[other].fileName
        )
      }
      tensors.append(
        CheckpointTensor(
          info: tensor.info,
          fileName: name,
          byteCount: tensor.info.byteCount ?? 0,
          fileIndex: files.count,
          layout: tensor.layout
        )
      )
    }
    files.append(shard.file)
  }

  private mutating func openShards(folder: String) throws {
    let index = try ShardIndex(folder: folder, format: format)
    for name in index.shardNames {
      do {
        try open(name, inFolder: folder)
      } catch let error as FileError where error.code == .notFound {
        throw CheckpointError.missingShard(
          path: Path.join(folder, name),
          indexName: format.indexFileName
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
        indexName: format.indexFileName,
        listedIn: shard
      )
    }
    for entry in index.entries where positions[String.UTF8Key(entry.tensorName)] == nil {
      throw .notInShard(
        tensor: entry.tensorName,
        path: Path.join(folder, entry.shardName),
        indexName: format.indexFileName
      )
    }
  }
}
