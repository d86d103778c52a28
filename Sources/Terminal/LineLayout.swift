//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The rows of a window that a prompt and a text take up.
package struct LineLayout: Sendable, Equatable {
  /// One row.
  package struct Row: Sendable, Equatable {
    /// What it shows, with the commands that set the colors of the prompt.
    package var text = ""
    /// The columns taken up.
    package var width = 0
  }

  /// What stands before the text.
  package struct Prompt: Sendable, Equatable {
    /// What is shown, with the commands for colors.
    package let text: String
    /// Its columns.
    package let width: Int

    /// A prompt without a line break.
    ///
    /// - Parameters:
    ///   - text: What is shown, without commands.
    ///   - style: Its color; nil for none.
    package init(_ text: String, style: TextStyle? = nil) {
      self.text = style?.applied(to: text) ?? text
      width = DisplayWidth.of(text)
    }
  }

  /// The rows from top to bottom, at least one.
  package private(set) var rows = [Row()]
  /// The row of the place to type at.
  package private(set) var cursorRow = 0
  /// Its column, below the number of columns.
  package private(set) var cursorColumn = 0

  /// How many columns a tab is shown with.
  private static let tab = "    "

  /// Breaks a text into rows.
  ///
  /// - Parameters:
  ///   - prompt: What stands before the first row.
  ///   - text: The text; line feeds in it begin a row.
  ///   - cursor: The number of its characters before the place to type at.
  ///   - columns: The width of the window, at least 1.
  package init(prompt: Prompt, text: [Character], cursor: Int, columns: Int) {
    rows[0] = Row(text: prompt.text, width: prompt.width)
    for (index, character) in text.enumerated() {
      if index == cursor { placeCursor(before: character, columns: columns) }
      switch character {
      case "\n": rows.append(Row())
      case "\t": for space in Self.tab { append(space, columns: columns) }
      default: append(character, columns: columns)
      }
    }
    if cursor == text.count { placeCursor(before: nil, columns: columns) }
  }

  private mutating func append(_ character: Character, columns: Int) {
    let width = DisplayWidth.of(character)
    if rows[rows.count - 1].width + width > columns { rows.append(Row()) }
    rows[rows.count - 1].text.append(character)
    rows[rows.count - 1].width += width
  }

  /// Puts the place to type at where the next character will stand.
  private mutating func placeCursor(before character: Character?, columns: Int) {
    let width = character.map { $0 == "\n" ? 1 : max(1, DisplayWidth.of($0)) } ?? 1
    if rows[rows.count - 1].width + width > columns {
      // At the end of a full row, where the next line begins or nothing stands yet.
      guard character != "\n" else {
        cursorRow = rows.count - 1
        cursorColumn = columns - 1
        return
      }
      rows.append(Row())
    }
    cursorRow = rows.count - 1
    cursorColumn = rows[cursorRow].width
  }

  /// The part that fits in so many rows, with the place to type at.
  package func limited(toRows limit: Int) -> LineLayout {
    guard rows.count > limit else { return self }
    var part = self
    let first = min(max(0, cursorRow - limit / 2), rows.count - limit)
    part.rows = Array(rows[first..<first + limit])
    part.cursorRow -= first
    return part
  }
}
