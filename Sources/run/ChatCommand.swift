//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser
import QuantKit
import Terminal

/// `run chat MODEL`.
struct ChatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run chat",
    abstract: "Talks with a chat model on the terminal.",
    discussion: """
      On a terminal, lines are edited and kept for the arrow keys; Ctrl-C stops a reply, Ctrl-D ends. \
      Elsewhere every line of standard input is a message and standard output gets the replies alone. \
      Lines that begin with \""" begin a message of several lines, which ends with \""". 'clear' \
      forgets the conversation, 'stream' turns showing replies as they are made on and off, 'exit' ends; \
      /help lists all commands. The keys and values of what was said stay in memory, so that a turn \
      costs only what is new. With a locale that begins with 'zh' the program speaks Chinese.
      """
  )

  @Argument(help: ArgumentHelp("A .qkit file, or a checkpoint folder.", valueName: "model"))
  var model: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The system message: how the model shall answer.", valueName: "text")
  )
  var system: String?

  @OptionGroup var template: ChatTemplateOptions
  @OptionGroup(title: "Generation") var generation: GenerationOptions
  @OptionGroup(title: "Computation") var computation: ModelOptions

  @Flag(help: "Print the speed after each reply.")
  var stats = false

  @Flag(help: "No colors; the variable NO_COLOR does the same.")
  var noColor = false

  func run() throws {
    try Chat.run(
      model: model,
      system: system,
      template: template.options,
      generation: generation,
      computation: computation,
      showsStatistics: stats,
      hasColor: !noColor
    )
  }
}
