//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct UnigramModelTests {
  private let pieces: [(text: String, score: Double)] = [
    ("a", -2), ("b", -2.5), ("ab", -4), ("ba", -4.75), ("aba", -6), ("é", -3), ("éa", -8),
  ]

  private func best(_ text: [UInt8], from start: Int) -> (score: Double, ids: [Int]) {
    if start == text.count { return (0, []) }
    var best = (score: -Double.infinity, ids: [Int]())
    for (id, piece) in pieces.enumerated() where text[start...].starts(with: piece.text.utf8) {
      let rest = self.best(text, from: start + piece.text.utf8.count)
      if rest.score + piece.score > best.score {
        best = (rest.score + piece.score, [id] + rest.ids)
      }
    }
    let end = UTF8Text.characterEnd(in: text, from: start)
    let rest = self.best(text, from: end)
    if rest.score - 18 > best.score { best = (rest.score - 18, [99] + rest.ids) }
    return best
  }

  @Test(arguments: [UnigramModel.Precision.single, .double])
  func findsTheBestOfAllWays(precision: UnigramModel.Precision) {
    let model = UnigramModel(
      pieces.enumerated().map {
        .init(id: $0.offset, bytes: Array($0.element.text.utf8), score: $0.element.score)
      },
      unknownID: 99,
      lowestScore: -8,
      precision: precision
    )
    var random = SplitMix64(seed: 3)
    for _ in 0..<200 {
      let text = (0..<9).map { _ in ["a", "b", "é", "x"].randomElement(using: &random) ?? "" }
      let bytes = Array(text.joined().utf8)
      var ids: [Int] = []
      var end = 0
      model.forEachPiece(of: bytes, in: bytes.indices) { id, range in
        ids.append(Int(id))
        #expect(range.lowerBound == end)
        end = range.upperBound
      }
      #expect(end == bytes.count)
      let score = ids.reduce(0) { $0 + ($1 == 99 ? -18 : pieces[$1].score) }
      #expect(score == best(bytes, from: 0).score, "\(text)")
    }
  }
}
