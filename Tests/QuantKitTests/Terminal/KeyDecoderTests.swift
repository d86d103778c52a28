//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Terminal
import Testing

@Suite struct KeyDecoderTests {
  private func keys(_ text: String) -> [EditingKey] { keys(Array(text.utf8)) }

  private func keys(_ bytes: [UInt8]) -> [EditingKey] {
    var decoder = KeyDecoder()
    return bytes.compactMap { decoder.append($0) }
  }

  @Test(
    arguments: [
      ("\u{1B}[A", EditingKey.up), ("\u{1B}OB", .down), ("\u{1B}[C", .right), ("\u{1B}OD", .left),
      ("\u{1B}[H", .home), ("\u{1B}[1~", .home), ("\u{1B}[4~", .end), ("\u{1B}OF", .end),
      ("\u{1B}[3~", .delete), ("\u{1B}[3;5~", .deleteWordForward), ("\u{1B}[1;5C", .wordRight),
      ("\u{1B}[1;3D", .wordLeft), ("\u{1B}[1;2C", .right), ("\u{1B}b", .wordLeft),
      ("\u{1B}f", .wordRight), ("\u{1B}d", .deleteWordForward),
      ("\u{1B}\u{7F}", .deleteWordBackward),
      ("\u{1B}\r", .lineBreak), ("\n", .lineBreak), ("\u{1B}[13;2u", .lineBreak), ("\r", .enter),
      ("\u{1B}[27;2;13~", .lineBreak), ("\u{01}", .home), ("\u{05}", .end),
      ("\u{15}", .deleteToHome),
      ("\u{0B}", .deleteToEnd), ("\u{17}", .deleteWordBackward), ("\u{0C}", .clearScreen),
      ("\u{03}", .interrupt), ("\u{04}", .endOfInput), ("\u{1A}", .suspend), ("\u{7F}", .backspace),
      ("\u{19}", .yank), ("\u{1B}[5~", .other), ("\u{1B}x", .other), ("\u{00}", .other),
      ("\u{1B}[<0;10;10M", .enter),
    ] as [(String, EditingKey)]
  )
  func knowsKeys(text: String, key: EditingKey) {
    // Behind it, keys are read as before.
    #expect(keys(text + "x") == [key, .text("x")])
  }

  @Test func readsCharactersOfAnyLength() {
    #expect(keys("aé百🥰") == [.text("a"), .text("é"), .text("百"), .text("🥰")])
  }

  @Test func passesOverWhatIsNoCharacter() {
    #expect(keys([0xE7, 0x41]) == [.text("A")])
    #expect(keys([0xFF, 0x80, 0x41]) == [.other, .other, .text("A")])
    // An encoded surrogate.
    #expect(keys([0xED, 0xA0, 0x80, 0x41]) == [.other, .text("A")])
    #expect(keys([0xE7, 0x1B, 0x5B, 0x41]) == [.up])
  }

  @Test func readsAPasteAsOne() {
    #expect(
      keys("\u{1B}[200~one\r\ntwo\rthree\nfour\u{1B}[2J\u{07}\t五\u{1B}[201~!")
        == [.paste("one\ntwo\nthree\nfour[2J\t五"), .text("!")]
    )
    #expect(keys("\u{1B}[200~\u{1B}[201~") == [.paste("")])
  }

  @Test func anEscapeAloneEnds() {
    var decoder = KeyDecoder()
    #expect(decoder.append(0x1B) == nil)
    #expect(decoder.isUndecided)
    decoder.finish()
    #expect(decoder.append(UInt8(ascii: "[")) == .text("["))
    #expect(!decoder.isUndecided)
  }

  @Test func anEndlessSequenceIsGivenUp() {
    #expect(keys("\u{1B}[" + String(repeating: "1", count: 40)).count == 8)
  }
}
