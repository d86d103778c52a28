//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How a `tokenizer.json` without byte-level pieces turns pieces back into text.
struct PieceDecoder: Sendable {
  /// A change to one piece.
  enum Step: Sendable {
    case replace(TextReplacement)
    /// Marks become spaces; those of the first piece go, where `dropsFirst` says so.
    case unmark(mark: [UInt8], dropsFirst: Bool)
    /// Up to so many of a character go from both ends.
    case strip(Strip)
  }

  /// Up to so many of a character.
  struct Strip: Sendable {
    let character: [UInt8]
    var startCount: Int
    let endCount: Int
  }

  /// What is done to each piece before bytes are joined.
  var steps: [Step] = []
  /// Whether pieces such as `<0x0A>` are bytes of characters.
  var joinsBytes = false
  /// What is done to each piece, or joined bytes, after that.
  var laterSteps: [Step] = []
  /// What goes from the beginning of the whole text.
  var textStrip: Strip?
}

extension PieceDecoder {
  /// Pieces on their way to text.
  struct Stream: Sendable {
    private let decoder: PieceDecoder
    private var bytes: [UInt8] = []  // of a run of byte pieces that may go on
    private var isFirstPiece = true
    private var isFirstLaterPiece = true
    private var textStrip: Strip?

    init(_ decoder: PieceDecoder) {
      self.decoder = decoder
      textStrip = decoder.textStrip
    }

    /// Appends the text that a piece completes; bytes wait for the piece that ends their run.
    mutating func append(_ piece: ArraySlice<UInt8>, to output: inout [UInt8]) {
      let piece = PieceDecoder.apply(decoder.steps, to: Array(piece), isFirst: isFirstPiece)
      isFirstPiece = false
      if decoder.joinsBytes, let byte = PieceDecoder.byte(of: piece) {
        bytes.append(byte)
        return
      }
      finish(to: &output)
      appendLater(piece, to: &output)
    }

    /// Forgets bytes at the end that only begin a character.
    mutating func dropIncompleteCharacter() {
      bytes.removeLast(UTF8Text.incompleteByteCount(atEndOf: bytes))
    }

    /// Ends a run of bytes: as the characters that they are, or when they are not only characters
    /// as U+FFFD for every byte.
    mutating func finish(to output: inout [UInt8]) {
      guard !bytes.isEmpty else { return }
      let run = bytes
      bytes = []
      if String(validating: run, as: UTF8.self) != nil {
        appendLater(run, to: &output)
      } else {
        for _ in run { appendLater([0xEF, 0xBF, 0xBD], to: &output) }
      }
    }

    private mutating func appendLater(_ piece: [UInt8], to output: inout [UInt8]) {
      var text = PieceDecoder.apply(decoder.laterSteps, to: piece, isFirst: isFirstLaterPiece)[...]
      isFirstLaterPiece = false
      if var strip = textStrip, !text.isEmpty {
        while strip.startCount > 0, text.starts(with: strip.character) {
          text = text.dropFirst(strip.character.count)
          strip.startCount -= 1
        }
        textStrip = strip.startCount > 0 && text.isEmpty ? strip : nil
      }
      output.append(contentsOf: text)
    }
  }

  static func apply(_ steps: [Step], to piece: [UInt8], isFirst: Bool) -> [UInt8] {
    var piece = piece
    for step in steps {
      switch step {
      case .replace(let replacement): piece = replacement.replace(in: piece)
      case .unmark(let mark, let dropsFirst):
        piece = unmarked(piece, mark, space: isFirst && dropsFirst ? [] : [UInt8(ascii: " ")])
      case .strip(let strip): piece = stripped(piece, strip)
      }
    }
    return piece
  }

  private static func unmarked(_ piece: [UInt8], _ mark: [UInt8], space: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    var rest = piece[...]
    while let first = rest.first {
      let isMark = rest.starts(with: mark)
      output.append(contentsOf: isMark ? space : [first])
      rest = rest.dropFirst(isMark ? mark.count : 1)
    }
    return output
  }

  private static func stripped(_ piece: [UInt8], _ strip: Strip) -> [UInt8] {
    var piece = piece[...]
    let byteCount = strip.character.count
    var (startCount, endCount) = (strip.startCount, strip.endCount)
    while startCount > 0, piece.starts(with: strip.character) {
      piece = piece.dropFirst(byteCount)
      startCount -= 1
    }
    while endCount > 0, piece.suffix(byteCount).elementsEqual(strip.character) {
      piece = piece.dropLast(byteCount)
      endCount -= 1
    }
    return Array(piece)
  }

  /// The value of a piece such as `<0x0A>`, the digits in either case.
  static func byte(of piece: [UInt8]) -> UInt8? {
    guard piece.count == 6, piece.starts(with: "<0x".utf8), piece[5] == UInt8(ascii: ">") else {
      return nil
    }
    return UInt8(String(decoding: piece[3..<5], as: UTF8.self), radix: 16)
  }
}
