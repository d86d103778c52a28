//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Makes keys of the bytes that a terminal sends.
package struct KeyDecoder: Sendable {
  private enum State: Equatable {
    /// Between two keys.
    case ground
    /// In a character of several bytes.
    case character([UInt8])
    /// Behind an escape character: the key itself, or the beginning of a sequence.
    case escape
    /// In a sequence that began with `ESC [`.
    case sequence([UInt8])
    /// Behind `ESC O`.
    case keypad
    /// In what is pasted.
    case paste([UInt8])
  }

  private static let escape: UInt8 = 0x1B
  /// The most bytes of a sequence; a longer one is none.
  private static let sequenceByteLimit = 32
  /// What ends a paste, behind the escape character.
  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  private var state = State.ground

  /// A decoder between two keys.
  package init() {}

  /// Whether what came may be a whole key or the beginning of another one: only time tells.
  package var isUndecided: Bool { state == .escape }

  /// Takes the next byte.
  ///
  /// - Returns: The key that it completes; nil while there is none.
  package mutating func append(_ byte: UInt8) -> EditingKey? {
    switch state {
    case .ground: return begin(byte)
    case .character(let bytes): return continueCharacter(bytes + [byte], with: byte)
    case .escape: return continueEscape(with: byte)
    case .sequence(let bytes): return continueSequence(bytes, with: byte)
    case .keypad:
      state = .ground
      return Self.arrows[byte] ?? .other
    case .paste(var bytes):
      state = .ground  // So that the bytes have one owner and are appended in place.
      bytes.append(byte)
      guard bytes.suffix(Self.pasteEnd.count).elementsEqual(Self.pasteEnd) else {
        state = .paste(bytes)
        return nil
      }
      return .paste(Self.text(bytes.dropLast(Self.pasteEnd.count)))
    }
  }

  /// Ends the waiting for more of a key.
  package mutating func finish() { if isUndecided { state = .ground } }

  private mutating func begin(_ byte: UInt8) -> EditingKey? {
    switch byte {
    case Self.escape:
      state = .escape
      return nil
    case 0x00..<0x20, 0x7F: return Self.controls[byte] ?? .other
    case 0x20..<0x7F: return .text(Unicode.Scalar(byte))
    case 0xC2...0xF4:
      state = .character([byte])
      return nil
    default: return .other  // No character begins like this.
    }
  }

  private mutating func continueCharacter(_ bytes: [UInt8], with byte: UInt8) -> EditingKey? {
    guard (0x80..<0xC0).contains(byte) else {
      state = .ground
      return begin(byte)
    }
    let byteCount = bytes[0] < 0xE0 ? 2 : bytes[0] < 0xF0 ? 3 : 4
    guard bytes.count == byteCount else {
      state = .character(bytes)
      return nil
    }
    state = .ground
    let scalar = String(validating: bytes, as: UTF8.self)?.unicodeScalars.first
    return scalar.map { .text($0) } ?? .other
  }

  private mutating func continueEscape(with byte: UInt8) -> EditingKey? {
    state = .ground
    switch byte {
    case Self.escape: state = .escape
    case UInt8(ascii: "["): state = .sequence([])
    case UInt8(ascii: "O"): state = .keypad
    case UInt8(ascii: "b"), UInt8(ascii: "B"): return .wordLeft
    case UInt8(ascii: "f"), UInt8(ascii: "F"): return .wordRight
    case UInt8(ascii: "d"), UInt8(ascii: "D"): return .deleteWordForward
    case 0x08, 0x7F: return .deleteWordBackward
    case 0x0D, 0x0A: return .lineBreak
    default: return .other
    }
    return nil
  }

  private mutating func continueSequence(_ bytes: [UInt8], with byte: UInt8) -> EditingKey? {
    switch byte {
    case 0x20..<0x40 where bytes.count < Self.sequenceByteLimit:
      state = .sequence(bytes + [byte])
      return nil
    case 0x40..<0x7F:
      state = .ground
      let key = Self.key(parameters: String(decoding: bytes, as: UTF8.self), final: byte)
      if key == nil { state = .paste([]) }
      return key
    default:
      state = .ground
      return .other
    }
  }

  /// The key of a sequence; nil for the one that begins a paste.
  private static func key(parameters: String, final: UInt8) -> EditingKey? {
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    // The second number is 1 and a bit for Shift, Alt, Ctrl each.
    let modifiers = numbers.count > 1 ? (numbers[1] ?? 1) - 1 : 0
    let isByWord = modifiers & 0b110 != 0
    switch final {
    case UInt8(ascii: "C") where isByWord: return .wordRight
    case UInt8(ascii: "D") where isByWord: return .wordLeft
    case UInt8(ascii: "u") where numbers.first == 13: return modifiers == 0 ? .enter : .lineBreak
    case UInt8(ascii: "~"): break
    default: return arrows[final] ?? .other
    }
    switch numbers.first ?? nil {
    case 1, 7: return .home
    case 4, 8: return .end
    case 3: return isByWord ? .deleteWordForward : .delete
    case 200: return nil
    case 27 where numbers.last == 13: return .lineBreak
    default: return .other
    }
  }

  private static let arrows: [UInt8: EditingKey] = [
    UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right,
    UInt8(ascii: "D"): .left, UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end,
    UInt8(ascii: "M"): .enter,
  ]

  private static let controls: [UInt8: EditingKey] = [
    0x01: .home, 0x02: .left, 0x03: .interrupt, 0x04: .endOfInput, 0x05: .end, 0x06: .right,
    0x08: .backspace, 0x0A: .lineBreak, 0x0B: .deleteToEnd, 0x0C: .clearScreen, 0x0D: .enter,
    0x0E: .down, 0x10: .up, 0x15: .deleteToHome, 0x17: .deleteWordBackward, 0x19: .yank,
    0x1A: .suspend, 0x7F: .backspace,
  ]

  /// What was pasted as text: terminals send carriage returns for line breaks.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    var text = ""
    var previous: Unicode.Scalar?
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      if scalar == "\r" || scalar == "\n" && previous != "\r" { text.unicodeScalars.append("\n") }
      if scalar == "\t" || scalar.properties.generalCategory != .control {
        text.unicodeScalars.append(scalar)
      }
      previous = scalar
    }
    return text
  }
}
