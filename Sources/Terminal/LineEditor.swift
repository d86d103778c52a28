//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A text that a person types, with a place to type at and the texts typed before.
///
/// Knows keys but no terminal: `LineLayout` says how it looks.
package struct LineEditor: Sendable {
  /// What a key led to.
  package enum Outcome: Sendable, Equatable {
    /// The text may have changed; the next key is awaited.
    case editing
    /// The text is complete; the editor is empty again.
    case submitted(String)
    /// Ctrl-C; what was typed is gone.
    case interrupted(wasEmpty: Bool)
    /// Ctrl-D without a text.
    case ended
    /// The screen shall be empty.
    case clearScreen
    /// The program shall stop until it is continued.
    case suspended
  }

  /// The text.
  package private(set) var text: [Character] = []
  /// The number of characters before the place to type at.
  package private(set) var cursor = 0

  /// The texts submitted before, the oldest first.
  private var history: [String] = []
  /// Which of them is shown; their number for the new text.
  private var position = 0
  /// The new text while an older one is shown.
  private var draft: [Character] = []
  /// What was removed last by more than a character.
  private var removed: [Character] = []

  /// The most texts that are kept.
  private static let historyLimit = 1000

  /// An empty text and no texts before.
  package init() {}

  /// Adds a text to those typed before; one that is empty or the same again is left out.
  package mutating func remember(_ text: String) {
    if !text.isEmpty, text != history.last { history.append(text) }
    if history.count > Self.historyLimit { history.removeFirst() }
    position = history.count
  }

  /// Does what a key asks for.
  package mutating func handle(_ key: EditingKey) -> Outcome {
    switch key {
    case .text(let scalar): insert(String(Character(scalar)))
    case .paste(let text): insert(text)
    case .lineBreak: insert("\n")
    case .yank: insert(String(removed))
    case .enter:
      let result = String(text)
      empty()
      remember(result)
      return .submitted(result)
    case .interrupt:
      defer { empty() }
      return .interrupted(wasEmpty: text.isEmpty)
    case .endOfInput where text.isEmpty: return .ended
    case .clearScreen: return .clearScreen
    case .suspend: return .suspended
    default: moveOrRemove(key)
    }
    return .editing
  }

  private mutating func moveOrRemove(_ key: EditingKey) {
    switch key {
    case .left: cursor = max(0, cursor - 1)
    case .right: cursor = min(text.count, cursor + 1)
    case .wordLeft: cursor = wordStart
    case .wordRight: cursor = wordEnd
    case .home: cursor = lineStart
    case .end: cursor = lineEnd
    case .up: moveUp()
    case .down: moveDown()
    case .backspace where cursor > 0: remove(from: cursor - 1, to: cursor, isKept: false)
    case .delete where cursor < text.count, .endOfInput where cursor < text.count:
      remove(from: cursor, to: cursor + 1, isKept: false)
    case .deleteWordBackward: remove(from: wordStart, to: cursor)
    case .deleteWordForward: remove(from: cursor, to: wordEnd)
    case .deleteToHome: remove(from: lineStart, to: cursor)
    case .deleteToEnd: remove(from: cursor, to: lineEnd)
    default: break
    }
  }

  // MARK: The text

  /// Inserts a text, whose first part may join the character before it, and its last the one behind.
  private mutating func insert(_ addition: String) {
    let before = String(text[..<cursor]) + addition
    text = Array(before + String(text[cursor...]))
    cursor = min(before.count, text.count)
  }

  private mutating func remove(from start: Int, to end: Int, isKept: Bool = true) {
    guard start < end else { return }
    if isKept { removed = Array(text[start..<end]) }
    // What is left can join too.
    let before = String(text[..<start])
    text = Array(before + String(text[end...]))
    cursor = min(before.count, text.count)
  }

  private mutating func empty() {
    text = []
    cursor = 0
    position = history.count
    draft = []
  }

  // MARK: Places

  private var lineStart: Int {
    text[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0
  }

  private var lineEnd: Int { text[cursor...].firstIndex(of: "\n") ?? text.count }

  private static func isInWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  private var wordStart: Int {
    var place = cursor
    while place > 0, !Self.isInWord(text[place - 1]) { place -= 1 }
    while place > 0, Self.isInWord(text[place - 1]) { place -= 1 }
    return place
  }

  private var wordEnd: Int {
    var place = cursor
    while place < text.count, !Self.isInWord(text[place]) { place += 1 }
    while place < text.count, Self.isInWord(text[place]) { place += 1 }
    return place
  }

  /// To the line above, in the first line to the text before.
  private mutating func moveUp() {
    let start = lineStart
    guard start > 0 else { return show(position - 1) }
    let column = cursor - start
    cursor = start - 1
    cursor = min(lineStart + column, cursor)
  }

  /// To the line below, in the last line to the text after.
  private mutating func moveDown() {
    let end = lineEnd
    guard end < text.count else { return show(position + 1) }
    let column = cursor - lineStart
    cursor = end + 1
    cursor = min(cursor + column, lineEnd)
  }

  private mutating func show(_ newPosition: Int) {
    guard (0...history.count).contains(newPosition) else { return }
    if position == history.count { draft = text }
    position = newPosition
    text = position == history.count ? draft : Array(history[position])
    cursor = text.count
  }
}
