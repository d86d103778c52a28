//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// Writes the wire format, right and wrong.
enum Protobuf {
  static func varint(_ value: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = UInt64(bitPattern: Int64(value))
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  static func integer(_ number: Int, _ value: Int) -> [UInt8] {
    varint(number << 3) + varint(value)
  }

  static func bytes(_ number: Int, _ content: [UInt8], claiming count: Int? = nil) -> [UInt8] {
    varint(number << 3 | 2) + varint(count ?? content.count) + content
  }

  static func float(_ number: Int, _ value: Float) -> [UInt8] {
    varint(number << 3 | 5) + withBytes(value.bitPattern)
  }

  static func withBytes(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  static func piece(_ text: String, _ score: Float = 0, type: Int = 1) -> [UInt8] {
    bytes(1, bytes(1, Array(text.utf8)) + float(2, score) + integer(3, type))
  }

  /// A sound model with few pieces: `ab` merges before `bc`.
  static func model(
    pieces: [[UInt8]] = [],
    trainer: [UInt8] = [],
    normalizer: [UInt8] = integer(3, 0) + integer(4, 0),
    behind: [UInt8] = []
  ) -> [UInt8] {
    let standard = [
      piece("<unk>", type: 2), piece("<s>", type: 3), piece("</s>", type: 3), piece("a", -3),
      piece("b", -3), piece("c", -3), piece("ab", -1), piece("bc", -2),
    ]
    return (standard + pieces).flatMap(\.self) + bytes(2, integer(3, 2) + trainer)
      + bytes(3, normalizer) + behind
  }
}

@Suite struct SentencePieceModelTests {
  private func tokenizer(_ bytes: [UInt8]) throws(TokenizerError) -> Tokenizer {
    try Tokenizer(files: TokenizerFiles(path: "folder", files: ["tokenizer.model": bytes]))
  }

  @Test func readsASmallModel() throws {
    let tokenizer = try tokenizer(Protobuf.model())
    #expect(tokenizer.encode("abcx  ") == [6, 5, 0])
    #expect(tokenizer.encode("bcab") == [7, 6])
    #expect(tokenizer.endIDs == [2])
    #expect(tokenizer.beginningIDs == [])
    #expect(tokenizer.isSpecial(1))
    #expect(!tokenizer.isSpecial(3))
  }

  @Test func passesOverUnknownFields() throws {
    let bytes = Protobuf.model(
      trainer: Protobuf.integer(99, 5) + Protobuf.bytes(98, [1, 2, 3]),
      behind: Protobuf.bytes(4, [7]) + Protobuf.varint(900 << 3 | 1) + [1, 2, 3, 4, 5, 6, 7, 8]
    )
    #expect(try tokenizer(bytes).encode("ab") == [6])
  }

  @Test func everyTruncationIsAnError() throws {
    let bytes = Protobuf.model()
    for count in 0..<bytes.count {
      let error = #expect(throws: TokenizerError.self, "\(count) bytes") {
        try tokenizer(Array(bytes.prefix(count)))
      }
      #expect(error?.code == .malformed)
      #expect(error?.path == "folder/tokenizer.model")
    }
  }

  @Test(arguments: ["tokenizer/spm-llama", "tokenizer/spm-identity"])
  func truncationsOfARealModelAreErrors(folder: String) throws {
    let bytes = try Fixtures.bytes("\(folder)/tokenizer.model")
    for count in stride(from: 1, to: bytes.count, by: bytes.count / 40) {
      #expect(throws: TokenizerError.self, "\(count) bytes") {
        try tokenizer(Array(bytes.prefix(count)))
      }
    }
  }

  /// Flips every bit of a small model: whatever comes out, nothing may crash.
  @Test func flippedBitsDoNoHarm() {
    let bytes = Protobuf.model(pieces: [Protobuf.piece("<|x|>", type: 4)])
    for index in bytes.indices {
      for bit in 0..<8 {
        var flipped = bytes
        flipped[index] ^= 1 << bit
        guard let tokenizer = try? tokenizer(flipped) else { continue }
        _ = tokenizer.decode(tokenizer.encode("abc <|x|> é") + Array(0..<10))
      }
    }
  }

  private static let byteNames = (0..<256).map { byte in
    let digits = String(byte, radix: 16, uppercase: true)
    return "<0x\(digits.count == 1 ? "0" : "")\(digits)>"
  }

  static let damaged: [(name: String, bytes: [UInt8], problem: String)] = [
    ("length beyond the file", Protobuf.bytes(1, [1, 2], claiming: 100), "claims 100 bytes"),
    ("huge length", Protobuf.bytes(1, [1, 2], claiming: -1), "bytes, 2 are left"),
    (
      "length beyond its message",
      Protobuf.bytes(1, Protobuf.bytes(1, [97], claiming: 9)) + Protobuf.model(),
      "claims 9 bytes"
    ),
    ("endless integer", [UInt8](repeating: 0xFF, count: 30), "cut off or too long"),
    ("group", [0x0B], "unknown wire type"),
    ("field 0", [0x02, 0x00], "impossible number"),
    ("piece as a number", Protobuf.integer(1, 5), "is no message"),
    ("unknown piece type", Protobuf.model(pieces: [Protobuf.piece("q", type: 9)]), "type 9"),
    ("score as a string", Protobuf.bytes(1, Protobuf.bytes(2, [1])), "wrong wire type"),
    ("piece twice", Protobuf.model(pieces: [Protobuf.piece("ab")]), "piece 8 is listed twice"),
    ("empty piece", Protobuf.model(pieces: [Protobuf.piece("")]), "piece 8 has 0 bytes"),
    (
      "invalid UTF-8",
      Protobuf.model(pieces: [Protobuf.bytes(1, Protobuf.bytes(1, [0xC3]))]), "not valid UTF-8"
    ),
    (
      "long piece",
      Protobuf.model(pieces: [Protobuf.piece(String(repeating: "a", count: 5000))]),
      "piece 8 has 5000 bytes"
    ),
    (
      "much user-defined text",
      Protobuf.model(
        pieces: (0..<300).map {
          Protobuf.piece(String(repeating: "a", count: 3600) + String($0), type: 4)
        }
      ), "bytes of all user-defined pieces"
    ),
    ("score NaN", Protobuf.model(pieces: [Protobuf.piece("q", .nan)]), "score of piece 8"),
    ("two unknown", Protobuf.model(pieces: [Protobuf.piece("q", type: 2)]), "2 pieces are marked"),
    (
      "no byte pieces", Protobuf.model(trainer: Protobuf.integer(35, 1)),
      "0 byte pieces, 256 are expected"
    ),
    (
      "byte pieces without fallback",
      Protobuf.model(pieces: byteNames.map { Protobuf.piece($0, type: 6) }),
      "256 byte pieces, 0 are expected"
    ),
    (
      "misnamed byte piece", Protobuf.model(pieces: [Protobuf.piece("<0xZZ>", type: 6)]),
      "not named"
    ),
    ("no normalizer", Array(Protobuf.model().dropLast(6)), "no normalizer_spec"),
    ("nothing", [], "no trainer_spec"),
    ("text", Array("not a model at all".utf8), "byte"),
    (
      "rules too short", Protobuf.model(normalizer: Protobuf.bytes(2, [1, 0])),
      "rules end too early"
    ),
    (
      "rules beyond the map",
      Protobuf.model(normalizer: Protobuf.bytes(2, [0xFF, 0xFF, 0xFF, 0xFF, 0])),
      "rules end too early"
    ),
  ]

  @Test(arguments: damaged)
  func refusesDamage(name: String, bytes: [UInt8], problem: String) throws {
    let error = try #require(throws: TokenizerError.self) { try tokenizer(bytes) }
    #expect(error.code == .malformed)
    #expect(error.message.contains(problem), "\(error)")
    #expect(error.message.contains("'folder/tokenizer.model'"))
  }

  @Test(arguments: [
    (Protobuf.integer(3, 3), "'word'"),
    (Protobuf.integer(3, 77), "'77'"), (Protobuf.integer(24, 1), "treat_whitespace_as_suffix"),
  ])
  func refusesWhatIsNotSupported(trainer: [UInt8], component: String) throws {
    let error = try #require(throws: TokenizerError.self) {
      try tokenizer(Protobuf.model(trainer: trainer))
    }
    #expect(error.code == .unsupported)
    #expect(error.message.contains(component), "\(error)")
  }

  @Test func namesWhereDamageIs() throws {
    let sound = Protobuf.model()
    let error = try #require(throws: TokenizerError.self) {
      try tokenizer(sound + Protobuf.bytes(1, [1], claiming: 50))
    }
    #expect(error.byteOffset == sound.count + 1)
  }

  /// A long text is merged word by word only where that cannot change the result.
  @Test func mergesAcrossWordsWhereAPieceSpansThem() throws {
    let mark = "\u{2581}"
    let plain = Protobuf.model(pieces: [Protobuf.piece(mark, -9), Protobuf.piece(mark + "a", -1)])
    #expect(try tokenizer(plain).encode("ab a") == [6, 9])
    let spanning = Protobuf.model(pieces: [
      Protobuf.piece(mark, -9), Protobuf.piece(mark + "a", -1), Protobuf.piece("b" + mark, 5),
    ])
    #expect(try tokenizer(spanning).encode("ab a") == [3, 10, 3])
  }
}
