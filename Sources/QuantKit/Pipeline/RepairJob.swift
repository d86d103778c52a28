//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Rewrites the damaged frames of a quantized file from its checkpoint.
///
/// Sound frames are copied byte for byte, damaged ones are computed again. One that then has the recorded
/// checksum is what it was. Another version of zstd may compress otherwise; frames behind such a one move,
/// and the index is written anew.
public struct RepairJob: Sendable {
  /// The damaged file.
  public let path: String
  /// Where the repaired file goes; the damaged file itself, to replace it.
  public let outputPath: String
  /// The damaged frames in the order of the file, the header first; empty when nothing is to be done.
  public let damages: [Damage]
  let recomputation: Recomputation
  let plan: RepairPlan
  let compressor: ZstdCompressor
  /// Whether the file was compressed by the zstd that is at hand, so that the same content is the same frame.
  let hasSameCompressor: Bool
  private let isReplacing: Bool
  private let pool: ThreadPool

  /// Checks a file and whether a checkpoint can be the one that it was made of; writes nothing.
  ///
  /// - Parameters:
  ///   - path: A `.qkit` file.
  ///   - folder: The checkpoint's folder.
  ///   - output: The file to write; nil to replace the damaged one.
  ///   - isReplacing: Whether another output may be replaced.
  ///   - threadCount: Threads to use; nil for all processors.
  ///   - cancellation: Looked at between frames.
  ///   - progress: Receives the bytes that are checked and the size of the file, on any thread.
  /// - Throws: `FileError` when something cannot be read or the output cannot be written;
  ///   `ContainerError` when the file is no `.qkit` file; `CheckpointError` when the folder is no
  ///   checkpoint; `RepairError` `.beyondRepair` when index or footer are damaged, `.otherCheckpoint` when
  ///   names, types or shapes differ; `CancellationError`.
  public init(
    path: String,
    checkpoint folder: String,
    output: String? = nil,
    isReplacing: Bool = false,
    threadCount: Int? = nil,
    cancellation: Cancellation = Cancellation(),
    progress: @Sendable (_ byteCount: Int, _ totalByteCount: Int) -> Void = { _, _ in }
  ) throws {
    let (file, headerDamage) = try Self.open(path)
    let checkpoint = try Checkpoint(folder: folder)
    self.path = path
    outputPath = output ?? path
    self.isReplacing = isReplacing || output == nil
    try AtomicOutputFile.checkTarget(outputPath, replacing: self.isReplacing)
    try FileSystem.checkOutput(outputPath, isNoneOf: checkpoint.filePaths)
    recomputation = Recomputation(file: file, checkpoint: checkpoint)
    pool = ThreadPool(threadCount: threadCount ?? ProcessUsage.processorCount)
    let verification = try Verification(
      file,
      using: pool,
      cancellation: cancellation,
      progress: progress
    )
    damages = [headerDamage].compactMap { $0 } + verification.damages
    plan = RepairPlan(index: file.index, damages: verification.damages)
    let metadata = file.index.metadata
    let hasLevel = Zstd.levels.contains(metadata.compressionLevel)
    let level = hasLevel ? metadata.compressionLevel : Zstd.levels.lowerBound
    compressor = ZstdCompressor(level: level)
    hasSameCompressor = hasLevel && metadata.compressorVersion == Zstd.version
    if !damages.isEmpty { try checkCandidate() }
  }

  /// Opens a file of which the header may be damaged.
  private static func open(_ path: String) throws -> (file: QuantizedFile, headerDamage: Damage?) {
    let failure: ContainerError
    do {
      return (try QuantizedFile(path: path), nil)
    } catch let error as ContainerError {
      failure = error
    }
    guard failure.code == .damaged || failure.code == .truncated || failure.code == .notContainer
    else { throw failure }
    guard let file = try? QuantizedFile(path: path, ignoringHeader: true) else {
      if failure.code == .notContainer { throw failure }
      throw RepairError.beyondRepair(
        path: path,
        problem: "a checkpoint gives back header, tensors and side files only;"
          + " \(failure.message)"
      )
    }
    let damage = Damage(
      place: .header,
      offset: 0,
      byteCount: ContainerFormat.headerByteCount,
      message: failure.message
    )
    return (file, damage)
  }

  /// Checks names, types and shapes of all that the file has, and that the damaged frames can be made.
  private func checkCandidate() throws {
    for mismatch in recomputation.pairs().mismatches {
      guard mismatch.isUnknownScheme else { throw otherCheckpoint(mismatch.message) }
      guard !plan.damagedTensors.contains(String.UTF8Key(mismatch.tensor)) else {
        throw RepairError.beyondRepair(
          path: path,
          problem: "\(mismatch.message); use a newer program"
        )
      }
    }
    for record in recomputation.file.index.tensors
    where !record.rounding.isRepeatable
      && plan.damagedTensors.contains(String.UTF8Key(record.info.name))
    {
      let name = record.info.name.quoted
      throw RepairError.beyondRepair(
        path: path,
        problem:
          "more than the weights decided the codes of tensor \(name), so that the checkpoint "
          + "alone does not give them again; quantize it again"
      )
    }
    for step in plan.steps where step.isDamaged {
      if case .sideFile(let name, _) = step.kind { _ = try sideFileSource(named: name) }
      guard (try? recomputation.file.reader.checkedBytes(of: step.frame, in: step.place)) == nil
      else {
        throw RepairError.beyondRepair(
          path: path,
          problem: "\(step.place) was written as it is and never was sound; quantize it again"
        )
      }
    }
  }

  /// Writes the repaired file.
  ///
  /// Sound blocks of damaged tensors and side files are computed again too: they prove that the checkpoint
  /// is the right one.
  ///
  /// - Parameters:
  ///   - cancellation: Looked at before each frame; a cancelled job changes nothing.
  ///   - progress: Receives the bytes that are written and the size of the file, on any thread but one call
  ///     at a time.
  /// - Returns: Whether the file is byte for byte what it was before the damage.
  /// - Throws: `FileError` when reading or writing fails; `RepairError` `.otherCheckpoint` when a sound block
  ///   is not what the checkpoint gives; `CancellationError`. Then nothing has changed.
  /// - Precondition: Something is damaged.
  public func run(
    cancellation: Cancellation = Cancellation(),
    progress: (_ byteCount: Int, _ totalByteCount: Int) -> Void = { _, _ in }
  ) throws -> Bool {
    precondition(!damages.isEmpty, "something is damaged")
    let totalByteCount = recomputation.file.byteCount
    let output = try AtomicOutputFile(path: outputPath, replacing: isReplacing)
    let writer = try RepairWriter(job: self, output: output)
    try pool.inOrder(count: plan.steps.count) { index in
      try cancellation.check()
      return try piece(for: plan.steps[index])
    } consume: { index, piece in
      try writer.append(piece, for: plan.steps[index])
      progress(output.byteCount, totalByteCount)
    }
    if !writer.isProven { try checkSoundTensors(cancellation) }
    return try writer.finish()
  }

  /// Where no checksum says that the checkpoint is the right one, everything else in the file has to.
  private func checkSoundTensors(_ cancellation: Cancellation) throws {
    let pairs = recomputation.pairs().pairs.filter {
      !plan.damagedTensors.contains(String.UTF8Key($0.record.info.name))
    }
    let comparison = TensorComparison(recomputation: recomputation, pairs: pairs)
    let differences = try comparison.differences(using: pool, cancellation: cancellation) { _ in }
    if let difference = differences.first { throw otherCheckpoint(difference.message) }
  }

  func otherCheckpoint(_ problem: String) -> RepairError {
    .otherCheckpoint(path: path, checkpoint: recomputation.checkpoint.path, problem: problem)
  }
}
