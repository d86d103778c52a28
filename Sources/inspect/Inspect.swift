//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser
import QuantKit
import Terminal

/// `inspect PATH`: shows what a quantized file or a checkpoint holds.
@main
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Shows what a quantized file or a checkpoint holds, what it costs and what it lost.",
    usage: """
      inspect <path> [<options>]
      inspect <subcommand> ...
      """,
    discussion: """
      Reads headers and, where a tensor is looked at, that tensor only. Sizes in MB and GB are decimal. \
      Of a single PyTorch file (.bin) it shows the tensors and the Python objects that the file asks \
      for; nothing of it is loaded, and the exit status is 1 when the file would be refused.
      """,
    version: Program.version
  )

  static let subcommands: [any ParsableCommand.Type] = [VerifyCommand.self, UnpackCommand.self]

  static func main() { Program.run(Self.self, subcommands: subcommands) }

  @Argument(
    help: ArgumentHelp("A .qkit file, a checkpoint folder, or a PyTorch file.", valueName: "path")
  )
  var path: String

  @Flag(help: "List every tensor.")
  var tensors = false

  @Option(
    help: ArgumentHelp(
      "Show the codes of one tensor, and the scales of up to 2^20 rows.",
      valueName: "name"
    )
  )
  var tensor: String?

  @Flag(help: "Show what running the model takes in memory, for this file and other widths.")
  var memory = false

  @Flag(help: "Show how a .qkit file was made and the hashes of the files that it was made from.")
  var provenance = false

  @Option(
    help: ArgumentHelp(
      "Tokens in the KV cache, for --memory (default: the model's context).",
      valueName: "tokens"
    )
  )
  var context: Int?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    try Program.requireExisting(path, orSubcommandOf: Self.subcommands)
    guard [tensors, tensor != nil, memory, provenance].count(where: { $0 }) <= 1 else {
      throw ValidationError("--tensors, --tensor, --memory and --provenance exclude each other")
    }
    if let context {
      guard memory else { throw ValidationError("--context needs --memory") }
      guard (1...1 << 32).contains(context) else {
        throw ValidationError("--context must be between 1 and 2^32, not \(context)")
      }
    }
  }

  func run() throws {
    // A single file has no configuration, so there is less to say than of a checkpoint.
    if tensor == nil, !memory, !provenance, PyTorchFileReport.isPyTorchFile(path) {
      let report = try PyTorchFileReport(path: path)
      try StandardOutput.write(json ? report.json.text : report.rendered)
      if let refusal = report.refusal { throw refusal }
      return
    }
    let inspection = try Inspection(path: path)
    if let tensor {
      let profile = try inspection.profile(ofTensor: tensor)
      return try StandardOutput.write(json ? profile.json.text : profile.rendered)
    }
    if memory {
      let report = try inspection.memory(contextLength: context)
      return try StandardOutput.write(json ? report.json.text : report.rendered)
    }
    let report = try inspection.report()
    if provenance {
      guard report.isQuantizedFile else {
        throw ValidationError("--provenance is for .qkit files, '\(path)' is a checkpoint")
      }
      return try StandardOutput.write(
        json ? report.provenanceJSON.text : report.renderedProvenance
      )
    }
    switch (json, tensors) {
    case (false, false): try StandardOutput.write(report.rendered)
    case (false, true): try report.writeTensors { try StandardOutput.write($0) }
    case (true, false): try StandardOutput.write(report.json.text)
    case (true, true): try report.writeJSONWithTensors { try StandardOutput.write($0) }
    }
  }
}
