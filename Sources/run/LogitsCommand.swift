//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser
import QuantKit
import Terminal

/// `run logits MODEL --ids 1,2,3 -o OUT.safetensors`.
struct LogitsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run logits",
    abstract: "Writes the logits of every position of a list of token ids.",
    discussion: """
      The output is a safetensors file with one tensor, 'logits', F32 [positions, vocabulary]. The \
      model needs no tokenizer.
      """
  )

  @Argument(help: ArgumentHelp("A .qkit file, or a checkpoint folder.", valueName: "model"))
  var model: String

  @Option(help: ArgumentHelp("Token ids, separated by commas.", valueName: "ids"))
  var ids: TokenList

  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"))
  var output: String

  @Flag(name: .shortAndLong, help: "Replace an existing output.")
  var force = false

  @OptionGroup(title: "Computation") var computation: ModelOptions

  func run() throws {
    let cancellation = Program.cancellationOnInterrupt()
    let session = try computation.session(path: model, cancellation: cancellation)
    try session.writeLogits(
      of: ids.tokens,
      to: output,
      replacing: force,
      cancellation: cancellation
    )
  }
}
