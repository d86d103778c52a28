//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct StopFilterTests {
  /// What comes out, piece by piece, and what is left at the end unless a stop string was found.
  private func output(_ stops: [String], _ pieces: [String]) -> (pieces: [String], isStopped: Bool)
  {
    var filter = StopFilter(stops)
    var output: [String] = []
    for piece in pieces where !filter.isStopped { output.append(filter.append(piece)) }
    if !filter.isStopped { output.append(filter.finish()) }
    return (output, filter.isStopped)
  }

  @Test func textWithoutStopStringsPasses() {
    #expect(output([], ["a", "b"]) == (["a", "b", ""], false))
    #expect(output([""], ["a"]) == (["a", ""], false))
  }

  @Test func endsBeforeTheStopString() {
    #expect(output(["END"], ["text END more"]) == (["text "], true))
    #expect(output(["END"], ["END"]) == ([""], true))
  }

  @Test func holdsBackWhatMayBeginOne() {
    #expect(output(["END"], ["xE", "N", "D"]) == (["x", "", ""], true))
    #expect(output(["END"], ["xE", "N", "d"]) == (["x", "", "ENd", ""], false))
    #expect(output(["END"], ["E"]) == (["", "E"], false))
    #expect(output(["aab"], ["aa", "a", "b"]) == (["", "a", ""], true))
    #expect(output(["\n\n"], ["x\n", "y"]) == (["x", "\ny", ""], false))
  }

  @Test func theFirstCompleteOneCounts() {
    #expect(output(["zabq", "ab"], ["zabq"]) == (["z"], true))
    #expect(output(["b", "ab"], ["zab"]) == (["z"], true))
  }

  /// Bytes in common do not make a character begin or end anywhere else.
  @Test func charactersStayWhole() {
    #expect(output(["é"], ["x\u{EA}y"]) == (["x\u{EA}y", ""], false))
    #expect(output(["。完"], ["好。", "完", "x"]) == (["好", ""], true))
    #expect(output(["e\u{301}"], ["\u{E9}e", "\u{301}"]) == (["\u{E9}", ""], true))
  }

  @Test func piecesDoNotMatter() {
    var source = SplitMix64(seed: 1)
    func random(_ count: Int) -> [Character] {
      (0..<count).map { _ in ["a", "b", "é", "😀"][Int(source.next() % 4)] }
    }
    for _ in 0..<500 {
      let stops = (0..<3).map { _ in String(random(Int(source.next() % 4) + 1)) }
      let text = random(20)
      let whole = output(stops, [String(text)])
      let single = output(stops, text.map { String($0) })
      #expect(whole.pieces.joined() == single.pieces.joined())
      #expect(whole.isStopped == single.isStopped)
      #expect(whole.isStopped == stops.contains { String(text).contains($0) })
    }
  }
}
