//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What an interrupted quantization left beside its output.
public struct InterruptedWork: Sendable {
  /// The unfinished file.
  public let partialPath: String
  /// How many tensors are recorded as finished.
  public let finishedTensorCount: Int
  /// How many there are in all.
  public let tensorCount: Int
  /// Why it cannot be gone on with, as the end of a sentence; nil when it can.
  public let obstacle: String?
}

extension QuantizeJob {
  /// What an interrupted run of this job, or of another one to the same output, left.
  ///
  /// Nil when there is nothing, or another process is writing it now.
  ///
  /// - Complexity: Reads the journal; whether the unfinished file still agrees shows when it is gone on with.
  public var interruptedWork: InterruptedWork? {
    let partialPath = AtomicOutputFile.siblingPath(
      of: plan.outputPath,
      suffix: AtomicOutputFile.partialSuffix
    )
    guard FileSystem.kind(of: partialPath) == .file,
      !AtomicOutputFile.isBeingWritten(partialPath: partialPath)
    else { return nil }
    let lines = ContainerJournal.Lines(outputPath: plan.outputPath)
    return InterruptedWork(
      partialPath: partialPath,
      finishedTensorCount: lines?.tensors.count ?? 0,
      tensorCount: plan.entries.count,
      obstacle: lines.map { identity.difference(from: $0.identity) } ?? "its journal is missing"
    )
  }
}
