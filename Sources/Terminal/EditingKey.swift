//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a key, or what is pasted, asks of a line editor.
package enum EditingKey: Sendable, Equatable {
  /// A character, or a part of one that several make.
  case text(Unicode.Scalar)
  /// What was pasted, line breaks as line feeds.
  case paste(String)
  /// Enter.
  case enter
  /// A line break in the text: Alt-Enter, Shift-Enter where the terminal tells it, Ctrl-J.
  case lineBreak
  /// The arrow keys.
  case left, right, up, down
  /// By words: Alt or Ctrl with the arrows, Alt-B and Alt-F.
  case wordLeft, wordRight
  /// To the beginning or end of the line: Home, End, Ctrl-A, Ctrl-E.
  case home, end
  /// Removes a character: Backspace, Delete.
  case backspace, delete
  /// Removes a word: Ctrl-W and Alt-Backspace, Alt-D.
  case deleteWordBackward, deleteWordForward
  /// Removes what is before or behind: Ctrl-U, Ctrl-K.
  case deleteToHome, deleteToEnd
  /// Inserts what was removed last: Ctrl-Y.
  case yank
  /// Ctrl-C.
  case interrupt
  /// Ctrl-D, which with text is Delete.
  case endOfInput
  /// Ctrl-L.
  case clearScreen
  /// Ctrl-Z.
  case suspend
  /// Anything else.
  case other
}
