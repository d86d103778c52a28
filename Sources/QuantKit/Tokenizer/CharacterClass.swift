//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The classes of characters that the patterns of pre-tokenizers tell apart.
enum CharacterClass: UInt8 {
  /// `\p{L}`.
  case letter
  /// `\p{N}`.
  case number
  /// `\s` without carriage return and line feed.
  case space
  /// Carriage return and line feed.
  case lineBreak
  /// Everything else.
  case other

  /// Whether `\s` matches.
  var isWhitespace: Bool { self == .space || self == .lineBreak }

  /// The version of Unicode whose letters and numbers count.
  ///
  /// It is that of the library whose ids are to come out, to which characters of later versions are
  /// `other`. Swift's own version changes with its releases.
  private static let unicodeVersion: Unicode.Version = (16, 0)

  /// The class of a character.
  init(_ scalar: Unicode.Scalar) {
    if scalar.value < 0x80 {
      self = Self.ascii[Int(scalar.value)]
    } else {
      self.init(properties: scalar.properties)
    }
  }

  private init(properties: Unicode.Scalar.Properties) {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      self = .letter
    case .decimalNumber, .letterNumber, .otherNumber:
      self = .number
    default:
      self = properties.isWhitespace ? .space : .other
    }
    if self == .letter || self == .number, let age = properties.age, age > Self.unicodeVersion {
      self = .other
    }
  }

  private static let ascii: [CharacterClass] = (0..<0x80).map { (value: UInt8) in
    value == 0x0A || value == 0x0D
      ? .lineBreak : CharacterClass(properties: Unicode.Scalar(value).properties)
  }

  /// The class of the character that begins at `start`, and where it ends.
  static func next(in text: [UInt8], from start: Int) -> (CharacterClass, end: Int) {
    let (scalar, end) = UTF8Text.scalar(in: text, from: start)
    return (CharacterClass(scalar), end)
  }
}
