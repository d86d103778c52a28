//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit
import Terminal

/// How a chat begins and ends, whichever command started it.
enum Chat {
  /// Loads a model and talks with it until the person has enough.
  static func run(
    model: String,
    system: String?,
    template: ChatOptions,
    generation: GenerationOptions,
    computation: ModelOptions,
    showsStatistics: Bool,
    hasColor: Bool
  ) throws {
    let interrupts = InterruptTarget()
    let texts = ChatTexts(language: .ofEnvironment)
    let terminal =
      StandardInput.isTerminal && StandardOutput.isTerminal ? try TerminalState() : nil
    defer { terminal?.set(.original) }
    Signals.onEachRequest { request in
      switch request {
      case .interrupt:
        // On a terminal it came too late: what it was to stop has ended by itself.
        if !interrupts.interrupt(), terminal == nil { Signals.endByInterrupt() }
      case .stop: terminal.map { $0.suspend() } ?? Signals.stop()
      case .end: terminal?.set(.original)
      }
    }
    let console = try ChatConsole(
      terminal: terminal,
      texts: texts,
      hasColor: hasColor && Environment.value("NO_COLOR") ?? "" == ""
    )
    let cancellation = Cancellation()
    let session = try interrupts.directed(to: cancellation) {
      try console.announcing(texts.loading) {
        try computation.session(path: model, cancellation: cancellation)
      }
    }
    for note in try session.generationNotes(settings: generation.settings) {
      Console.report("note: \(note)\n")
    }
    let chat = try ChatSession(
      session,
      system: system,
      options: template,
      settings: generation.settings
    )
    var loop = ChatLoop(
      chat: chat,
      console: console,
      interrupts: interrupts,
      texts: texts,
      name: try session.modelName(),
      generation: generation,
      showsStatistics: showsStatistics
    )
    try loop.run()
  }
}
