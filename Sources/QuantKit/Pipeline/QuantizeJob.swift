//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Turns a checkpoint into a quantized file.
///
/// One pass: each block of rows is read, quantized and compressed by one thread, and the threads append
/// their frames in the order of the file. So memory is bounded by the number of threads and the size of a
/// block, and the bytes are the same at any number of threads, interrupted or not.
public struct QuantizeJob: Sendable {
  /// What will become of each tensor.
  public let plan: QuantizePlan
  let checkpoint: Checkpoint
  let options: QuantizeOptions
  let sequence: BlockSequence

  /// Opens a checkpoint and plans; writes nothing.
  ///
  /// - Parameters:
  ///   - path: The checkpoint's folder.
  ///   - output: The file to write; nil for `<folder>-int8.qkit` or `<folder>-int4.qkit` in the current
  ///     folder, `<folder>-mixed.qkit` where more than the width decides over matrices.
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
      outputPath: output ?? Self.defaultOutputPath(forFolder: path, options: options),
      options: options
    )
    sequence = try BlockSequence(plan: plan)
    try FileSystem.checkOutput(plan.outputPath, isNoneOf: checkpoint.filePaths)
  }

  /// The folder's own name, also where the path is `.` or a symbolic link's target.
  private static func defaultOutputPath(
    forFolder path: String,
    options: QuantizeOptions
  ) -> String {
    let name = Path.lastComponent(of: path)
    let isSpeaking = name != "." && name != ".."
    let folder = isSpeaking ? name : Path.lastComponent(of: FileSystem.resolved(path))
    let kind = options.recipe.isMixed ? "mixed" : "int\(options.width.rawValue)"
    return "\(folder == "/" ? "model" : folder)-\(kind).qkit"
  }

  /// Writes the file.
  ///
  /// The file is read back and checked before it gets its name, unless the options say otherwise. When the
  /// job is cancelled, or reading or writing fails in a way that may pass, finished tensors stay in
  /// `<output>.partial` and are listed in `<output>.journal`, for a job that is `isResuming`; after any other
  /// failure nothing stays. Whatever happens, a file under the output's name is a whole one.
  ///
  /// - Parameters:
  ///   - cancellation: Looked at before each block.
  ///   - progress: Called on any thread, one call at a time.
  /// - Returns: What was written and what it cost.
  /// - Throws: `FileError` when reading or writing fails, the disk has less room than is needed in any case,
  ///   or a file of the checkpoint changes meanwhile; `QuantizationError` for a weight that is not finite;
  ///   `ContainerError` for what the format cannot hold, for interrupted work that is another than this, or
  ///   when the file that was written is not the one that is read back; `CancellationError`.
  @discardableResult
  public func run(
    cancellation: Cancellation = Cancellation(),
    progress: @Sendable (QuantizeProgress) -> Void = { _ in }
  ) throws -> QuantizeSummary {
    let start = ContinuousClock.now
    try checkSpace()
    let pool = ThreadPool(threadCount: options.threadCount ?? ProcessUsage.processorCount)
    var metadata = metadata
    if options.hashesSources {
      metadata.sources = try hashedSources(on: pool, cancellation: cancellation, progress: progress)
    }
    let output = try ResumableContainer(for: self, metadata: metadata, layouts: sequence.layouts)
    var stages = QuantizeStages()
    do {
      try write(
        to: output,
        on: pool,
        stages: &stages,
        cancellation: cancellation,
        progress: progress
      )
      if options.isVerifying {
        try stages.verifying.measure(byteCount: output.writer.byteCount) {
          try verify(output.writer, on: pool, cancellation: cancellation, progress: progress)
        }
      }
      try output.publish()
    } catch {
      output.close(after: error)
      throw error
    }
    return QuantizeSummary(
      plan: plan,
      writer: output.writer,
      resumedTensorCount: output.adoptedTensorCount,
      threadCount: pool.threadCount,
      stages: stages,
      wallDuration: ContinuousClock.now - start
    )
  }

  /// Hashes the sources before anything is written, so that a file that cannot be read leaves nothing.
  private func hashedSources(
    on pool: ThreadPool,
    cancellation: Cancellation,
    progress: @Sendable (QuantizeProgress) -> Void
  ) throws -> [SourceFileRecord] {
    // Hashing takes too long to find out only then that the output stands already.
    try AtomicOutputFile.checkTarget(plan.outputPath, replacing: options.isReplacing)
    let hashing = try SourceHashing(checkpoint)
    return try hashing.records(using: pool, cancellation: cancellation) {
      progress(
        QuantizeProgress(phase: .hashing, byteCount: $0, totalByteCount: hashing.byteCount)
      )
    }
  }

  private func write(
    to output: ResumableContainer,
    on pool: ThreadPool,
    stages: inout QuantizeStages,
    cancellation: Cancellation,
    progress: @Sendable (QuantizeProgress) -> Void
  ) throws {
    let compressor = ZstdCompressor(level: options.compressionLevel)
    let tensors = TensorAppender(to: output, layouts: sequence.layouts, compressor: compressor)
    let calibration = try calibrator(on: pool)
    let parts = parts
    var meters = ProgressMeters(parts: parts, plan: plan)
    for part in parts {
      let rounded =
        try calibration?.rounded(part, of: output, cancellation: cancellation) {
          progress(meters.progress(part, share: $0))
        } ?? [:]
      let producer = BlockProducer(
        checkpoint: checkpoint,
        instructionSet: options.instructionSet,
        rounded: rounded
      )
      let first = max(part.tensors.lowerBound, output.adoptedTensorCount)
      let firstBlock = sequence.firstBlock(ofTensorAt: first)
      let endBlock = sequence.firstBlock(ofTensorAt: part.tensors.upperBound)
      var doneByteCount = plan.sourceByteCount(of: part.tensors.lowerBound..<first)
      try pool.inOrder(count: max(0, endBlock - firstBlock)) { index in
        try cancellation.check()
        return try producer.produce(sequence[firstBlock + index], compressor: compressor)
      } consume: { index, block in
        stages += block.stages
        try stages.writing.measure(byteCount: block.frame.bytes.count) {
          try tensors.append(block, ofTensorAt: sequence[firstBlock + index].tensorIndex)
        }
        doneByteCount += block.sourceByteCount
        // Writing what is rounded takes no time to speak of.
        if part.layer == nil { progress(meters.progress(part, byteCount: doneByteCount)) }
      }
      meters.finish(part)
    }
    try tensors.finish()
    try checkpoint.checkUnchanged()
    try output.writer.seal()
    stages.synchronizing = output.writer.synchronizationDuration
  }

  /// Reads the sealed file back and checks every byte of it.
  private func verify(
    _ writer: ContainerWriter,
    on pool: ThreadPool,
    cancellation: Cancellation,
    progress: @Sendable (QuantizeProgress) -> Void
  ) throws {
    let verification = try Verification(
      QuantizedFile(path: writer.partialPath),
      using: pool,
      cancellation: cancellation
    ) {
      progress(QuantizeProgress(phase: .verifying, byteCount: $0, totalByteCount: $1))
    }
    if let damage = verification.damages.first {
      throw ContainerError.notReadBack(path: plan.outputPath, damage: damage)
    }
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
