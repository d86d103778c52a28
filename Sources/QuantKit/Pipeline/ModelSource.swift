//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A quantized file or a checkpoint folder: where a model's weights and side files come from.
enum ModelSource: Sendable {
  case quantizedFile(QuantizedFile)
  case checkpoint(Checkpoint)

  /// Opens what stands at a path and reads its headers.
  ///
  /// - Parameter path: A `.qkit` file or a checkpoint folder.
  /// - Throws: `FileError`, `ContainerError` or `CheckpointError`.
  init(path: String) throws {
    if FileSystem.kind(of: path) == .folder {
      self = .checkpoint(try Checkpoint(folder: path))
    } else {
      self = .quantizedFile(try QuantizedFile(path: path))
    }
  }

  var path: String {
    switch self {
    case .quantizedFile(let file): file.path
    case .checkpoint(let checkpoint): checkpoint.path
    }
  }

  /// The paths of all files that the model consists of.
  var filePaths: [String] {
    switch self {
    case .quantizedFile(let file): [file.path]
    case .checkpoint(let checkpoint): checkpoint.filePaths
    }
  }

  var weights: any WeightSource {
    switch self {
    case .quantizedFile(let file): ContainerWeightSource(file: file)
    case .checkpoint(let checkpoint): CheckpointWeightSource(checkpoint: checkpoint)
    }
  }

  /// The matrices that are stored as codes, or those of a checkpoint: what may differ from an original.
  var comparableMatrices: [TensorInfo] {
    let tensors =
      switch self {
      case .quantizedFile(let file): file.index.tensors.filter { $0.encoding != .raw }.map(\.info)
      case .checkpoint(let checkpoint): checkpoint.tensors.map(\.info)
      }
    return tensors.filter { $0.shape.rank == 2 && $0.elementType.isWeightType }
  }

  /// The size of all tensors as the original has them, in bytes.
  var weightByteCount: Int {
    switch self {
    case .quantizedFile(let file): file.index.tensors.reduce(0) { $0 + $1.sourceByteCount }
    case .checkpoint(let checkpoint):
      checkpoint.tensors.reduce(0) { $0 + ($1.info.byteCount ?? 0) }
    }
  }

  /// The content of config.json.
  func configuration() throws -> JSON {
    switch self {
    case .quantizedFile(let file):
      let name = "config.json"
      if let byteCount = file.index.sideFile(named: name)?.byteCount,
        byteCount > Checkpoint.configurationByteLimit
      {
        let limit = Checkpoint.configurationByteLimit
        let found = "\(name) with \(byteCount) bytes, more than \(limit)"
        throw ModelError.noConfiguration(found: found, path: path)
      }
      guard let bytes = try file.sideFile(named: name) else {
        throw ModelError.noConfiguration(found: "no \(name)", path: path)
      }
      do {
        return try JSON(parsing: bytes)
      } catch {
        throw ModelError.noConfiguration(found: "\(name) with \(error)", path: path)
      }
    case .checkpoint(let checkpoint):
      return checkpoint.configuration
    }
  }

  /// A side file's bytes, or nil when the model has none of that name.
  func sideFile(named name: String) throws -> [UInt8]? {
    switch self {
    case .quantizedFile(let file): try file.sideFile(named: name)
    case .checkpoint(let checkpoint):
      try checkpoint.sideFiles.first { $0.name == name }?.contents()
    }
  }

  /// The files that a tokenizer is made of.
  func tokenizerFiles() throws -> TokenizerFiles {
    var files: [String: [UInt8]] = [:]
    for name in TokenizerFiles.names {
      if let content = try sideFile(named: name) { files[name] = content }
    }
    return TokenizerFiles(path: path, files: files)
  }
}
