//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How many times longer the steps of a tokenizer can make a text.
///
/// A step that doubles a text is harmless, and sixty of them are not: without a bound a small file could
/// ask for any amount of memory.
struct TextGrowth: Sendable, Equatable {
  /// The most that is accepted of all steps together; those of published files come to some hundreds at
  /// most, where every character is one that NFKC makes eleven times longer.
  static let limit = 1 << 10

  /// An upper bound in bytes of result for a byte of text, at least 1.
  let factor: Int

  /// Nothing becomes longer.
  static let none = TextGrowth(factor: 1)

  /// Growth by a factor; what makes texts shorter counts as 1.
  init(factor: Int) { self.factor = max(1, factor) }

  /// That of one step after the other; the largest number where it leaves `Int`.
  func multiplied(by other: TextGrowth) -> TextGrowth {
    TextGrowth(factor: [factor, other.factor].checkedProduct() ?? .max)
  }
}

extension TokenizerDocument {
  /// Checks that a stage is within `TextGrowth.limit`.
  static func checkGrowth(
    of stage: String,
    _ growth: TextGrowth,
    path: String
  ) throws(TokenizerError) {
    guard growth.factor <= TextGrowth.limit else {
      throw .tooMuch(
        path: path,
        "how many times longer its \(stage) can make a text",
        found: growth.factor,
        limit: TextGrowth.limit
      )
    }
  }
}

extension TextNormalizer {
  /// How much longer all steps together can make a text.
  var growth: TextGrowth {
    steps.reduce(.none) { $0.multiplied(by: $1.growth) }
  }
}

extension TextNormalizer.Step {
  fileprivate var growth: TextGrowth {
    switch self {
    // U+FDFA, three bytes, becomes 33; without compatibility U+0390, two bytes, becomes six.
    case .form(.compatibilityComposed), .form(.compatibilityDecomposed): TextGrowth(factor: 11)
    case .form(.composed), .form(.decomposed): TextGrowth(factor: 3)
    // U+0130, two bytes, becomes three.
    case .lowercase: TextGrowth(factor: 2)
    // A prefix is for the whole text; a text of one byte is the worst.
    case .prepend(let prefix): TextGrowth(factor: prefix.count + 1)
    case .replace(let replacement): replacement.growth
    case .stripAccents, .strip: .none
    case .characterMap(let map): TextGrowth(factor: map.longestReplacementByteCount)
    }
  }
}

extension TextReplacement {
  /// A match has at least one byte.
  fileprivate var growth: TextGrowth { TextGrowth(factor: content.count) }
}

extension PreTokenizer {
  /// How much longer all words together can be than a text.
  var growth: TextGrowth {
    steps.reduce(.none) { growth, step in
      switch step {
      case .split: growth
      // Words of one byte are the worst: each gets a mark, or is a space that becomes one.
      case .markSpaces(let mark, _): growth.multiplied(by: TextGrowth(factor: mark.count + 1))
      case .prefixSpace: growth.multiplied(by: TextGrowth(factor: 2))
      }
    }
  }
}

extension TokenizerDocument.Decoding {
  /// How much longer the text of a piece can be than the piece.
  var growth: TextGrowth {
    guard case .pieces(let decoder) = self else { return .none }
    return (decoder.steps + decoder.laterSteps).reduce(.none) { growth, step in
      guard case .replace(let replacement) = step else { return growth }
      return growth.multiplied(by: replacement.growth)
    }
  }
}
