//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The open files of weights of a checkpoint folder and the tensors in them.
struct CheckpointWeights: Sendable {
  let format: WeightFormat
  private(set) var files: [InputFile] = []
  private(set) var tensors: [CheckpointTensor] = []
  private var names = NameTable()
  /// What is wrong with the first tensor that is not where the list of shards has it.
  private var misplaced: CheckpointError?
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

  /// Where in `tensors` a name is, or nil.
  ///
  /// - Complexity: O(1).
  func position(of name: String) -> Int? { names.position(of: name) { tensors[$0].info.name } }

  // MARK: Opening

  /// Opens a file of weights, whose tensors are those that the list of shards, if there is one, has there.
  private mutating func open(
    _ name: String,
    inFolder folder: String,
    listedBy index: ShardIndex? = nil
  ) throws {
    let path = Path.join(folder, name)
    let shard = try WeightFile(path: path, format: format)
    notes += shard.notes
    guard tensors.count + shard.tensors.count <= SafetensorsHeader.tensorLimit else {
      throw CheckpointError.tooMany("tensors", limit: SafetensorsHeader.tensorLimit, path: path)
    }
    // At once, since doubling would take half as much again.
    if tensors.isEmpty { tensors.reserveCapacity(index?.entries.count ?? shard.tensors.count) }
    for tensor in shard.tensors {
      let entry = index?.entry(ofTensor: tensor.info.name)
      if index != nil, entry?.shardName != name {
        let fault = CheckpointError.notInIndex(
          tensor: tensor.info.name,
          path: path,
          indexName: format.indexFileName,
          listedIn: entry?.shardName
        )
        // Names beyond the list would have no bound. One of the list may yet turn up twice, which says more.
        guard entry != nil else { throw fault }
        misplaced = misplaced ?? fault
      }
      if let other = names.append(tensor.info.name, name: { tensors[$0].info.name }) {
        throw CheckpointError.inTwoShards(
          tensor: tensor.info.name,
          path: path,
          otherName: tensors[other].fileName
        )
      }
      tensors.append(
        CheckpointTensor(
          info: TensorInfo(
            // One copy of each name is enough.
            name: entry?.tensorName ?? tensor.info.name,
            elementType: tensor.info.elementType,
            shape: tensor.info.shape
          ),
          fileName: name,
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
        try open(name, inFolder: folder, listedBy: index)
      } catch let error as FileError where error.code == .notFound {
        throw CheckpointError.missingShard(
          path: Path.join(folder, name),
          indexName: format.indexFileName
        )
      }
    }
    if let misplaced { throw misplaced }
    for entry in index.entries where position(of: entry.tensorName) == nil {
      throw CheckpointError.notInShard(
        tensor: entry.tensorName,
        path: Path.join(folder, entry.shardName),
        indexName: format.indexFileName
      )
    }
  }
}
