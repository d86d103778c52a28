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
    usage: """
      quantize <checkpoint> [<options>]
      quantize <subcommand> ...
      """,
    discussion: """
      Reads a Hugging Face folder (config.json with model.safetensors or pytorch_model.bin, or shards \
      with model.safetensors.index.json or pytorch_model.bin.index.json; F16, BF16 or F32) in one pass, in memory that does not grow with \
      the model (with --calibrate and the --target options, with its layers). Every row of a quantized matrix gets 8-bit or 4-bit codes and one scale, \
      its largest absolute value divided by 127 or 7; with --group-size groups of columns have scales, --scales, --calibrate and --step \
      choose scales and codes that cost less, and the --target options a step or a scheme for each matrix. A \
      weight among them that is NaN or infinite is an error that names it. The config and the tokenizer travel \
      inside the file.

      The file appears under its name whole and read back, or not at all. When the work is interrupted, what \
      is finished stays in <file>.partial and <file>.journal, and --resume goes on with it.

      RECIPES:
        reference  matrices of attention and MLP; the rest keeps its type
        compact    these, and embedding and head with 8-bit codes
      """,
    version: Program.version
  )

  static let subcommands: [any ParsableCommand.Type] = [RepairCommand.self]

  static func main() { Program.run(Self.self, subcommands: subcommands) }

  @Argument(help: ArgumentHelp("The checkpoint's folder.", valueName: "checkpoint"))
  var checkpoint: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file to write (default: ./<folder>-int8.qkit, -int4.qkit, or -mixed.qkit with steps, a target or a plan).",
      valueName: "file"
    )
  )
  var output: String?

  @Option(help: ArgumentHelp("Bits of a code: 8 or 4.", valueName: "bits"))
  var bits = 8

  @Option(
    help: ArgumentHelp(
      "Give every group of so many columns a scale of its own, of 16 bits: 32, 64 or 128 (default: one scale a row).",
      valueName: "columns"
    )
  )
  var groupSize: Int?

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

  @Flag(help: "Go on with what an interrupted run left; where there is nothing, start.")
  var resume = false

  @Flag(
    inversion: .prefixedNo,
    help: "Read the finished file back and check it before it gets its name."
  )
  var verify = true

  @Flag(help: "Record the SHA-256 of every file of the checkpoint, for 'inspect --provenance'.")
  var hashSources = false

  @Option(
    help: ArgumentHelp(
      """
      How the scale of a row is found: absmax, its largest weight divided by the largest code, or mse, the least \
      squared error; --calibrate weighs the errors by the text.
      """,
      valueName: "choice"
    )
  )
  var scales = ScaleChoice.absmax

  @Option(
    defaultAsFlag: Self.defaultText,
    help: ArgumentHelp(
      """
      Round the matrices of the layers for a text, so that their outputs change least; without a file, for \
      English and Chinese prose and verse that the program brings along.
      """,
      valueName: "text-file"
    )
  )
  var calibrate: String?

  @Option(
    help: ArgumentHelp(
      "The most tokens of that text; time and memory grow with them.",
      valueName: "count"
    )
  )
  var calibrationTokens = CalibrationOptions.defaultTokenCount

  @OptionGroup(title: "Sizes and plans") var planning: PlanOptions

  @Flag(help: "Print what would be done with each tensor and what it needs; write nothing.")
  var dryRun = false

  @Flag(help: "Print the result as JSON.")
  var json = false

  @Flag(help: "Print the time spent reading, quantizing, compressing and writing.")
  var stats = false

  @Option(
    help: ArgumentHelp(
      "Kernels to use (default: the widest that this processor runs); changes no bytes but calibrated codes.",
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
    guard (2...CalibrationOptions.tokenCountLimit).contains(calibrationTokens) else {
      let limit = CalibrationOptions.tokenCountLimit
      throw ValidationError(
        "--calibration-tokens must be between 2 and \(limit), not \(calibrationTokens)"
      )
    }
    if let groupSize, !QuantizationScheme.groupLengths.contains(groupSize) {
      throw ValidationError("--group-size must be 32, 64 or 128, not \(groupSize)")
    }
    try planning.validate(bits: bits, groupSize: groupSize, scales: scales)
    try Program.validate(threads: threads)
    try Program.validate(kernels: kernels)
    try Program.requireExisting(checkpoint, orSubcommandOf: Self.subcommands)
  }

  func run() throws {
    var options = QuantizeOptions(
      width: Recipe.Width(rawValue: bits) ?? .eight,
      recipe: Recipe.named(recipe) ?? .reference,
      threadCount: threads,
      compressionLevel: level,
      isReplacing: force,
      isResuming: resume,
      isVerifying: verify,
      hashesSources: hashSources,
      scales: scales,
      calibration: try calibration,
      instructionSet: kernels ?? .best
    )
    if let groupSize { options.recipe = options.recipe.grouping(by: groupSize) }
    try planning.apply(to: &options, checkpoint: checkpoint, isQuiet: quiet)
    let job = try QuantizeJob(checkpoint: checkpoint, output: output, options: options)
    try planning.write(job.plan, replacing: force)
    let preflight = try job.preflight(isSampling: dryRun)
    if let obstacle = preflight.obstacle, !dryRun { throw obstacle }
    if !quiet {
      let interrupted = job.interruptedWork.map { $0.note(isResuming: resume) }
      let obstacle = preflight.obstacle?.message
      for note in job.plan.notes + [interrupted, obstacle].compactMap({ $0 }) {
        Console.report("note: \(note)\n")
      }
    }
    guard !dryRun else {
      return try StandardOutput.write(
        json
          ? job.plan.json(with: preflight).text
          : job.plan.rendered(with: preflight)
      )
    }
    if !quiet { Console.report(job.plan.summary(with: preflight) + "\n") }
    let bars = quiet ? [:] : Self.progressBars
    defer { bars.values.forEach { $0.finish() } }
    let summary: QuantizeSummary
    do {
      summary = try job.run(cancellation: Program.cancellationOnInterrupt()) { progress in
        for (phase, bar) in bars where phase != progress.phase { bar.finish() }
        bars[progress.phase]?.update(progress.byteCount, of: progress.totalByteCount)
      }
    } catch {
      bars.values.forEach { $0.finish() }
      if let work = job.interruptedWork, work.obstacle == nil {
        Console.report("note: \(work.invitation)\n")
      }
      throw error
    }
    bars.values.forEach { $0.finish() }
    if json { return try StandardOutput.write(summary.json.text) }
    if !quiet { try StandardOutput.write(summary.rendered) }
    if stats { try StandardOutput.write("\n" + summary.renderedStages) }
  }

  /// Stands for the program's own text where an option would name a file, which has no such name.
  private static let defaultText = ""

  private var calibration: CalibrationOptions? {
    get throws {
      try calibrate.map { path in
        CalibrationOptions(
          text: path == Self.defaultText
            ? CalibrationOptions.defaultText : try TextInput.file(path),
          tokenCount: calibrationTokens
        )
      }
    }
  }

  private static var progressBars: [QuantizeProgress.Phase: ProgressBar] {
    [
      .hashing: ProgressBar(label: "hashing", unit: .bytes),
      .quantizing: ProgressBar(label: "quantizing", unit: .bytes),
      .calibrating: ProgressBar(label: "calibrating", unit: .bytes),
      .verifying: ProgressBar(label: "verifying", unit: .bytes),
    ]
  }
}
