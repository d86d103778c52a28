//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How a byte-level tokenizer cuts text into the words that are merged one by one.
struct PreTokenizer: Sendable {
  /// One way to cut; each is applied to every part that the one before it leaves.
  enum Step: Sendable, Equatable {
    /// Digits apart from everything else, one by one or in runs.
    case digits(individually: Bool)
    /// The matches of a well-known pattern.
    case words(WordPattern)
    /// A space in front of every part that has none.
    case prefixSpace
  }

  let steps: [Step]

  /// Calls `body` with each word in order: the text that it lies in, and where.
  ///
  /// - Parameters:
  ///   - text: Valid UTF-8.
  ///   - range: The part that is cut; patterns see nothing around it.
  ///   - body: Called for words that are not empty.
  func forEachWord(of text: [UInt8], in range: Range<Int>, _ body: ([UInt8], Range<Int>) -> Void) {
    forEachWord(of: text, in: range, from: 0, body)
  }

  private func forEachWord(
    of text: [UInt8],
    in range: Range<Int>,
    from step: Int,
    _ body: ([UInt8], Range<Int>) -> Void
  ) {
    guard !range.isEmpty else { return }
    guard step < steps.count else { return body(text, range) }
    if steps[step] == .prefixSpace {
      if text[range.lowerBound] == UInt8(ascii: " ") {
        forEachWord(of: text, in: range, from: step + 1, body)
      } else {
        let prefixed = [UInt8(ascii: " ")] + text[range]
        forEachWord(of: prefixed, in: prefixed.indices, from: step + 1, body)
      }
      return
    }
    var start = range.lowerBound
    while start < range.upperBound {
      let end = end(ofPartAt: start, in: text, to: range.upperBound, step: steps[step])
      forEachWord(of: text, in: start..<end, from: step + 1, body)
      start = end
    }
  }

  private func end(ofPartAt start: Int, in text: [UInt8], to end: Int, step: Step) -> Int {
    switch step {
    case .prefixSpace: return end
    case .words(let pattern): return pattern.endOfMatch(in: text, from: start, to: end)
    case .digits(let individually):
      var (first, position) = CharacterClass.next(in: text, from: start)
      if first == .number && individually { return position }
      while position < end {
        let (next, nextEnd) = CharacterClass.next(in: text, from: position)
        if (next == .number) != (first == .number) { break }
        first = next
        position = nextEnd
      }
      return position
    }
  }
}
