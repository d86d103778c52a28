//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The result of computing a quantized file again from its checkpoint.
///
/// The schemes come from the file, so that it is not needed to know by which recipe it was made.
public struct SourceComparison: Sendable {
  /// The differences: tensors and side files in the order of the file, what only the checkpoint has, source
  /// files.
  public let differences: [SourceDifference]
  /// The number of tensors that were computed again.
  public let tensorCount: Int
  /// The number of side files that were compared byte for byte.
  public let sideFileCount: Int
  /// The number of source files whose hashes were compared; 0 where the file has none.
  public let sourceCount: Int

  /// Compares a file with a checkpoint.
  ///
  /// - Parameters:
  ///   - path: A `.qkit` file.
  ///   - folder: The checkpoint's folder.
  ///   - threadCount: Threads to use; nil for all processors.
  ///   - cancellation: Looked at between blocks.
  ///   - progress: Receives the bytes of the checkpoint that are done and the bytes of all, hashing counted
  ///     like computing, on any thread but one call at a time.
  /// - Throws: `FileError` when something cannot be read, `CheckpointError` when the folder is no
  ///   checkpoint, `ContainerError` when the file is damaged or no `.qkit` file, `CancellationError`.
  public init(
    path: String,
    checkpoint folder: String,
    threadCount: Int? = nil,
    cancellation: Cancellation = Cancellation(),
    progress: (_ byteCount: Int, _ totalByteCount: Int) -> Void = { _, _ in }
  ) throws {
    let file = try QuantizedFile(path: path)
    let checkpoint = try Checkpoint(folder: folder)
    let recomputation = Recomputation(file: file, checkpoint: checkpoint)
    let pool = ThreadPool(threadCount: threadCount ?? ProcessUsage.processorCount)
    let (pairs, mismatches) = recomputation.pairs()
    let recorded = file.index.metadata.sources
    let hashing = recorded.isEmpty ? nil : try SourceHashing(checkpoint)
    let tensorByteCount = pairs.reduce(0) { $0 + $1.source.byteCount }
    let totalByteCount = tensorByteCount + (hashing?.byteCount ?? 0)

    let tensors = TensorComparison(recomputation: recomputation, pairs: pairs)
    var differences = try tensors.differences(using: pool, cancellation: cancellation) {
      progress($0, totalByteCount)
    }
    differences += mismatches.map {
      SourceDifference(subject: .tensor($0.tensor), message: $0.message)
    }
    differences += try Self.sideFileDifferences(recomputation)
    let sources = try hashing?.records(using: pool, cancellation: cancellation) {
      progress(tensorByteCount + $0, totalByteCount)
    }
    if let sources { differences += Self.sourceDifferences(recorded, sources) }

    self.differences = differences
    tensorCount = pairs.count
    sideFileCount = file.index.sideFiles.count
    sourceCount = sources == nil ? 0 : recorded.count
  }

  private static func sideFileDifferences(
    _ recomputation: Recomputation
  ) throws -> [SourceDifference] {
    let file = recomputation.file
    let sources = recomputation.checkpoint.sideFiles
    func difference(_ name: String, _ problem: String) -> SourceDifference {
      SourceDifference(subject: .sideFile(name), message: "the side file \(name.quoted) \(problem)")
    }
    var differences: [SourceDifference] = []
    for record in file.index.sideFiles {
      guard let source = sources.first(where: { $0.name.utf8.elementsEqual(record.name.utf8) })
      else {
        differences.append(difference(record.name, "is missing in the checkpoint"))
        continue
      }
      let found = try source.contents()
      let stored = try file.sideFile(named: record.name) ?? []
      guard found != stored else { continue }
      let position = zip(stored, found).enumerated().first { $1.0 != $1.1 }?.offset
      differences.append(
        difference(
          record.name,
          "differs: \(stored.count) bytes stored, \(found.count) in the checkpoint, the first"
            + " difference at byte \(position ?? min(stored.count, found.count))"
        )
      )
    }
    for source in sources where file.index.sideFile(named: source.name) == nil {
      differences.append(difference(source.name, "of the checkpoint is missing in the file"))
    }
    return differences
  }

  private static func sourceDifferences(
    _ recorded: [SourceFileRecord],
    _ found: [SourceFileRecord]
  ) -> [SourceDifference] {
    func difference(_ name: String, _ problem: String) -> SourceDifference {
      SourceDifference(subject: .source(name), message: "the source file \(name.quoted) \(problem)")
    }
    func byName(_ records: [SourceFileRecord]) -> [String.UTF8Key: SourceFileRecord] {
      Dictionary(records.map { (String.UTF8Key($0.name), $0) }, uniquingKeysWith: { $1 })
    }
    let (recordedByName, foundByName) = (byName(recorded), byName(found))
    var differences: [SourceDifference] = []
    for record in recorded {
      guard let source = foundByName[String.UTF8Key(record.name)] else {
        differences.append(difference(record.name, "is missing in the checkpoint"))
        continue
      }
      if source.byteCount != record.byteCount {
        differences.append(
          difference(
            record.name,
            "had \(record.byteCount) bytes, the checkpoint's has \(source.byteCount)"
          )
        )
      } else if source.hash != record.hash {
        differences.append(
          difference(
            record.name,
            "had the SHA-256 \(record.hash), the checkpoint's has \(source.hash)"
          )
        )
      }
    }
    for source in found where recordedByName[String.UTF8Key(source.name)] == nil {
      differences.append(difference(source.name, "of the checkpoint is not among those recorded"))
    }
    return differences
  }
}
