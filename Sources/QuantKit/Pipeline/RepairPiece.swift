//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a step of a repair brings before its turn to be written.
struct RepairPiece: Sendable {
  /// The frame; nil for damaged scales, which come from the blocks before them.
  var frame: CompressedFrame?
  /// The content of sound scales, to be compared with those that come from the blocks.
  var storedScales: [UInt8]?
  /// The rows of a recomputed block.
  var scales: [Float] = []
  /// What quantizing a recomputed block cost.
  var statistics: QuantizationStatistics?
}

extension RepairJob {
  /// Reads or recomputes a frame.
  ///
  /// - Throws: `RepairError.otherCheckpoint` when a sound frame is not what the checkpoint gives.
  func piece(for step: RepairPlan.Step) throws -> RepairPiece {
    let reader = recomputation.file.reader
    switch step.kind {
    case .copy:
      return RepairPiece(frame: try soundFrame(step))
    case .sideFile(let name, let range):
      let source = try sideFileSource(named: name)
      let content = try InputFile(path: source.path).bytes(
        at: range.lowerBound,
        byteCount: range.count
      )
      return RepairPiece(frame: try frame(of: content, for: step))
    case .block(let record, let block):
      let content: BlockContent
      do {
        content = try recomputation.content(
          ofBlock: block,
          of: record,
          from: try recomputation.source(of: record)
        )
      } catch let error as QuantizationError {
        throw otherCheckpoint(error.message)
      }
      return RepairPiece(
        frame: try frame(of: content.bytes, for: step),
        scales: content.scales,
        statistics: content.statistics
      )
    case .scales:
      guard !step.isDamaged else { return RepairPiece() }
      return RepairPiece(
        frame: try soundFrame(step),
        storedScales: try reader.contents(of: step.frame, in: step.place)
      )
    }
  }

  /// The file of the checkpoint that a side file was made from.
  ///
  /// - Throws: `RepairError.otherCheckpoint` when there is none of its name and size.
  func sideFileSource(named name: String) throws(RepairError) -> SideFile {
    let sources = recomputation.checkpoint.sideFiles
    guard let source = sources.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
      throw otherCheckpoint("it has no file \(name.quoted)")
    }
    let byteCount = recomputation.file.index.sideFile(named: name)?.byteCount ?? 0
    guard source.byteCount == byteCount else {
      throw otherCheckpoint(
        "its \(name.quoted) has \(source.byteCount) bytes, the one in the file had \(byteCount)"
      )
    }
    return source
  }

  /// The frame for a content: the sound one, which has to hold just that, or a new one.
  private func frame(of content: [UInt8], for step: RepairPlan.Step) throws -> CompressedFrame {
    guard !step.isDamaged else { return try compressor.compress(content[...]) }
    let stored = try recomputation.file.reader.contents(of: step.frame, in: step.place)
    guard stored == content else { throw otherContent(at: step.place) }
    return try soundFrame(step)
  }

  /// A frame of the damaged file as it is stored.
  private func soundFrame(_ step: RepairPlan.Step) throws -> CompressedFrame {
    CompressedFrame(
      bytes: try recomputation.file.reader.checkedBytes(of: step.frame, in: step.place),
      contentByteCount: step.frame.contentByteCount,
      checksum: step.frame.checksum
    )
  }

  func otherContent(at place: ContainerPlace) -> RepairError {
    otherCheckpoint("it gives something else for \(place)")
  }
}
