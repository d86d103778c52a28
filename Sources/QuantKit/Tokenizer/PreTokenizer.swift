//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How text is cut into the words that become ids one by one.
struct PreTokenizer: Sendable {
  /// When a mark goes in front of a part that has none.
  enum PrefixScheme: String, Sendable {
    case always
    /// Only at the beginning of the text.
    case first
    case never
  }

  /// One thing to do; each is done to every part that the one before it leaves.
  enum Step: Sendable {
    case split(TextSplitter)
    /// Spaces become `mark`, and one goes in front.
    case markSpaces(mark: [UInt8], PrefixScheme)
    /// A space in front of every part that has none.
    case prefixSpace
  }

  let steps: [Step]

  /// Calls `body` with each word in order: the text that it lies in, and where.
  ///
  /// - Parameters:
  ///   - text: Valid UTF-8.
  ///   - range: The part that is cut; patterns see nothing around it.
  ///   - isFirst: Whether the part begins where the whole text does.
  ///   - body: Called for words that are not empty.
  func forEachWord(
    of text: [UInt8],
    in range: Range<Int>,
    isFirst: Bool,
    _ body: ([UInt8], Range<Int>) -> Void
  ) {
    forEachWord(of: text, in: range, isFirst: isFirst, steps[...], body)
  }

  private func forEachWord(
    of text: [UInt8],
    in range: Range<Int>,
    isFirst: Bool,
    _ steps: ArraySlice<Step>,
    _ body: ([UInt8], Range<Int>) -> Void
  ) {
    guard !range.isEmpty else { return }
    guard let step = steps.first else { return body(text, range) }
    let rest = steps.dropFirst()
    switch step {
    case .split(let splitter):
      splitter.forEachPart(of: text, in: range) { part in
        let isFirst = isFirst && part.lowerBound == range.lowerBound
        forEachWord(of: text, in: part, isFirst: isFirst, rest, body)
      }
    case .prefixSpace:
      guard text[range.lowerBound] != UInt8(ascii: " ") else {
        return forEachWord(of: text, in: range, isFirst: isFirst, rest, body)
      }
      let prefixed = [UInt8(ascii: " ")] + text[range]
      forEachWord(of: prefixed, in: prefixed.indices, isFirst: isFirst, rest, body)
    case .markSpaces(let mark, let scheme):
      let marked = Self.marked(
        text[range],
        mark,
        scheme: isFirst || scheme == .always ? scheme : .never
      )
      forEachWord(of: marked, in: marked.indices, isFirst: isFirst, rest, body)
    }
  }

  private static func marked(
    _ text: ArraySlice<UInt8>,
    _ mark: [UInt8],
    scheme: PrefixScheme
  ) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(text.count + text.count / 2)
    for byte in text {
      if byte == UInt8(ascii: " ") { output.append(contentsOf: mark) } else { output.append(byte) }
    }
    return scheme == .never || output.starts(with: mark) ? output : mark + output
  }
}
