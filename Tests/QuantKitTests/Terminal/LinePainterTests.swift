//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Terminal
import Testing

@Suite struct LinePainterTests {
  private let columns = 10

  private func layout(_ text: String, cursor: Int? = nil) -> LineLayout {
    let text = Array(text)
    return LineLayout(
      prompt: LineLayout.Prompt("> ", style: .user),
      text: text,
      cursor: cursor ?? text.count,
      columns: columns
    )
  }

  @Test func eachLayoutTakesThePlaceOfTheOneBefore() {
    var screen = SmallScreen(columns: columns)
    var painter = LinePainter()
    screen.write("before\r\n")
    let texts = [
      "", "abc", "abcdefgh", "abcdefghijklmnopqrstuvwxyz", "一二三四五六七八", "a\nb\n\nc", "12345678\n9",
      "x", "🥰🥰🥰🥰🥰🥰", "",
    ]
    for text in texts {
      for cursor in 0...text.count {
        let layout = layout(text, cursor: cursor)
        screen.write(painter.paint(layout))
        #expect(screen.lines == ["before"] + layout.rows.map(\.text).map(SmallScreen.plain))
        #expect(screen.row == 1 + layout.cursorRow, "\(text) at \(cursor)")
        #expect(screen.column == layout.cursorColumn, "\(text) at \(cursor)")
      }
    }
  }

  @Test func whatIsFinishedStays() {
    var screen = SmallScreen(columns: columns)
    var painter = LinePainter()
    screen.write(painter.paint(layout("one two three", cursor: 2)))
    screen.write(painter.finish(layout("one two three")))
    screen.write(painter.paint(layout("next")))
    #expect(screen.lines == ["> one two ", "three", "> next"])
  }

  @Test func aNarrowerWindowIsPaintedAnew() {
    var screen = SmallScreen(columns: 20)
    var painter = LinePainter()
    let text = Array("0123456789abcdefghij")
    screen.write("before\r\n")
    let wide = LineLayout(prompt: .init("> "), text: text, cursor: 20, columns: 20)
    screen.write(painter.paint(wide))
    #expect(screen.lines == ["before", "> 0123456789abcdefgh", "ij"])
    screen.narrow(to: columns)
    painter.windowChanged(columns: columns)
    screen.write(painter.paint(layout(String(text))))
    #expect(screen.lines == ["before", "> 01234567", "89abcdefgh", "ij"])
  }
}

/// A terminal that knows what the painter uses.
private struct SmallScreen {
  private(set) var row = 0
  private(set) var column = 0
  private var columns: Int
  private var cells: [[Character]] = [[]]

  init(columns: Int) { self.columns = columns }

  var lines: [String] { cells.map { String($0.filter { $0 != "\0" }) } }

  /// The text without commands.
  static func plain(_ text: String) -> String {
    var screen = SmallScreen(columns: 1000)
    screen.write(text)
    return screen.lines[0]
  }

  /// Breaks every row that is too wide in two, as terminals do.
  mutating func narrow(to columns: Int) {
    var (narrow, newRow, newColumn): ([[Character]], Int, Int) = ([], row, column)
    for (index, cell) in cells.enumerated() {
      if index == row {
        newRow = narrow.count + column / columns
        newColumn = column % columns
      }
      var rest = cell[...]
      repeat {
        narrow.append(Array(rest.prefix(columns)))
        rest = rest.dropFirst(columns)
      } while !rest.isEmpty
    }
    (cells, row, column, self.columns) = (narrow, newRow, newColumn, columns)
  }

  mutating func write(_ text: String) {
    var rest = Substring(text)
    while let character = rest.popFirst() {
      switch character {
      case "\r\n":
        column = 0
        nextRow()
      case "\r": column = 0
      case "\u{1B}":
        let end = rest.firstIndex { $0.isLetter } ?? rest.startIndex
        command(rest[end], Int(rest[..<end].dropFirst()) ?? 1)
        rest = rest[rest.index(after: end)...]
      default: put(character)
      }
    }
  }

  private mutating func nextRow() {
    row += 1
    if row == cells.count { cells.append([]) }
  }

  private mutating func command(_ name: Character, _ count: Int) {
    switch name {
    case "A": row = max(0, row - count)
    case "C": column = min(columns - 1, column + count)
    case "J":
      cells.removeSubrange((row + 1)...)
      cells[row].removeLast(max(0, cells[row].count - column))
    default: break  // Colors, and whether the cursor is seen.
    }
  }

  private mutating func put(_ character: Character) {
    let width = DisplayWidth.of(character)
    #expect(column + width <= columns, "nothing is written beyond the edge")
    while cells[row].count < column { cells[row].append(" ") }
    cells[row].replaceSubrange(
      column..<min(column + width, cells[row].count),
      with: [character] + Array(repeating: "\0", count: width - 1)
    )
    column += width
  }
}
