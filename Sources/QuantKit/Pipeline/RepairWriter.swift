//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Puts the frames of a repaired file together, which come in its order.
final class RepairWriter {
  private let job: RepairJob
  private let output: AtomicOutputFile
  /// The frames written so far, where they stand now.
  private var frames: [FrameRecord] = []
  /// The tensor whose blocks come, and what they give.
  private var tensor: (name: String, rows: GatheredRows)?
  /// Whether every recomputed frame so far has the recorded checksum, which proves the checkpoint.
  private(set) var isProven = true

  /// A writer for an output that has nothing yet.
  init(job: RepairJob, output: AtomicOutputFile) throws {
    self.job = job
    self.output = output
    try output.append(ContainerHeader().serialized())
  }

  /// Appends the next frame.
  ///
  /// - Throws: `RepairError.otherCheckpoint` when the scales or statistics of the blocks before are not
  ///   those of the file, or a checksum disproves the checkpoint; `FileError` when writing fails.
  func append(_ piece: RepairPiece, for step: RepairPlan.Step) throws {
    var frame = piece.frame
    switch step.kind {
    case .copy, .sideFile: break
    case .block(let record, _):
      begin(record)
      tensor?.rows.append(scales: piece.scales, statistics: piece.statistics)
    case .scales(let record, let block):
      begin(record)
      let content = scales(of: record, block: block)
      if let stored = piece.storedScales {
        guard stored == content else { throw job.otherContent(at: step.place) }
      } else {
        frame = try job.compressor.compress(content[...])
      }
      try checkStatistics(of: record)
    }
    guard let frame else { preconditionFailure("every step has a frame by its turn") }
    try write(frame, for: step)
  }

  /// Ends the file and gives it its name.
  ///
  /// - Returns: Whether the file is byte for byte what it was before the damage.
  /// - Throws: `FileError` when reading or writing fails, `ContainerError.notStorable` when a new index
  ///   is larger than the format allows.
  func finish() throws -> Bool {
    let file = job.recomputation.file
    let isUnchanged = frames == job.plan.steps.map(\.frame)
    if isUnchanged {
      let start = file.indexFrame.offset
      try output.append(file.file.bytes(at: start, byteCount: file.byteCount - start))
    } else {
      let index = try JSON(parsing: file.reader.contents(of: file.indexFrame, in: .index))
      try ContainerClosing(file: output, compressor: job.compressor)
        .append(index: index.replacingFrames(with: frames))
    }
    try output.commit()
    return isUnchanged
  }

  private func begin(_ record: TensorRecord) {
    guard tensor?.name != record.info.name else { return }
    tensor = (record.info.name, GatheredRows(scheme: record.scheme))
  }

  /// The content of a block of scales; all blocks of codes have come.
  private func scales(of record: TensorRecord, block: Int) -> [UInt8] {
    guard let part = record.part(named: PartLayout.scalesName) else { return [] }
    tensor?.rows.fill(upTo: part.shape.elementCount)
    let format = record.scheme?.scaleFormat ?? .binary32
    let range = part.contentRange(ofBlock: block)
    let scales = range.lowerBound / format.byteCount..<range.upperBound / format.byteCount
    return format.bytes(of: Array(tensor?.rows.scales[scales] ?? []))
  }

  private func checkStatistics(of record: TensorRecord) throws(RepairError) {
    guard let stored = record.statistics, stored != tensor?.rows.statistics else { return }
    throw job.otherCheckpoint(
      "the statistics of tensor \(record.info.name.quoted) are not those of its weights"
    )
  }

  private func write(_ frame: CompressedFrame, for step: RepairPlan.Step) throws {
    if frame.checksum != step.frame.checksum {
      // The same zstd makes the same frame of the same content.
      guard !job.hasSameCompressor else { throw job.otherContent(at: step.place) }
      isProven = false
    }
    frames.append(
      FrameRecord(
        offset: output.byteCount,
        storedByteCount: frame.bytes.count,
        contentByteCount: frame.contentByteCount,
        checksum: frame.checksum
      )
    )
    try output.append(frame.bytes)
  }
}
