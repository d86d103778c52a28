//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Brings what a line editor shows onto the screen, in place of what it showed before.
///
/// Makes texts for the terminal; writes nothing itself.
package struct LinePainter: Sendable {
  /// What stands on the screen.
  private var shown: LineLayout?

  /// Nothing is shown yet; the cursor stands at the beginning of a row.
  package init() {}

  /// Shows a layout in place of the one before.
  package mutating func paint(_ layout: LineLayout) -> String {
    var output = removal + rendered(layout)
    output += Self.up(layout.rows.count - 1 - layout.cursorRow) + "\r"
    if layout.cursorColumn > 0 { output += "\u{1B}[\(layout.cursorColumn)C" }
    shown = layout
    return "\u{1B}[?25l" + output + "\u{1B}[?25h"
  }

  /// Shows a layout for the last time and goes to the row below.
  package mutating func finish(_ layout: LineLayout) -> String {
    let output = removal + rendered(layout) + "\r\n"
    shown = nil
    return output
  }

  /// Takes note that the screen was emptied, or that something else was written.
  package mutating func forget() { shown = nil }

  /// Takes note that the window has another width, at which the terminal broke the rows anew.
  package mutating func windowChanged(columns: Int) {
    guard let shown else { return }
    let above = shown.rows[..<shown.cursorRow].reduce(0) {
      $0 + max(1, ($1.width + columns - 1) / columns)
    }
    rowsAbove = above + shown.cursorColumn / columns
  }

  /// The rows above the cursor where they are not those of the layout.
  private var rowsAbove: Int?

  /// Goes to the beginning of what is shown and removes it.
  private var removal: String {
    mutating get {
      defer { rowsAbove = nil }
      guard let shown else { return "" }
      return "\r" + Self.up(rowsAbove ?? shown.cursorRow) + "\u{1B}[J"
    }
  }

  private func rendered(_ layout: LineLayout) -> String {
    layout.rows.map(\.text).joined(separator: "\r\n")
  }

  private static func up(_ count: Int) -> String { count > 0 ? "\u{1B}[\(count)A" : "" }
}
