//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Terminal
import Testing

@Suite struct LineEditorTests {
  private var editor = LineEditor()

  /// The text with a bar at the place to type at.
  private var shown: String {
    String(editor.text[..<editor.cursor]) + "|" + String(editor.text[editor.cursor...])
  }

  private mutating func type(_ text: String) {
    for scalar in text.unicodeScalars { _ = editor.handle(.text(scalar)) }
  }

  private mutating func press(_ keys: EditingKey...) {
    for key in keys { #expect(editor.handle(key) == .editing) }
  }

  @Test mutating func insertsAndRemoves() {
    type("hello")
    press(.left, .left, .backspace)
    #expect(shown == "he|lo")
    press(.delete, .endOfInput)
    #expect(shown == "he|")
    press(.delete, .right, .home, .backspace, .left)
    #expect(shown == "|he")
    type("百川")
    #expect(shown == "百川|he")
    press(.end)
    #expect(shown == "百川he|")
  }

  @Test mutating func removesWholeCharacters() {
    type("a🧑‍💻e\u{301}")
    #expect(editor.text.count == 3)
    press(.backspace)
    #expect(shown == "a🧑‍💻|")
    press(.backspace)
    #expect(shown == "a|")
    // A mark joins the character before it, also in the middle.
    type("bc")
    press(.left)
    type("\u{301}")
    #expect(shown == "ab\u{301}|c")
    press(.left)
    #expect(shown == "a|b\u{301}c")
  }

  @Test mutating func movesAndRemovesByWords() {
    type("one two, 三四")
    press(.wordLeft)
    #expect(shown == "one two, |三四")
    press(.wordLeft, .wordLeft)
    #expect(shown == "|one two, 三四")
    press(.wordRight, .wordRight)
    #expect(shown == "one two|, 三四")
    press(.deleteWordBackward)
    #expect(shown == "one |, 三四")
    press(.yank)
    #expect(shown == "one two|, 三四")
    press(.deleteWordForward)
    #expect(shown == "one two|")
    press(.deleteToHome)
    #expect(shown == "|")
    press(.yank, .home, .deleteToEnd)
    #expect(shown == "|")
  }

  @Test mutating func editsLines() {
    press(.paste("one\ntwo long\nx"))
    press(.up)
    #expect(shown == "one\nt|wo long\nx")
    press(.end, .up)
    #expect(shown == "one|\ntwo long\nx")
    press(.down, .home, .lineBreak)
    #expect(shown == "one\n\n|two long\nx")
    press(.deleteToEnd, .down)
    #expect(shown == "one\n\n\n|x")
    #expect(editor.handle(.enter) == .submitted("one\n\n\nx"))
    #expect(shown == "|")
  }

  @Test mutating func bringsBackWhatWasTyped() {
    for text in ["first", "second", "second"] {
      type(text)
      #expect(editor.handle(.enter) == .submitted(text))
    }
    type("draft")
    press(.up)
    #expect(shown == "second|")
    press(.up, .up)
    #expect(shown == "first|")
    type("!")
    press(.down, .down, .down)
    #expect(shown == "draft|")
    #expect(editor.handle(.interrupt) == .interrupted(wasEmpty: false))
    press(.up, .up)
    #expect(shown == "first|", "what was changed without Enter is not kept")
    #expect(editor.handle(.enter) == .submitted("first"))
    editor.remember("from elsewhere")
    press(.up)
    #expect(shown == "from elsewhere|")
  }

  @Test mutating func tellsWhatIsNotEditing() {
    #expect(editor.handle(.interrupt) == .interrupted(wasEmpty: true))
    #expect(editor.handle(.endOfInput) == .ended)
    type("x")
    #expect(editor.handle(.clearScreen) == .clearScreen)
    #expect(editor.handle(.suspend) == .suspended)
    press(.other, .endOfInput)
    #expect(shown == "x|")
    #expect(editor.handle(.interrupt) == .interrupted(wasEmpty: false))
    #expect(shown == "|")
    #expect(editor.handle(.enter) == .submitted(""))
  }
}
