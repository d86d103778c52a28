//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser
import QuantKit
import Terminal

/// `quantize repair FILE --from CHECKPOINT`.
struct RepairCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quantize repair",
    abstract: "Rewrites what is damaged in a quantized file from its checkpoint.",
    discussion: """
      Checks the whole file, computes damaged tensors and side files again and copies everything else \
      byte for byte. The sound blocks of a damaged tensor must be what the checkpoint gives, or nothing is \
      changed. A file whose index or footer is damaged must be quantized again.
      """
  )

  @Argument(help: ArgumentHelp("A .qkit file.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("The folder that the file was made of.", valueName: "checkpoint"))
  var from: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write (default: <file> is replaced).", valueName: "file")
  )
  var output: String?

  @Flag(name: .shortAndLong, help: "Replace an existing output.")
  var force = false

  @Flag(help: "List what would be rewritten and write nothing.")
  var dryRun = false

  @Option(help: ArgumentHelp("Threads to use (default: all processors).", valueName: "count"))
  var threads: Int?

  @Flag(name: .shortAndLong, help: "Print no progress and no summary.")
  var quiet = false

  func validate() throws {
    try Program.validate(threads: threads)
    try Program.requireExisting(file)
    try Program.requireExisting(from)
  }

  func run() throws {
    let cancellation = Program.cancellationOnInterrupt()
    let checking = quiet ? nil : ProgressBar(label: "verifying", unit: .bytes)
    defer { checking?.finish() }
    let job = try RepairJob(
      path: file,
      checkpoint: from,
      output: output,
      isReplacing: force,
      threadCount: threads,
      cancellation: cancellation
    ) { checking?.update($0, of: $1) }
    checking?.finish()
    guard !job.damages.isEmpty else { return try say("\(file): sound, nothing to repair\n") }
    guard !dryRun else { return try StandardOutput.write(job.damages.map(line).joined()) }

    let bar = quiet ? nil : ProgressBar(label: "repairing", unit: .bytes)
    defer { bar?.finish() }
    let isAsBefore = try job.run(cancellation: cancellation) { bar?.update($0, of: $1) }
    bar?.finish()
    let result =
      isAsBefore
      ? "byte for byte what it was before the damage"
      : "with the same contents; another zstd compressed them, so that bytes differ"
    try say(
      job.damages.map(line).joined()
        + "\(job.outputPath): repaired, \(Quantities.counted(job.damages.count, "frame")), \(result)\n"
    )
  }

  private func line(_ damage: Damage) -> String {
    "\(damage.place): \(Quantities.bytes(damage.byteCount)) at offset \(damage.offset)\n"
  }

  private func say(_ text: String) throws {
    if !quiet { try StandardOutput.write(text) }
  }
}
