//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

package import QuantKit

/// Reads the texts that a person edits on a terminal.
///
/// For one thread at a time.
package final class TerminalLineReader {
  /// How a text ended.
  package enum Result: Sendable, Equatable {
    /// It is complete.
    case text(String)
    /// Ctrl-C; `wasEmpty` when nothing was typed.
    case interrupted(wasEmpty: Bool)
    /// Ctrl-D, or the terminal is gone.
    case ended
  }

  /// How long to wait for the rest of a key that an escape character begins.
  private static let escapeMilliseconds: Int32 = 50

  private let state: TerminalState
  private let input: TerminalInput
  private var editor = LineEditor()
  private var decoder = KeyDecoder()
  /// Keys that came before they were asked for.
  private var bytes: ArraySlice<UInt8> = []

  /// Begins to notice changes of the window.
  ///
  /// - Parameter state: The terminal's mode; it is `quiet` whenever no text is read.
  /// - Throws: `FileError` when the system has no descriptors left.
  package init(state: TerminalState) throws(FileError) {
    self.state = state
    input = try TerminalInput()
  }

  /// Adds a text to those that the arrow keys bring back.
  package func remember(_ text: String) { editor.remember(text) }

  /// Lets a person edit a text until it is complete.
  ///
  /// - Parameter prompt: What stands before it.
  /// - Returns: The text or what came instead.
  /// - Throws: `FileError` when the terminal cannot be read or written.
  package func read(prompt: LineLayout.Prompt) throws(FileError) -> Result {
    state.set(.editing)
    defer { state.set(.quiet) }
    var painter = LinePainter()
    try show(prompt, painter: &painter)
    while true {
      guard let key = try nextKey(prompt, painter: &painter) else { return .ended }
      // A text is shown whole when it is complete; the editor is empty then.
      let text = editor.text
      let outcome = editor.handle(key)
      guard outcome != .editing else {
        if bytes.isEmpty { try show(prompt, painter: &painter) }
        continue
      }
      guard outcome != .clearScreen else {
        try StandardOutput.write("\u{1B}[2J\u{1B}[H")
        painter.forget()
        try show(prompt, painter: &painter)
        continue
      }
      var shown = text
      if case .interrupted = outcome { shown += "^C" }
      let whole = layout(prompt, text: shown, cursor: shown.count)
      try StandardOutput.write(painter.finish(whole))
      switch outcome {
      case .submitted(let text): return .text(text)
      case .interrupted(let wasEmpty): return .interrupted(wasEmpty: wasEmpty)
      case .suspended:
        state.suspend()
        try show(prompt, painter: &painter)
      case .ended, .editing, .clearScreen: return .ended
      }
    }
  }

  /// The next key; nil at the end.
  ///
  /// Meanwhile the text is shown anew when the window changes.
  private func nextKey(
    _ prompt: LineLayout.Prompt,
    painter: inout LinePainter
  ) throws(FileError) -> EditingKey? {
    while true {
      while let byte = bytes.popFirst() {
        if let key = decoder.append(byte) { return key }
      }
      let patience = decoder.isUndecided ? Self.escapeMilliseconds : nil
      switch try input.next(milliseconds: patience) {
      case .bytes(let more): bytes = more[...]
      case .nothing: decoder.finish()
      case .end: return nil
      case .windowChange:
        state.set(.editing)
        painter.windowChanged(columns: Self.columnCount)
        try show(prompt, painter: &painter)
      }
    }
  }

  private static var columnCount: Int { max(1, StandardOutput.windowSize?.columns ?? 80) }

  private func layout(
    _ prompt: LineLayout.Prompt,
    text: [Character],
    cursor: Int
  ) -> LineLayout {
    LineLayout(prompt: prompt, text: text, cursor: cursor, columns: Self.columnCount)
  }

  private func show(
    _ prompt: LineLayout.Prompt,
    painter: inout LinePainter
  ) throws(FileError) {
    let rowLimit = max(1, (StandardOutput.windowSize?.rows ?? 24) - 1)
    let layout = layout(prompt, text: editor.text, cursor: editor.cursor)
    try StandardOutput.write(painter.paint(layout.limited(toRows: rowLimit)))
  }
}
