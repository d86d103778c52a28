//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Turns a checkpoint into a quantized file.
///
/// One pass: each block of rows is read, quantized and compressed by one thread, and the threads append
/// their frames in the order of the file. So memory is bounded by the number of threads and the size of a
/// block, and the bytes are the same at any number of threads.
public struct QuantizeJob: Sendable {
  /// What will become of each tensor.
  public let plan: QuantizePlan
  let checkpoint: Checkpoint
  let options: QuantizeOptions
  private let sequence: BlockSequence

  /// Opens a checkpoint and plans; writes nothing.
  ///
  /// - Parameters:
  ///   - path: The checkpoint's folder.
  ///   - output: The file to write; nil for `<folder>-int8.qkit` or `<folder>-int4.qkit` in the current
  ///     folder.
  ///   - options: How to quantize.
  /// - Throws: `FileError` or `CheckpointError` when the checkpoint cannot be read, `FileError`
  ///   `.isInput` when the output is one of its files, `QuantizationError` when the recipe cannot take
  ///   a tensor, `ContainerError` for what the format cannot hold.
  public init(checkpoint path: String, output: String? = nil, options: QuantizeOptions = .init())
    throws
  {
    checkpoint = try Checkpoint(folder: path)
    self.options = options
    plan = try QuantizePlan(
      checkpoint: checkpoint,
      outputPath: output ?? Self.defaultOutputPath(forFolder: path, width: options.width),
      options: options
    )
    sequence = try BlockSequence(plan: plan)
    try FileSystem.checkOutput(plan.outputPath, isNoneOf: checkpoint.filePaths)
  }

  /// The folder's own name, also where the path is `.` or a symbolic link's target.
  private static func defaultOutputPath(forFolder path: String, width: Recipe.Width) -> String {
    let name = Path.lastComponent(of: path)
    let isSpeaking = name != "." && name != ".."
    let folder = isSpeaking ? name : Path.lastComponent(of: FileSystem.resolved(path))
    return "\(folder == "/" ? "model" : folder)-int\(width.rawValue).qkit"
  }

  /// Writes the file.
  ///
  /// - Parameters:
  ///   - cancellation: Looked at before each block; a cancelled job leaves nothing behind.
  ///   - progress: Receives the bytes of the checkpoint that are done and the bytes of all, hashing counted
  ///     like quantizing, on any thread but one call at a time.
  /// - Returns: What was written and what it cost.
  /// - Throws: `FileError` when reading or writing fails, `QuantizationError` for a weight that is not
  ///   finite, `ContainerError` for what the format cannot hold, `CancellationError`.
  public func run(
    cancellation: Cancellation = Cancellation(),
    progress: (_ byteCount: Int, _ totalByteCount: Int) -> Void = { _, _ in }
  ) throws -> QuantizeSummary {
    let start = ContinuousClock.now
    let compressor = ZstdCompressor(level: options.compressionLevel)
    let producer = BlockProducer(checkpoint: checkpoint, instructionSet: options.instructionSet)
    let pool = ThreadPool(threadCount: options.threadCount ?? ProcessUsage.processorCount)
    var metadata = metadata
    var doneByteCount = 0
    var totalByteCount = plan.sourceByteCount
    if options.hashesSources {
      // Before anything is written, so that a file that cannot be read leaves nothing; and hashing takes
      // too long to find out only then that the output stands already.
      try AtomicOutputFile.checkTarget(plan.outputPath, replacing: options.isReplacing)
      let hashing = try SourceHashing(checkpoint)
      totalByteCount += hashing.byteCount
      metadata.sources = try hashing.records(using: pool, cancellation: cancellation) {
        progress($0, totalByteCount)
      }
      doneByteCount = hashing.byteCount
    }
    let writer = try ContainerWriter(
      path: plan.outputPath,
      replacing: options.isReplacing,
      metadata: metadata
    )
    for file in checkpoint.sideFiles {
      try writer.append(sideFile: file.name, contents: file.contents())
    }
    let tensors = TensorAppender(
      writer: writer,
      layouts: sequence.layouts,
      compressor: compressor
    )

    var stages = QuantizeStages()
    try pool.inOrder(count: sequence.count) { index in
      try cancellation.check()
      return try producer.produce(sequence[index], compressor: compressor)
    } consume: { index, block in
      doneByteCount += block.sourceByteCount
      stages += block.stages
      try stages.writing.measure(byteCount: block.frame.bytes.count) {
        try tensors.append(block, ofTensorAt: sequence[index].tensorIndex)
      }
      progress(doneByteCount, totalByteCount)
    }
    let outputByteCount = try tensors.finish()
    stages.synchronizing = writer.synchronizationDuration
    return QuantizeSummary(
      outputPath: plan.outputPath,
      tensorCount: plan.entries.count,
      weightCount: plan.weightCount,
      sourceByteCount: plan.sourceByteCount,
      outputByteCount: outputByteCount,
      storedByteCount: tensors.storedByteCount,
      quantizedTensors: tensors.quantizedTensors,
      threadCount: pool.threadCount,
      stages: stages,
      notes: plan.notes,
      wallDuration: ContinuousClock.now - start,
      peakMemoryByteCount: ProcessUsage.peakResidentByteCount
    )
  }

  private var metadata: ContainerMetadata {
    let configuration = checkpoint.configuration
    return ContainerMetadata(
      toolName: "quantize",
      toolVersion: ToolVersion.text,
      recipe: options.recipe.name,
      bits: options.width.rawValue,
      compressionLevel: options.compressionLevel,
      compressorVersion: Zstd.version,
      architectures: configuration["architectures"]?.elements?.compactMap(\.string) ?? [],
      modelType: configuration["model_type"]?.string
    )
  }
}
