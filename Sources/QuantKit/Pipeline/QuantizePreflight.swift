//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a quantization will need, found out before a byte is written.
public struct QuantizePreflight: Sendable {
  /// The size of the file if nothing compresses, in bytes; it cannot be larger.
  public let largestByteCount: Int
  /// The size that a sample of blocks lets expect, and the one that it proves to be needed, in bytes; nil
  /// where no sample was taken.
  public let sample: Sample?
  /// The bytes that are free where the file will be, with those that an interrupted run holds there; nil
  /// where the system does not say.
  public let freeByteCount: Int?
  /// About how much memory it will take, in bytes.
  public let memoryByteCount: Int

  /// Why the file cannot be written where it should be; nil when nothing is in the way.
  public let obstacle: FileError?

  /// Sizes of the file that follow from blocks that were quantized and compressed for a trial.
  public struct Sample: Sendable {
    /// The size if the other blocks compress as those of their kind in the sample, in bytes.
    public let expectedByteCount: Int
    /// The size of the sample and the least that zstd makes of anything, in bytes; it cannot be smaller.
    public let leastByteCount: Int
  }

  /// Whether the disk might not have the room.
  public var isTight: Bool { freeByteCount.map { $0 < largestByteCount } ?? false }
}

extension QuantizeJob {
  /// Finds out what the job will need; writes nothing.
  ///
  /// A sample of blocks is taken when it is asked for, or when the disk has less room than the file may take.
  ///
  /// - Parameter isSampling: Whether to take a sample in any case, which reads up to 8 blocks of each kind.
  /// - Returns: What it will need, and what there is.
  /// - Throws: `FileError` when something cannot be read, `QuantizationError` for a weight in the sample that
  ///   is not finite.
  public func preflight(isSampling: Bool = false) throws -> QuantizePreflight {
    for file in checkpoint.files { try file.checkReadable() }
    let overhead = overheadByteCount
    let largest = sequence.frameContentByteCounts.reduce(overhead) {
      $0 + ContainerFormat.storedByteCountLimit(contentByteCount: $1)
    }
    let free = freeByteCount
    let needsSample = isSampling || free.map { $0 < largest } ?? false
    return QuantizePreflight(
      largestByteCount: largest,
      sample: needsSample ? try sample(overhead: overhead) : nil,
      freeByteCount: free,
      memoryByteCount: try memoryByteCount,
      obstacle: obstacle
    )
  }

  /// Throws `FileError.noSpace` when the disk certainly has too little room.
  func checkSpace() throws {
    let preflight = try preflight()
    guard let free = preflight.freeByteCount, let least = preflight.sample?.leastByteCount,
      free < least
    else { return }
    throw FileError.spaceNeeded(path: plan.outputPath, needed: least, free: free)
  }

  private var obstacle: FileError? {
    do throws(FileError) {
      try AtomicOutputFile.checkTarget(plan.outputPath, replacing: options.isReplacing)
      return nil
    } catch {
      return error
    }
  }

  private var freeByteCount: Int? {
    let partialPath = AtomicOutputFile.siblingPath(
      of: plan.outputPath,
      suffix: AtomicOutputFile.partialSuffix
    )
    let held = (try? InputFile(path: partialPath))?.byteCount ?? 0
    return FileSystem.freeByteCount(beside: partialPath)
      .map { $0.addingReportingOverflow(held) }
      .map { $0.overflow ? .max : $0.partialValue }
  }

  /// What the file has beside its tensors, at most, in bytes.
  var overheadByteCount: Int {
    checkpoint.sideFiles.reduce(0) { $0 + $1.byteCount } + ContainerFormat.headerByteCount
      + ContainerFormat.footerByteCount
      + Self.indexByteCount(frameCount: sequence.frameContentByteCounts.count)
  }

  /// What the entries of the index take for each frame, compressed and rounded up.
  private static func indexByteCount(frameCount: Int) -> Int { 64 * frameCount + 4096 }

  // MARK: The sample

  /// The most blocks of a kind that are tried.
  private static let sampleLimit = 8
  /// The least that a frame takes: magic number, descriptor, size, an empty block, checksum.
  private static let leastFrameByteCount = 13

  private func sample(overhead: Int) throws -> QuantizePreflight.Sample {
    let sizes = try sampledSizes(
      on: ThreadPool(threadCount: options.threadCount ?? ProcessUsage.processorCount)
    )
    let least =
      ContainerFormat.headerByteCount + ContainerFormat.footerByteCount
      + sizes.reduce(0) { $0 + $1.leastByteCount }
    return QuantizePreflight.Sample(
      expectedByteCount: max(sizes.reduce(overhead) { $0 + $1.expectedByteCount }, least),
      leastByteCount: least
    )
  }

  /// The size of a tensor in the file.
  struct SampledSize {
    /// What it will be if the other blocks compress as those of their kind in the sample, in bytes.
    let expectedByteCount: Int
    /// The blocks in the sample, and the least that zstd makes of the others, in bytes.
    let leastByteCount: Int
  }

  /// Quantizes and compresses up to eight blocks of each kind for a trial.
  ///
  /// - Parameter pool: The threads to work on.
  /// - Returns: The size of every tensor.
  /// - Throws: As `preflight` does.
  func sampledSizes(on pool: ThreadPool) throws -> [SampledSize] {
    let compressor = ZstdCompressor(level: options.compressionLevel)
    let producer = BlockProducer(checkpoint: checkpoint, instructionSet: options.instructionSet)
    let kinds = sequence.blocksByKind
    let chosen = kinds.flatMap { blocks in
      let count = min(blocks.count, Self.sampleLimit)
      return (0..<count).map { blocks[$0 * blocks.count / count] }
    }
    typealias Sizes = (content: Int, stored: Int, codes: Int)
    var tried: [Int: Sizes] = [:]
    try pool.inOrder(count: chosen.count) { index -> Sizes in
      let block = try producer.produce(sequence[chosen[index]], compressor: compressor)
      let format = sequence[chosen[index]].layout.scheme?.scaleFormat ?? .binary32
      let scales = format.bytes(of: block.scales)
      let stored =
        block.frame.bytes.count
        + (scales.isEmpty ? 0 : try compressor.compress(scales[...]).bytes.count)
      return (block.frame.contentByteCount, stored, block.frame.bytes.count)
    } consume: { index, sizes in
      tried[chosen[index]] = sizes
    }
    var expected = [Double](repeating: 0, count: sequence.layouts.count)
    var least = [Int](repeating: 0, count: sequence.layouts.count)
    for blocks in kinds {
      let sizes = blocks.compactMap { tried[$0] }
      let ratio =
        Double(sizes.reduce(0) { $0 + $1.stored })
        / Double(max(1, sizes.reduce(0) { $0 + $1.content }))
      for block in blocks {
        let content = Double(sequence.contentByteCount(ofBlock: block))
        let tensor = sequence[block].tensorIndex
        expected[tensor] += tried[block].map { Double($0.stored) } ?? content * ratio
        least[tensor] += tried[block]?.codes ?? Self.leastFrameByteCount
      }
    }
    return zip(expected, least).map {
      SampledSize(expectedByteCount: Int($0), leastByteCount: $1)
    }
  }

  // MARK: Memory

  /// The program itself, its libraries, headers and tokenizer files.
  private static let baseByteCount = 16 << 20

  /// The base; for each thread its block as it is read, as codes and compressed, what zstd works with, and the
  /// finished blocks that wait for their turn; the index; and what calibrating takes.
  private var memoryByteCount: Int {
    get throws {
      let threadCount = options.threadCount ?? ProcessUsage.processorCount
      let block = sequence.largestBlock
      let workspace = try ZstdCompressor(level: options.compressionLevel)
        .workspaceByteCount(contentByteCount: block.content)
      let perThread = block.source + (2 + ThreadPool.valuesAhead) * block.content + workspace
      return try Self.baseByteCount + threadCount * perThread
        + 8 * Self.indexByteCount(frameCount: sequence.count)
        + calibrationByteCount
    }
  }
}

extension BlockSequence {
  /// The content sizes of all frames of tensors, those of scales included.
  fileprivate var frameContentByteCounts: [Int] {
    layouts.flatMap(\.parts).flatMap { part in
      (0..<part.blockCount).map { part.contentRange(ofBlock: $0).count }
    }
  }

  /// The content size of a block, in bytes.
  fileprivate func contentByteCount(ofBlock index: Int) -> Int {
    let block = self[index]
    return block.layout.parts[0].contentRange(ofBlock: block.blockIndex).count
  }

  /// The blocks of tensors that are stored alike, which compress alike: one list for each way, in order.
  fileprivate var blocksByKind: [[Int]] {
    var kinds: [String: [Int]] = [:]
    var names: [String] = []
    for (tensorIndex, layout) in layouts.enumerated() {
      let step = layout.rounding.step.map { " \($0)" } ?? ""
      let name = layout.encoding.schemeName + step + " " + layout.info.elementType.rawValue
      if kinds[name] == nil { names.append(name) }
      let first = firstBlock(ofTensorAt: tensorIndex)
      kinds[name, default: []] += first..<first + layout.parts[0].blockCount
    }
    return names.compactMap { kinds[$0] }
  }

  /// The largest sizes that a block has in the checkpoint and before compression, in bytes.
  fileprivate var largestBlock: (source: Int, content: Int) {
    var largest = (source: 0, content: 0)
    for layout in layouts where layout.parts[0].blockCount > 0 {
      let part = layout.parts[0]
      let content = part.contentRange(ofBlock: 0).count
      let units = part.unitRange(ofBlock: 0).count
      let unitByteCount =
        layout.scheme == nil
        ? layout.info.elementType.byteCount
        : layout.info.shape.dimensions[1] * layout.info.elementType.byteCount
      largest.content = max(largest.content, content)
      largest.source = max(largest.source, units * unitByteCount)
    }
    return largest
  }
}
