//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser
import QuantKit
import Terminal

/// `run MODEL`: generates text.
@main
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Generates text with a quantized file or an unquantized checkpoint.",
    usage: """
      run <model> [<options>]
      run <model> --prompt <text> [<options>]
      run <model> --chat-prompt --prompt <text> [<options>]
      run <subcommand> ...
      """,
    discussion: """
      The weights stay packed in memory and are dequantized while they are multiplied. The prompt is \
      continued as text, with the begin token where the tokenizer's configuration asks for one, or \
      with --chat-prompt answered as a message; without one, on a terminal, 'run chat' begins. Settings that are not given come from the model's \
      generation_config.json.
      """,
    version: Program.version
  )

  static let subcommands: [any ParsableCommand.Type] = [
    ChatCommand.self, PerplexityCommand.self, DivergenceCommand.self, LogitsCommand.self,
    TokenizeCommand.self, BenchCommand.self,
  ]

  static func main() { Program.run(Self.self, subcommands: subcommands) }

  @Argument(help: ArgumentHelp("A .qkit file, or a checkpoint folder.", valueName: "model"))
  var model: String

  @OptionGroup(title: "Prompt") var prompt: PromptOptions
  @OptionGroup(title: "Generation") var generation: GenerationOptions
  @OptionGroup(title: "Computation") var computation: ModelOptions

  @Flag(help: "Print load time, speed and peak memory to standard error.")
  var stats = false

  func validate() throws {
    try Program.requireExisting(model, orSubcommandOf: Self.subcommands)
  }

  func run() throws {
    guard !prompt.isLeftToChat else { return try chat() }
    let prompt = try prompt.read()
    let cancellation = Program.cancellationOnInterrupt()
    let session = try computation.session(path: model, cancellation: cancellation)
    let settings = generation.settings
    for note in try session.generationNotes(settings: settings) {
      Console.report("note: \(note)\n")
    }
    let statistics = try session.generate(
      prompt,
      settings: settings,
      cancellation: cancellation
    ) { try StandardOutput.write($0) }
    try StandardOutput.write("\n")
    if stats { Console.report(statistics.rendered) }
    if cancellation.isCancelled { throw CancellationError() }
  }

  private func chat() throws {
    try Chat.run(
      model: model,
      system: prompt.system,
      template: prompt.template.options,
      generation: generation,
      computation: computation,
      showsStatistics: stats,
      hasColor: true
    )
  }
}

extension GenerationStatistics {
  fileprivate var rendered: String {
    func speed(_ count: Int, _ duration: Duration) -> String {
      guard count > 0, duration > .zero else { return "-" }
      return Quantities.fixed(Double(count) / duration.inSeconds, decimals: 1) + " tokens/s"
    }
    return Table(rows: [
      ("load", Quantities.duration(loadDuration)),
      (
        "prefill",
        "\(Quantities.counted(promptTokenCount, "token")), \(speed(promptTokenCount, prefillDuration))"
      ),
      (
        "decode",
        "\(Quantities.counted(generatedTokenCount, "token")), \(speed(decodeStepCount, decodeDuration))"
      ),
      ("stopped by", stopReason),
      (
        "arithmetic",
        "\(arithmetic.rawValue), \(instructionSet.rawValue), "
          + Quantities.counted(threadCount, "thread")
      ),
      ("KV cache", keyValueFormat.rawValue),
      ("weights", Quantities.bytes(weightByteCount)),
      ("peak memory", Quantities.bytes(peakMemoryByteCount)),
    ]).rendered()
  }
}
