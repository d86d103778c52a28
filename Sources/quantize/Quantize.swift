//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser
import QuantKit
import Terminal

/// `quantize CHECKPOINT`: writes a quantized file.
@main
struct Quantize: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quantize",
    abstract: "Quantizes a checkpoint into one compressed .qkit file.",
    discussion: """
      Reads a Hugging Face folder (config.json with model.safetensors or pytorch_model.bin, or shards \
      with model.safetensors.index.json or pytorch_model.bin.index.json; F16, BF16 or F32) in one pass, in memory that does not grow with \
      the model. Every row of a quantized matrix gets 8-bit or 4-bit codes and one scale, its largest \
      absolute value divided by 127 or 7. A weight among them that is NaN or infinite is an error that \
      names it. The config and the tokenizer travel inside the file.

      RECIPES:
        reference  matrices of attention and MLP; the rest keeps its type
        compact    these, and embedding and head with 8-bit codes
      """,
    version: Program.version
  )

  static func main() { Program.run(Self.self, subcommands: []) }

  @Argument(help: ArgumentHelp("The checkpoint's folder.", valueName: "checkpoint"))
  var checkpoint: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file to write (default: ./<folder>-int8.qkit or ./<folder>-int4.qkit).",
      valueName: "file"
    )
  )
  var output: String?

  @Option(help: ArgumentHelp("Bits of a code: 8 or 4.", valueName: "bits"))
  var bits = 8

  @Option(
    help: ArgumentHelp("Which tensors are quantized: reference or compact.", valueName: "name")
  )
  var recipe = Recipe.reference.name

  @Option(help: ArgumentHelp("Threads to use (default: all processors).", valueName: "count"))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "Zstandard level, 1 to 19; codes hardly get smaller above 1.",
      valueName: "level"
    )
  )
  var level = 1

  @Flag(name: .shortAndLong, help: "Replace an existing output.")
  var force = false

  @Flag(help: "Print what would be done with each tensor and write nothing.")
  var dryRun = false

  @Flag(help: "Print the result as JSON.")
  var json = false

  @Flag(help: "Print the time spent reading, quantizing, compressing and writing.")
  var stats = false

  @Option(
    help: ArgumentHelp(
      "Kernels to use (default: the widest that this processor runs); never changes the bytes.",
      valueName: "set"
    )
  )
  var kernels: InstructionSet?

  @Flag(name: .shortAndLong, help: "Print no progress, notes or summary.")
  var quiet = false

  func validate() throws {
    guard Recipe.Width(rawValue: bits) != nil else {
      throw ValidationError("--bits must be 8 or 4, not \(bits)")
    }
    guard (1...19).contains(level) else {
      throw ValidationError("--level must be between 1 and 19, not \(level)")
    }
    guard Recipe.named(recipe) != nil else {
      let names = Recipe.all.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no recipe '\(recipe)'; recipes are \(names)")
    }
    try Program.validate(threads: threads)
    try Program.validate(kernels: kernels)
    try Program.requireExisting(checkpoint)
  }

  func run() throws {
    let job = try QuantizeJob(
      checkpoint: checkpoint,
      output: output,
      options: QuantizeOptions(
        width: Recipe.Width(rawValue: bits) ?? .eight,
        recipe: Recipe.named(recipe) ?? .reference,
        threadCount: threads,
        compressionLevel: level,
        isReplacing: force,
        instructionSet: kernels ?? .best
      )
    )
    if !quiet { job.plan.notes.forEach { Console.report("note: \($0)\n") } }
    guard !dryRun else {
      return try StandardOutput.write(json ? job.plan.json.text : job.plan.rendered)
    }
    let bar = quiet ? nil : ProgressBar(label: "quantizing", unit: .bytes)
    defer { bar?.finish() }
    let summary = try job.run(cancellation: Program.cancellationOnInterrupt()) {
      bar?.update($0, of: $1)
    }
    bar?.finish()
    if json { return try StandardOutput.write(summary.json.text) }
    if !quiet { try StandardOutput.write(summary.rendered) }
    if stats { try StandardOutput.write("\n" + summary.renderedStages) }
  }
}
