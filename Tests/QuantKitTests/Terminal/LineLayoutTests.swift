//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Terminal
import Testing

@Suite struct LineLayoutTests {
  private func layout(_ text: String, cursor: Int? = nil, columns: Int) -> LineLayout {
    let characters = Array(text)
    return LineLayout(
      prompt: LineLayout.Prompt("> "),
      text: characters,
      cursor: cursor ?? characters.count,
      columns: columns
    )
  }

  private func rows(_ layout: LineLayout) -> [String] { layout.rows.map(\.text) }

  @Test func breaksLinesAtTheEdge() {
    let layout = layout("abcdefgh", columns: 6)
    #expect(rows(layout) == ["> abcd", "efgh"])
    #expect(layout.cursorRow == 1 && layout.cursorColumn == 4)
    #expect(layout.rows.map(\.width) == [6, 4])
  }

  /// At the end of a full row the place to type at is the next one.
  @Test func goesToANewRowBehindAFullOne() {
    let full = layout("abcd", columns: 6)
    #expect(rows(full) == ["> abcd", ""])
    #expect(full.cursorRow == 1 && full.cursorColumn == 0)
    let inside = layout("abcdef", cursor: 4, columns: 6)
    #expect(rows(inside) == ["> abcd", "ef"])
    #expect(inside.cursorRow == 1 && inside.cursorColumn == 0)
    let lineBreak = layout("abcd\nef", cursor: 4, columns: 6)
    #expect(rows(lineBreak) == ["> abcd", "ef"])
    #expect(lineBreak.cursorRow == 0 && lineBreak.cursorColumn == 5)
  }

  @Test func keepsWideCharactersWhole() {
    let layout = layout("一二三", cursor: 1, columns: 5)
    #expect(rows(layout) == ["> 一", "二三"])
    #expect(layout.cursorRow == 1 && layout.cursorColumn == 0)
    #expect(layout.rows.map(\.width) == [4, 4])
  }

  @Test func marksStayWithTheirCharacter() {
    let layout = layout("abce\u{301}🧑‍💻", columns: 6)
    #expect(rows(layout) == ["> abce\u{301}", "🧑‍💻"])
  }

  @Test func showsLinesAndTabs() {
    let layout = layout("a\n\tb\n", columns: 20)
    #expect(rows(layout) == ["> a", "    b", ""])
    #expect(layout.cursorRow == 2 && layout.cursorColumn == 0)
  }

  @Test func showsThePartAroundTheCursor() {
    let text = (0..<20).map(String.init).joined(separator: "\n")
    let end = layout(text, columns: 20).limited(toRows: 5)
    #expect(rows(end) == ["15", "16", "17", "18", "19"])
    #expect(end.cursorRow == 4)
    let start = layout(text, cursor: 0, columns: 20).limited(toRows: 5)
    #expect(rows(start) == ["> 0", "1", "2", "3", "4"])
    #expect(start.cursorRow == 0)
    let middle = layout(text, cursor: 20, columns: 20).limited(toRows: 5)
    #expect(rows(middle)[middle.cursorRow] == "10")
    let whole = layout("x", columns: 20)
    #expect(whole.limited(toRows: 5) == whole)
  }

  @Test(arguments: 1...4)
  func survivesTinyWindows(columns: Int) {
    let layout = layout("a一b", columns: columns)
    #expect(layout.rows.count > 1)
    #expect(layout.rows.indices.contains(layout.cursorRow))
  }
}
