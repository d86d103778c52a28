//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A set of characters that a pattern names, ready for fast membership tests.
struct CharacterSet: Sendable {
  /// A set as a pattern writes it.
  indirect enum Expression: Sendable {
    case range(ClosedRange<UInt32>)
    /// All characters of these kinds.
    case kinds(Bits128)
    case union([Expression])
    case complement(Expression)

    static func kinds(where condition: (CharacterKind) -> Bool) -> Expression {
      .kinds(Bits128(CharacterKind.all.filter(condition).map(\.rawValue)))
    }

    static func character(_ scalar: Unicode.Scalar) -> Expression {
      .range(scalar.value...scalar.value)
    }

    func contains(_ value: UInt32, kind: CharacterKind) -> Bool {
      switch self {
      case .range(let range): range.contains(value)
      case .kinds(let kinds): kinds.contains(kind.rawValue)
      case .union(let parts): parts.contains { $0.contains(value, kind: kind) }
      case .complement(let other): !other.contains(value, kind: kind)
      }
    }

    /// The members of ASCII, and the kinds whose characters beyond ASCII are members where no range
    /// reaches there.
    ///
    /// - Complexity: O(parts), for the sets of a pattern are made many times.
    fileprivate var outline: (ascii: Bits128, kinds: Bits128) {
      switch self {
      case .range(let range): return (Bits128(range), Bits128([]))
      case .kinds(let kinds): return (CharacterKind.ascii(of: kinds), kinds)
      case .union(let parts):
        var union = (ascii: Bits128([]), kinds: Bits128([]))
        for part in parts {
          let outline = part.outline
          union.ascii.formUnion(outline.ascii)
          union.kinds.formUnion(outline.kinds)
        }
        return union
      case .complement(let other):
        let outline = other.outline
        return (outline.ascii.complement, outline.kinds.complement)
      }
    }

    /// Whether characters beyond ASCII are told apart by more than their kind.
    fileprivate var namesCharactersBeyondASCII: Bool {
      switch self {
      case .range(let range): range.upperBound >= 0x80
      case .kinds: false
      case .union(let parts): parts.contains(where: \.namesCharactersBeyondASCII)
      case .complement(let other): other.namesCharactersBeyondASCII
      }
    }
  }

  private let ascii: Bits128
  /// The kinds beyond ASCII; empty where `exact` is needed.
  private let kinds: Bits128
  private let exact: Expression?

  init(_ expression: Expression) {
    let outline = expression.outline
    ascii = outline.ascii
    exact = expression.namesCharactersBeyondASCII ? expression : nil
    kinds = exact == nil ? outline.kinds : Bits128([])
  }

  /// The bytes that a character of the set can begin with.
  var leadBytes: LeadBytes {
    let hasOthers = exact != nil || kinds != Bits128([])
    return LeadBytes(ascii: ascii, others: hasOthers)
  }

  /// Where the character at `position` ends if it is in the set, else nil.
  @inline(__always)
  func endOfMember(in text: [UInt8], at position: Int) -> Int? {
    let lead = text[position]
    if lead < 0x80 { return ascii.contains(lead) ? position + 1 : nil }
    return endOfMemberBeyondASCII(in: text, at: position)
  }

  @inline(never)
  private func endOfMemberBeyondASCII(in text: [UInt8], at position: Int) -> Int? {
    let (scalar, end) = UTF8Text.scalar(in: text, from: position)
    let kind = CharacterKind(scalar)
    return exact?.contains(scalar.value, kind: kind) ?? kinds.contains(kind.rawValue) ? end : nil
  }
}

/// A set of the numbers from 0 to 127.
struct Bits128: Hashable, Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init(_ members: [UInt8]) {
    for member in members {
      if member < 64 { low |= 1 << UInt64(member) } else { high |= 1 << UInt64(member - 64) }
    }
  }

  /// The numbers below 128 of a range.
  init(_ range: ClosedRange<UInt32>) {
    func bits(below count: UInt32) -> UInt64 { count >= 64 ? ~0 : 1 << UInt64(count) - 1 }
    let (start, end) = (range.lowerBound, min(range.upperBound, 127) + 1)
    guard start < end else { return }
    low = bits(below: end) & ~bits(below: start)
    high = bits(below: max(end, 64) - 64) & ~bits(below: max(start, 64) - 64)
  }

  /// The numbers that are not in the set.
  var complement: Bits128 {
    var complement = self
    complement.low = ~low
    complement.high = ~high
    return complement
  }

  /// Whether a number below 128 is in the set.
  func contains(_ member: UInt8) -> Bool {
    (member < 64 ? low : high) >> UInt64(member & 63) & 1 == 1
  }

  mutating func formUnion(_ other: Bits128) {
    low |= other.low
    high |= other.high
  }
}

/// The bytes with which the text that a part of a pattern matches can begin.
struct LeadBytes: Hashable, Sendable {
  private var ascii: Bits128
  private var others: Bool
  /// Whether the part matches nothing as well, so that any byte, and the end, may follow.
  private(set) var canBeEmpty = false

  static let none = LeadBytes(ascii: Bits128([]), others: false)
  static let empty = {
    var leads = LeadBytes.none
    leads.canBeEmpty = true
    return leads
  }()

  init(ascii: Bits128, others: Bool) {
    self.ascii = ascii
    self.others = others
  }

  /// The bytes of ASCII, all others together, and the end of the text.
  static let classCount = 130
  static let endClass = 129

  static func byteClass(_ byte: UInt8) -> Int { byte < 0x80 ? Int(byte) : 0x80 }

  /// Whether the part may match where this comes next.
  func allows(_ byteClass: Int) -> Bool {
    canBeEmpty
      || (byteClass < 0x80 ? ascii.contains(UInt8(byteClass)) : byteClass == 0x80 && others)
  }

  /// Of this part or another.
  func or(_ other: LeadBytes) -> LeadBytes {
    var union = self
    union.ascii.formUnion(other.ascii)
    union.others = others || other.others
    union.canBeEmpty = canBeEmpty || other.canBeEmpty
    return union
  }

  /// Of this part followed by another.
  func followed(by other: LeadBytes) -> LeadBytes {
    guard canBeEmpty else { return self }
    var union = or(other)
    union.canBeEmpty = other.canBeEmpty
    return union
  }
}
