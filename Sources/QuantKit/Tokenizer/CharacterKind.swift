//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What patterns can ask of a character, as one small number: its general category, and whether it
/// is whitespace and alphabetic.
struct CharacterKind: Hashable, Sendable {
  /// The category in bits 0-4, whitespace in bit 5, alphabetic in bit 6.
  let rawValue: UInt8

  /// The kinds that there are, most of which no character has.
  static let all = (UInt8(0)..<128).map(CharacterKind.init(rawValue:))

  /// The version of Unicode whose characters count.
  ///
  /// It is that of the library whose ids are to come out, to which characters of later versions are
  /// unassigned. Swift's own version changes with its releases.
  private static let unicodeVersion: Unicode.Version = (16, 0)
  private static let unassigned = CharacterKind(category: .unassigned)

  private init(rawValue: UInt8) { self.rawValue = rawValue }

  private init(
    category: Unicode.GeneralCategory,
    isWhitespace: Bool = false,
    isAlphabetic: Bool = false
  ) {
    rawValue = Self.index(of: category) | (isWhitespace ? 0x20 : 0) | (isAlphabetic ? 0x40 : 0)
  }

  /// The kind of a character.
  init(_ scalar: Unicode.Scalar) {
    self = scalar.value < 0x1_0000 ? Self.basic[Int(scalar.value)] : Self.kind(of: scalar)
  }

  /// The kinds of the characters up to U+FFFF; asking the standard library each time takes longer.
  private static let basic: [CharacterKind] = (UInt32(0)..<0x1_0000).map { value in
    Unicode.Scalar(value).map(kind) ?? CharacterKind(category: .surrogate)
  }

  // Inlined, it would cost every caller room for the properties on the stack.
  @inline(never)
  private static func kind(of scalar: Unicode.Scalar) -> CharacterKind {
    let properties = scalar.properties
    guard scalar.isAssigned(in: unicodeVersion) else { return unassigned }
    return CharacterKind(
      category: properties.generalCategory,
      isWhitespace: properties.isWhitespace,
      isAlphabetic: properties.isAlphabetic
    )
  }

  /// The characters of ASCII that are of these kinds.
  static func ascii(of kinds: Bits128) -> Bits128 {
    Bits128((UInt8(0)..<0x80).filter { kinds.contains(basic[Int($0)].rawValue) })
  }

  /// The short name of the category, such as `Lu`.
  var categoryName: String {
    Self.categoryNames[min(Int(rawValue & 0x1F), Self.categoryNames.count - 1)]
  }
  /// `\s`.
  var isWhitespace: Bool { rawValue & 0x20 != 0 }
  /// Whether it has the property of that name.
  var isAlphabetic: Bool { rawValue & 0x40 != 0 }

  private static let categoryNames = [
    "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi",
    "Pf", "Po", "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn",
  ]

  /// The place of a category in `categoryNames`.
  private static func index(of category: Unicode.GeneralCategory) -> UInt8 {
    switch category {
    case .uppercaseLetter: 0
    case .lowercaseLetter: 1
    case .titlecaseLetter: 2
    case .modifierLetter: 3
    case .otherLetter: 4
    case .nonspacingMark: 5
    case .spacingMark: 6
    case .enclosingMark: 7
    case .decimalNumber: 8
    case .letterNumber: 9
    case .otherNumber: 10
    case .connectorPunctuation: 11
    case .dashPunctuation: 12
    case .openPunctuation: 13
    case .closePunctuation: 14
    case .initialPunctuation: 15
    case .finalPunctuation: 16
    case .otherPunctuation: 17
    case .mathSymbol: 18
    case .currencySymbol: 19
    case .modifierSymbol: 20
    case .otherSymbol: 21
    case .spaceSeparator: 22
    case .lineSeparator: 23
    case .paragraphSeparator: 24
    case .control: 25
    case .format: 26
    case .surrogate: 27
    case .privateUse: 28
    case .unassigned: 29
    @unknown default: 29
    }
  }
}

extension Unicode.Scalar {
  /// Whether the character exists in a version of Unicode, as far as the standard library knows.
  func isAssigned(in version: Unicode.Version) -> Bool {
    properties.age.map { $0 <= version } ?? true
  }
}
