//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How many columns of a terminal texts take up.
///
/// Terminals do not agree about everything; this is what most do: East Asian wide characters and emoji
/// take two columns, marks that combine with what is before them none.
package enum DisplayWidth {
  /// The characters of East Asian scripts that take two columns, beside those shown as emoji.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3040...0x3247, 0x3250...0x4DBF,
    0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
    0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF,
    0x1F200...0x1F265, 0x20000...0x3FFFD,
  ]
  /// Vowels and final consonants that join the Hangul syllable before them.
  private static let joiningRanges: [ClosedRange<UInt32>] = [0x1160...0x11FF, 0xD7B0...0xD7FF]
  /// Asks for the colored form of what is before it.
  private static let emojiSelector: Unicode.Scalar = "\u{FE0F}"

  /// The columns of a character; 0 for a control character or a mark that stands alone.
  package static func of(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return 0 }
    if scalars.count == 1 { return of(first) }
    let isEmoji =
      first.properties.isEmojiPresentation
      || first.properties.isEmoji && scalars.contains(emojiSelector)
    return isEmoji ? 2 : scalars.reduce(0) { $0 + of($1) }
  }

  /// The columns of a text without line breaks.
  package static func of(_ text: some Sequence<Character>) -> Int {
    text.reduce(0) { $0 + of($1) }
  }

  private static func of(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x20 || (0x7F..<0xA0).contains(value) { return 0 }
    if value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .lineSeparator, .paragraphSeparator: return 0
    default: break
    }
    if joiningRanges.contains(where: { $0.contains(value) }) { return 0 }
    let isWide =
      scalar.properties.isEmojiPresentation || wideRanges.contains { $0.contains(value) }
    return isWide ? 2 : 1
  }
}
