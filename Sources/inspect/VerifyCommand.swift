//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser
import QuantKit
import Terminal

/// `inspect verify FILE`.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect verify",
    abstract: "Checks every byte of a quantized file and says which tensor is damaged.",
    discussion: """
      Reads the whole file: the checksum of every frame, its decompressed size and content, and that \
      nothing lies between frames. With --against it then computes every tensor again from the checkpoint, \
      by the schemes that the file names, and compares codes, scales, statistics, side files and, where the \
      file has them, the hashes of its sources. The exit status is 0 only when all of it holds.
      """
  )

  @Argument(help: ArgumentHelp("A .qkit file.", valueName: "file"))
  var file: String

  @Option(
    help: ArgumentHelp("The folder that the file was made of.", valueName: "checkpoint")
  )
  var against: String?

  @Option(help: ArgumentHelp("Threads to use (default: all processors).", valueName: "count"))
  var threads: Int?

  @Flag(name: .shortAndLong, help: "Print nothing when the file is sound.")
  var quiet = false

  /// How many damaged frames are enough to know what there is to know of a file.
  private static let damageLimit = 10_000

  func validate() throws {
    try Program.validate(threads: threads)
    if let against { try Program.requireExisting(against) }
  }

  func run() throws {
    let cancellation = Program.cancellationOnInterrupt()
    let bar = quiet ? nil : ProgressBar(label: "verifying", unit: .bytes)
    defer { bar?.finish() }
    let report = try Verification(
      path: file,
      threadCount: threads,
      damageLimit: Self.damageLimit,
      cancellation: cancellation
    ) { bar?.update($0, of: $1) }
    bar?.finish()
    guard report.damages.isEmpty else {
      for damage in report.damages { Console.report("\(damage.message)\n") }
      let more = report.damages.count < Self.damageLimit ? "" : " so far, the rest is not read"
      Console.report(
        "\(file): DAMAGED, \(Quantities.counted(report.damages.count, "frame"))\(more);"
          + " 'quantize repair' undoes it with the checkpoint\n"
      )
      throw ExitCode.failure
    }
    if !quiet {
      try StandardOutput.write(
        "\(file): sound, \(Quantities.counted(report.tensorCount, "tensor")) and "
          + "\(Quantities.counted(report.sideFileCount, "side file")), "
          + "\(Quantities.bytes(report.byteCount))\n"
      )
    }
    if let against { try compare(with: against, cancellation: cancellation) }
  }

  private func compare(with checkpoint: String, cancellation: Cancellation) throws {
    let bar = quiet ? nil : ProgressBar(label: "comparing", unit: .bytes)
    defer { bar?.finish() }
    let comparison = try SourceComparison(
      path: file,
      checkpoint: checkpoint,
      threadCount: threads,
      cancellation: cancellation
    ) { bar?.update($0, of: $1) }
    bar?.finish()
    guard comparison.differences.isEmpty else {
      for difference in comparison.differences { Console.report("\(difference.message)\n") }
      let count = Quantities.counted(comparison.differences.count, "difference")
      Console.report("\(file): NOT what \(checkpoint) gives, \(count)\n")
      throw ExitCode.failure
    }
    guard !quiet else { return }
    let hashes =
      comparison.sourceCount == 0
      ? "" : ", the hashes of \(Quantities.counted(comparison.sourceCount, "source file"))"
    try StandardOutput.write(
      "\(file): what \(checkpoint) gives, \(Quantities.counted(comparison.tensorCount, "tensor")) and "
        + "\(Quantities.counted(comparison.sideFileCount, "side file"))\(hashes)\n"
    )
  }
}
