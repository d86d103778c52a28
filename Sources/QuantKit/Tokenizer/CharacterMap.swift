//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// SentencePiece's compiled normalization rules: the longest rule that fits at a place gives its
/// replacement.
///
/// The rules lie in a double array, a trie in one array of 32-bit units: a unit holds in bits 0-7
/// the byte that leads to it, in bit 8 whether a rule ends there, and in bits 10-30 (shifted up by
/// 8 when bit 9 is set) the offset that, combined by exclusive or with the unit's own index, gives
/// the index of its children. A child's index is that combined with the child's byte; at zero is
/// the unit with the rule's value, an offset into the replacements, each of which ends in a zero
/// byte.
struct CharacterMap: Sendable {
  /// The longest replacement that is accepted, in bytes; the longest of NFKC has 33.
  static let replacementByteLimit = 1 << 10
  /// The longest text that one rule is matched with, in bytes; those of NFKC have a few characters.
  static let ruleByteLimit = 1 << 8

  /// The length of the longest replacement, in bytes.
  let longestReplacementByteCount: Int

  private let units: [UInt32]
  private let replacements: [UInt8]

  /// Reads the rules and checks every offset in them.
  ///
  /// - Parameters:
  ///   - bytes: The size of the double array in bytes (32 bits), the double array, the
  ///     replacements; little endian. The indices are those of the file.
  ///   - path: The file, for messages.
  /// - Throws: `TokenizerError.malformed`.
  init(parsing bytes: ArraySlice<UInt8>, path: String) throws(TokenizerError) {
    let start = bytes.startIndex
    let array: ArraySlice<UInt8>
    do throws(ByteReader.Shortage) {
      var reader = ByteReader(bytes)
      array = try reader.read(byteCount: Int(try reader.readInteger(UInt32.self)))
      replacements = Array(try reader.read(byteCount: reader.remainingByteCount))
    } catch {
      throw .malformed(
        path: path,
        byteOffset: start + error.offset,
        problem: "the normalization rules end too early"
      )
    }
    guard !array.isEmpty, array.count % 4 == 0 else {
      throw .malformed(
        path: path,
        byteOffset: start,
        problem: "the normalization rules have \(array.count) bytes, a multiple of 4 is expected"
      )
    }
    units = stride(from: array.startIndex, to: array.endIndex, by: 4).map { index in
      array[index..<index + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
    // A value may point into the middle of a replacement, which is shorter then.
    longestReplacementByteCount =
      replacements.split(separator: 0).lazy.map(\.count).max() ?? 0
    for index in units.indices where !isValid(at: index) {
      throw .malformed(
        path: path,
        byteOffset: array.startIndex + 4 * index,
        problem: "a normalization rule points outside of the rules"
      )
    }
  }

  /// Whether the children and the value of a unit lie where they can be read.
  ///
  /// Units that hold a value have bit 31 set; nothing follows from them.
  private func isValid(at index: Int) -> Bool {
    let unit = units[index]
    guard unit & 0x8000_0000 == 0 else { return true }
    let base = index ^ Self.offset(of: unit)
    guard base < units.count else { return false }
    guard Self.endsRule(unit) else { return true }
    let start = Self.value(of: units[base])
    return start < replacements.count
      && replacements[start...].prefix(Self.replacementByteLimit + 1).contains(0)
  }

  /// The replacement for the longest rule that fits at `start`, and where the text it replaces
  /// ends.
  func longestMatch(
    in text: [UInt8],
    from start: Int
  ) -> (replacement: ArraySlice<UInt8>, end: Int)? {
    var match: (value: Int, end: Int)?
    let range = start..<min(text.count, start + Self.ruleByteLimit)
    forEachMatch(in: text, within: range) { value, end in
      match = (value, end)
      return true
    }
    return match.map { (replacement(at: $0.value), $0.end) }
  }

  /// The replacement for the shortest rule that fits at the beginning of a range.
  func shortestMatch(in text: [UInt8], within range: Range<Int>) -> ArraySlice<UInt8>? {
    var match: Int?
    forEachMatch(in: text, within: range) { value, _ in
      match = value
      return false
    }
    return match.map(replacement)
  }

  private func replacement(at start: Int) -> ArraySlice<UInt8> {
    replacements[start...].prefix { $0 != 0 }
  }

  /// Calls `body` with the rules that fit, the shortest first, while it returns true.
  private func forEachMatch(
    in text: [UInt8],
    within range: Range<Int>,
    _ body: (_ value: Int, _ end: Int) -> Bool
  ) {
    var index = Self.offset(of: units[0])
    for position in range {
      index ^= Int(text[position])
      guard index < units.count, Self.label(of: units[index]) == UInt32(text[position]) else {
        return
      }
      let unit = units[index]
      index ^= Self.offset(of: unit)
      if Self.endsRule(unit), !body(Self.value(of: units[index]), position + 1) { return }
    }
  }

  private static func endsRule(_ unit: UInt32) -> Bool { unit >> 8 & 1 == 1 }
  /// Bit 31 belongs to the label, so that a unit with a value has the label of no byte.
  private static func label(of unit: UInt32) -> UInt32 { unit & 0x8000_00FF }
  private static func value(of unit: UInt32) -> Int { Int(unit & 0x7FFF_FFFF) }
  private static func offset(of unit: UInt32) -> Int {
    Int(unit >> 10) << Int((unit & 0x200) >> 6)
  }
}
