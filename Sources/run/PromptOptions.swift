//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser
import QuantKit
import Terminal

/// Where the prompt comes from and how it is read.
struct PromptOptions: ParsableArguments {
  // A prompt may begin with a dash, as a list does.
  @Option(
    name: .shortAndLong,
    parsing: .unconditional,
    help: ArgumentHelp("The prompt.", valueName: "text")
  )
  var prompt: String?

  @Option(
    help: ArgumentHelp(
      "A UTF-8 file that holds the prompt. Without --prompt and --prompt-file it is read from standard input; where that is a terminal, a chat begins.",
      valueName: "file"
    )
  )
  var promptFile: String?

  @Flag(help: "Wrap the prompt in the model's chat format.")
  var chatPrompt = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The system message, with --chat-prompt or in a chat.", valueName: "text")
  )
  var system: String?

  @OptionGroup var template: ChatTemplateOptions

  @Flag(
    help:
      "Take the prompt as it is: special tokens written out in it count, and no begin token is put before it."
  )
  var raw = false

  /// Whether there is no prompt and a person who can be asked for one.
  var isLeftToChat: Bool {
    prompt == nil && promptFile == nil && !raw && StandardInput.isTerminal
      && StandardOutput.isTerminal
  }

  func validate() throws {
    if prompt != nil, promptFile != nil {
      throw ValidationError("--prompt and --prompt-file exclude each other")
    }
    if system != nil, !chatPrompt, !isLeftToChat {
      throw ValidationError("--system needs --chat-prompt")
    }
    if template.isGiven, !chatPrompt, !isLeftToChat {
      throw ValidationError("--thinking, --no-thinking and --date need --chat-prompt")
    }
    if raw, chatPrompt { throw ValidationError("--raw and --chat-prompt exclude each other") }
  }

  /// The prompt as the session takes it; reads a file or standard input.
  func read() throws -> Prompt {
    let text = try readText()
    if chatPrompt {
      let system = system.map { [ChatMessage(role: "system", content: $0)] } ?? []
      return .chat(
        system + [ChatMessage(role: "user", content: text)],
        options: template.options
      )
    }
    return raw ? .raw(text) : .text(text)
  }

  private func readText() throws -> String {
    if let prompt { return prompt }
    if let promptFile { return try TextInput.file(promptFile) }
    guard !StandardInput.isTerminal else {
      throw ValidationError(
        "no prompt: pass --prompt TEXT or --prompt-file FILE, or pipe it into standard input"
      )
    }
    return try TextInput.standardInput()
  }
}
