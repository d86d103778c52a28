//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser
import QuantKit
import Terminal

/// `inspect unpack FILE OUT_DIR`.
struct UnpackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect unpack",
    abstract: "Writes the codes and scales, or a dequantized checkpoint, as safetensors.",
    discussion: """
      Writes OUT_DIR/codes.safetensors: for each quantized tensor '<name>.codes' (I8 [rows, columns]) or \
      '<name>.packed' (I32 [rows, ceil(columns / 8)], eight 4-bit codes a word, the first in the lowest \
      bits), and '<name>.scale' (F32 [rows]). With --dequantized it writes a checkpoint folder instead: \
      every tensor in its source type, and the side files.
      """
  )

  @Argument(help: ArgumentHelp("A .qkit file.", valueName: "file"))
  var file: String

  @Argument(help: ArgumentHelp("The folder to write to; made when missing.", valueName: "out-dir"))
  var outputFolder: String

  @Flag(help: "Write a checkpoint with the codes multiplied by their scales.")
  var dequantized = false

  @Option(help: ArgumentHelp("Threads to use (default: all processors).", valueName: "count"))
  var threads: Int?

  @Flag(name: .shortAndLong, help: "Replace existing files.")
  var force = false

  @Flag(name: .shortAndLong, help: "Print no progress and no summary.")
  var quiet = false

  func validate() throws { try Program.validate(threads: threads) }

  func run() throws {
    let job = try UnpackJob(
      file: file,
      folder: outputFolder,
      content: dequantized ? .weights : .codes,
      isReplacing: force,
      threadCount: threads
    )
    let bar = quiet ? nil : ProgressBar(label: "unpacking", unit: .bytes)
    defer { bar?.finish() }
    let written = try job.run(cancellation: Program.cancellationOnInterrupt()) {
      bar?.update($0, of: $1)
    }
    bar?.finish()
    if !quiet {
      try StandardOutput.write(written.map { "\($0)\n" }.joined())
    }
  }
}
