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
      nothing lies between frames. The exit status is 0 only when all of it holds.
      """
  )

  @Argument(help: ArgumentHelp("A .qkit file.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("Threads to use (default: all processors).", valueName: "count"))
  var threads: Int?

  @Flag(name: .shortAndLong, help: "Print nothing when the file is sound.")
  var quiet = false

  func validate() throws { try Program.validate(threads: threads) }

  func run() throws {
    let bar = quiet ? nil : ProgressBar(label: "verifying", unit: .bytes)
    defer { bar?.finish() }
    let report = try Verification(
      path: file,
      threadCount: threads,
      cancellation: Program.cancellationOnInterrupt()
    ) { bar?.update($0, of: $1) }
    bar?.finish()
    guard report.damages.isEmpty else {
      for damage in report.damages { Console.report("\(damage.message)\n") }
      Console.report("\(file): DAMAGED, \(Quantities.counted(report.damages.count, "frame"))\n")
      throw ExitCode.failure
    }
    if !quiet {
      try StandardOutput.write(
        "\(file): sound, \(Quantities.counted(report.tensorCount, "tensor")) and "
          + "\(Quantities.counted(report.sideFileCount, "side file")), "
          + "\(Quantities.bytes(report.byteCount))\n"
      )
    }
  }
}
