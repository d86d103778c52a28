//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser
import QuantKit
import Terminal

/// `run perplexity MODEL TEXT_FILE`.
struct PerplexityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run perplexity",
    abstract: "Measures how well a model predicts a text.",
    discussion: """
      The text is cut into windows that do not overlap. Every window begins with an empty context and \
      its first token is not scored; no begin token is added.
      """
  )

  @Argument(help: ArgumentHelp("A .qkit file, or a checkpoint folder.", valueName: "model"))
  var model: String

  @OptionGroup var text: EvaluatedText

  @OptionGroup(title: "Computation") var computation: ModelOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let content = try text.content()
    let cancellation = Program.cancellationOnInterrupt()
    let session = try computation.session(path: model, cancellation: cancellation)
    let bar = ProgressBar(label: "perplexity", unit: .tokens)
    let result = try session.perplexity(
      of: content,
      windowLength: text.window,
      cancellation: cancellation,
      progress: bar.update
    )
    bar.finish()
    if json { return try StandardOutput.write(result.json.text) }
    try StandardOutput.write(
      Table(rows: [
        ("perplexity", Quantities.fixed(result.perplexity.value, decimals: 4)),
        ("bits per byte", Quantities.fixed(result.perplexity.bitsPerByte, decimals: 4)),
        ("tokens", Quantities.grouped(result.perplexity.tokenCount)),
        ("scored", Quantities.grouped(result.perplexity.scoredTokenCount)),
        ("window", Quantities.grouped(result.windowLength)),
        ("arithmetic", result.arithmetic.rawValue),
        ("KV cache", result.keyValueFormat.rawValue),
      ]).rendered()
    )
  }
}
