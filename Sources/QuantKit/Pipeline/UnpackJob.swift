//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Writes the content of a quantized file as safetensors.
public struct UnpackJob: Sendable {
  /// What to write.
  public enum Content: Sendable {
    /// `codes.safetensors`: `<name>.codes` or `<name>.packed`, and `<name>.scale`, of the quantized tensors.
    case codes
    /// A checkpoint: `model.safetensors` with every tensor in its source type, and the side files.
    case weights
  }

  /// Where an array of the safetensors file comes from.
  enum Origin: Sendable {
    /// The elements or codes of a tensor as they are stored.
    case stored(TensorRecord)
    /// The scales of a quantized tensor.
    case scales(TensorRecord)
    /// The weights of a quantized tensor.
    case dequantized(TensorRecord, QuantizationScheme, codes: PartRecord)
  }

  let file: QuantizedFile
  private let folder: String
  private let content: Content
  private let isReplacing: Bool
  private let threadCount: Int?

  /// Opens a file; writes nothing.
  ///
  /// - Parameters:
  ///   - path: A `.qkit` file.
  ///   - folder: The folder to write to, which is made when it is missing.
  ///   - content: What to write.
  ///   - isReplacing: Whether existing files may be replaced.
  ///   - threadCount: Threads to use; nil for all processors.
  /// - Throws: `FileError` or `ContainerError` when the file cannot be read.
  public init(
    file path: String,
    folder: String,
    content: Content,
    isReplacing: Bool = false,
    threadCount: Int? = nil
  ) throws {
    file = try QuantizedFile(path: path)
    self.folder = folder
    self.content = content
    self.isReplacing = isReplacing
    self.threadCount = threadCount
  }

  /// Writes the files.
  ///
  /// - Parameters:
  ///   - cancellation: Looked at before each block; a cancelled job leaves nothing behind.
  ///   - progress: Receives the bytes that are written and the bytes of all, on any thread but one call
  ///     at a time.
  /// - Returns: The paths of the files written.
  /// - Throws: `FileError`; `ContainerError` for damage and for schemes that this version does not know;
  ///   `CancellationError`.
  public func run(
    cancellation: Cancellation = Cancellation(),
    progress: (_ byteCount: Int, _ totalByteCount: Int) -> Void = { _, _ in }
  ) throws -> [String] {
    let weightsPath = Path.join(
      folder,
      content == .codes ? "codes.safetensors" : "model.safetensors"
    )
    let sideFiles = content == .codes ? [] : file.index.sideFiles.map(\.name)
    let paths = sideFiles.map { Path.join(folder, $0) } + [weightsPath]
    // Everything that can be refused is refused before anything is written.
    let arrays = try self.arrays()
    for name in sideFiles { _ = try file.sideFile(named: name) }
    let isNew = try makeFolder()
    do {
      for path in paths {
        try AtomicOutputFile.checkTarget(path, replacing: isReplacing)
        try FileSystem.checkOutput(path, isNoneOf: [file.path])
      }
      // The weights come first: they take long and can be damaged, and a checkpoint without them is none.
      try write(arrays, to: weightsPath, cancellation: cancellation, progress: progress)
    } catch {
      if isNew { FileSystem.removeEmptyFolder(folder) }
      throw error
    }
    for (name, path) in zip(sideFiles, paths) {
      let bytes = try file.sideFile(named: name) ?? []
      try FileSystem.write(bytes, to: path, replacing: isReplacing)
    }
    return paths
  }

  /// Makes the folder when it is missing, and tells whether it was.
  private func makeFolder() throws(FileError) -> Bool {
    switch FileSystem.kind(of: folder) {
    case .folder: return false
    case .nothing:
      try FileSystem.makeFolder(folder)
      return true
    case .file, .other:
      throw .wrongKind(path: folder, expected: "a folder", found: "a file")
    }
  }

  private func arrays() throws(ContainerError) -> [(info: TensorInfo, origin: Origin)] {
    var arrays: [(TensorInfo, Origin)] = []
    for tensor in file.index.tensors {
      guard tensor.encoding != .raw else {
        if content == .weights { arrays.append((tensor.info, .stored(tensor))) }
        continue
      }
      guard let scheme = tensor.scheme, let codes = tensor.content,
        let scales = tensor.part(named: PartLayout.scalesName)
      else { throw .unknownScheme(path: file.path, tensor: tensor) }
      switch content {
      case .weights: arrays.append((tensor.info, .dequantized(tensor, scheme, codes: codes)))
      case .codes:
        let name = tensor.info.name
        let suffix = scheme.bitsPerCode == 8 ? "codes" : "packed"
        arrays.append(
          (
            codes.info(named: "\(name).\(suffix)", type: scheme.bitsPerCode == 8 ? .i8 : .i32),
            .stored(tensor)
          )
        )
        arrays.append(
          (scales.info(named: "\(name).scale", type: scales.elementType ?? .f32), .scales(tensor))
        )
      }
    }
    return arrays
  }

  private func write(
    _ arrays: [(info: TensorInfo, origin: Origin)],
    to path: String,
    cancellation: Cancellation,
    progress: (_ byteCount: Int, _ totalByteCount: Int) -> Void
  ) throws {
    let writer = try SafetensorsWriter(
      path: path,
      tensors: arrays.map(\.info),
      replacing: isReplacing
    )
    let pieces = arrays.indices.flatMap { index in
      (0..<arrays[index].origin.blockCount).map { (arrayIndex: index, blockIndex: $0) }
    }
    let totalByteCount = arrays.reduce(0) { $0 + ($1.info.byteCount ?? 0) }
    var writtenByteCount = 0
    let pool = ThreadPool(threadCount: threadCount ?? ProcessUsage.processorCount)
    try pool.inOrder(count: pieces.count) { number in
      try cancellation.check()
      return try bytes(
        from: arrays[pieces[number].arrayIndex].origin,
        block: pieces[number].blockIndex
      )
    } consume: { number, bytes in
      try writer.append(bytes, toTensorAt: pieces[number].arrayIndex)
      writtenByteCount += bytes.count
      progress(writtenByteCount, totalByteCount)
    }
    try writer.commit()
  }

  private func bytes(from origin: Origin, block: Int) throws -> [UInt8] {
    switch origin {
    case .stored(let tensor): return try file.block(block, of: tensor)
    case .scales(let tensor):
      let format = tensor.scheme?.scaleFormat ?? .binary32
      return format.bytes(of: try file.scales(of: tensor))
    case .dequantized(let tensor, let scheme, let codes):
      let columnCount = tensor.info.shape.dimensions[1]
      let dequantizer = RowDequantizer(
        scheme: scheme,
        elementType: tensor.info.elementType,
        columnCount: columnCount
      )
      // Blocks hold whole rows, which opening the file has checked.
      let rowByteCount = scheme.rowByteCount(columnCount: columnCount) ?? 0
      let range = codes.contentRange(ofBlock: block)
      let rows = range.lowerBound / rowByteCount..<range.upperBound / rowByteCount
      return dequantizer.dequantize(
        codes: try file.block(block, of: tensor),
        scales: try file.scales(of: tensor)[tensor.scaleRange(ofRows: rows)]
      )
    }
  }
}

extension UnpackJob.Origin {
  /// In how many pieces the array is written.
  fileprivate var blockCount: Int {
    switch self {
    case .stored(let tensor): tensor.content?.frames.count ?? 0
    case .scales: 1
    case .dequantized(_, _, let codes): codes.frames.count
    }
  }
}

extension PartRecord {
  /// The part as an array of a safetensors file.
  fileprivate func info(named name: String, type: ElementType) -> TensorInfo {
    TensorInfo(name: name, elementType: type, shape: shape)
  }
}
