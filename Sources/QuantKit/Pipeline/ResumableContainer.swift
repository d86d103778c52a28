//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A container being written whose finished tensors outlive an interruption: a writer with its journal.
///
/// For one thread at a time.
final class ResumableContainer {
  let writer: ContainerWriter
  /// How many tensors an interrupted run had finished.
  let adoptedTensorCount: Int
  private let journal: ContainerJournal

  /// Begins a container or goes on with one.
  ///
  /// - Parameters:
  ///   - job: What is written.
  ///   - metadata: How the file comes about.
  ///   - layouts: The tensors in the order of the file.
  /// - Throws: `FileError`, `ContainerError`; `.otherWork` when what is there was begun with other options
  ///   or sources, which then stays as it is.
  init(for job: QuantizeJob, metadata: ContainerMetadata, layouts: [TensorLayout]) throws {
    let path = job.plan.outputPath
    let identity = job.identity
    var begun = job.options.isResuming ? ContainerJournal.Lines(outputPath: path) : nil
    if let difference = begun.flatMap({ identity.difference(from: $0.identity) }) {
      throw ContainerError.otherWork(path: path, difference: difference)
    }
    let writer = try ContainerWriter(
      path: path,
      replacing: job.options.isReplacing,
      metadata: metadata,
      resuming: begun != nil
    )
    // A journal that is there speaks of bytes that are gone now.
    if begun == nil { FileSystem.removeFile(ContainerJournal.path(forOutput: path)) }
    for file in job.checkpoint.sideFiles {
      try writer.append(sideFile: file.name, contents: file.contents())
    }
    let adopted = try begun.map { try writer.adopt($0.tensors, layouts: layouts) } ?? 0
    begun?.keep(first: adopted)
    journal = try ContainerJournal(outputPath: path, identity: identity, goingOnWith: begun)
    writer.isKept = false
    self.writer = writer
    adoptedTensorCount = adopted
  }

  /// Records that a tensor is finished.
  func record(_ tensor: TensorRecord) throws(FileError) { try journal.append(tensor) }

  /// Gives the sealed container its name; nothing else stays.
  func publish() throws(FileError) {
    try writer.publish()
    journal.remove()
  }

  /// Decides what stays after a failure: what can be gone on with, or nothing.
  func close(after error: any Error) {
    writer.isKept = !writer.tensors.isEmpty && Self.canPass(error)
    if !writer.isKept { journal.remove() }
  }

  /// Whether the same work may succeed another time: it was interrupted, or the disk was full or unplugged.
  private static func canPass(_ error: any Error) -> Bool {
    if error is CancellationError { return true }
    guard let error = error as? FileError else { return false }
    return error.code != .changed && error.code != .truncated
  }
}
