//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension Checkpoint {
  /// Opens a checkpoint folder.
  ///
  /// The weights are the first of these that is there; other files of weights are ignored with a note.
  ///
  /// 1. `model.safetensors`
  /// 2. the shards that `model.safetensors.index.json` names
  /// 3. `pytorch_model.bin`
  /// 4. the shards that `pytorch_model.bin.index.json` names
  ///
  /// Symbolic links are followed.
  ///
  /// - Parameter path: The folder.
  /// - Throws: `CheckpointError` when the folder is no checkpoint or something in it is damaged,
  ///   `FileError` when a file cannot be read.
  public init(folder path: String) throws {
    let names = try Self.names(inFolder: path)
    guard names.contains("config.json") else {
      throw CheckpointError.noConfiguration(path: path, hint: Self.hint(for: names))
    }
    let configuration = try Self.configuration(inFolder: path)
    let weights = try CheckpointWeights(folder: path, names: names)
    let sideFiles = try SideFile.knownNames.filter(names.contains).map {
      try SideFile(name: $0, folder: path)
    }
    self.init(
      path: path,
      configuration: configuration,
      weights: weights,
      sideFiles: sideFiles,
      notes: weights.notes + Self.notes(onMissing: sideFiles.map(\.name))
    )
  }

  private static func names(inFolder path: String) throws -> [String] {
    switch FileSystem.kind(of: path) {
    case .file, .other: throw CheckpointError.notAFolder(path: path)
    case .folder, .nothing: try FileSystem.names(inFolder: path)
    }
  }

  private static func configuration(inFolder folder: String) throws -> JSON {
    let path = Path.join(folder, "config.json")
    let text = try InputFile.contents(of: path, limit: configurationByteLimit)
    let configuration: JSON
    do throws(JSONError) {
      configuration = try JSON(parsing: text)
    } catch {
      throw CheckpointError.invalidConfiguration(path: path, problem: error.description)
    }
    guard configuration.members != nil else {
      throw CheckpointError.invalidConfiguration(
        path: path,
        problem: "an object is needed, found \(configuration.kindText)"
      )
    }
    return configuration
  }

  private static func notes(onMissing present: [String]) -> [String] {
    var notes: [String] = []
    if !present.contains("generation_config.json") {
      notes.append("there is no generation_config.json, so defaults apply when text is generated")
    }
    let hasTokenizer =
      present.contains("tokenizer.model") || present.contains("tokenizer.json")
      || (present.contains("vocab.json") && present.contains("merges.txt"))
    if !hasTokenizer {
      notes.append(
        "there is no tokenizer (tokenizer.model or tokenizer.json), so text cannot be generated"
      )
    }
    return notes
  }

  /// What a folder that is no usable checkpoint seems to be instead, and what to do.
  static func hint(for names: [String]) -> String? {
    func has(_ suffixes: String...) -> Bool {
      names.contains { name in suffixes.contains { name.hasSuffix($0) } }
    }
    if has(".gguf") {
      return "it holds GGUF files, which are not read; get the original checkpoint in safetensors"
    }
    if names.contains("snapshots"), names.contains("blobs") {
      return "it is an entry of a download cache; pass the folder below 'snapshots' in it"
    }
    if has(".bin", ".pt", ".pth", ".bin.index.json") {
      return
        "it holds PyTorch files under other names; a single one must be called pytorch_model.bin"
    }
    return nil
  }
}
