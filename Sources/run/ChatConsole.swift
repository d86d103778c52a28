//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit
import Terminal

/// Where a chat is read and shown: on a terminal with colors and prompts, elsewhere as plain text.
///
/// Elsewhere standard output gets the replies alone, and everything else goes to standard error.
struct ChatConsole {
  /// What was read.
  enum Input {
    case text(String)
    case interrupted(wasEmpty: Bool)
    case ended
  }

  private enum Source {
    case terminal(TerminalLineReader)
    case lines(LineInput)
  }

  /// Whether a person sits in front of it.
  let isTerminal: Bool
  private let terminal: TerminalState?
  private let source: Source
  private let texts: ChatTexts
  private let hasColor: Bool

  /// Prepares reading.
  ///
  /// - Parameters:
  ///   - terminal: The terminal's mode; nil where input or output is none.
  ///   - texts: The words.
  ///   - hasColor: Whether colors are wanted where there is a terminal.
  /// - Throws: `FileError` when the system has no descriptors left.
  init(terminal: TerminalState?, texts: ChatTexts, hasColor: Bool) throws {
    self.terminal = terminal
    self.texts = texts
    self.hasColor = hasColor
    isTerminal = terminal != nil
    source =
      try terminal.map { .terminal(try TerminalLineReader(state: $0)) } ?? .lines(LineInput())
    terminal?.set(.quiet)
  }

  // MARK: Reading

  /// Reads what the person says next.
  ///
  /// - Parameter isContinued: Whether it belongs to the line before.
  /// - Returns: The text or what came instead.
  /// - Throws: `FileError`.
  func read(isContinued: Bool) throws -> Input {
    let prompt = isContinued ? texts.continuationPrompt : texts.userPrompt
    switch source {
    case .terminal(let reader):
      if !isContinued { try StandardOutput.write("\n") }
      let result = try reader.read(
        prompt: LineLayout.Prompt(prompt, style: hasColor ? .user : nil)
      )
      switch result {
      case .text(let text): return .text(text)
      case .interrupted(let wasEmpty): return .interrupted(wasEmpty: wasEmpty)
      case .ended: return .ended
      }
    case .lines(let lines):
      if StandardInput.isTerminal, StandardError.isTerminal { Console.report(prompt) }
      return try lines.next().map { .text($0) } ?? .ended
    }
  }

  /// Lets the arrow keys bring back a text.
  func remember(_ text: String) {
    if case .terminal(let reader) = source { reader.remember(text) }
  }

  /// Opens a text in the person's editor; the terminal is the editor's meanwhile.
  func edit(_ text: String) throws -> String {
    terminal?.set(.original)
    defer { terminal?.set(.quiet) }
    return try TextEditor.edit(text)
  }

  // MARK: Showing

  /// Shows on a terminal what is being done while it is.
  func announcing<Result>(_ text: String, _ work: () throws -> Result) throws -> Result {
    guard isTerminal else { return try work() }
    try StandardOutput.write(text)
    defer { try? StandardOutput.write("\r\u{1B}[K") }
    return try work()
  }

  /// Says something that is not the model's: on a terminal with its color, elsewhere to standard error.
  func say(_ text: String, style: TextStyle = .notice) throws {
    let text = text.harmless
    guard isTerminal else { return Console.report(text + "\n") }
    try StandardOutput.write(styled(text, style) + "\n")
  }

  /// Empties the screen of a terminal and what was scrolled out of it.
  func clearScreen() throws {
    if isTerminal { try StandardOutput.write("\u{1B}[2J\u{1B}[3J\u{1B}[H") }
  }

  /// Begins a reply with the model's name.
  func beginReply(name: String) throws {
    guard isTerminal else { return }
    let label = texts.label(name)
    try StandardOutput.write("\n" + styled(label, .modelName))
  }

  /// Shows a piece of a reply.
  func showReply(_ text: String) throws {
    // Each piece has its color, so that no interrupt leaves it behind.
    try StandardOutput.write(isTerminal ? styled(text.harmless, .model) : text)
  }

  /// Ends a reply, also one that failed.
  func endReply() throws {
    try StandardOutput.write("\n")
  }

  private func styled(_ text: String, _ style: TextStyle) -> String {
    hasColor ? style.applied(to: text) : text
  }
}
