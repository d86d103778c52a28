//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct PairMergerTests {
  /// Merges given as pairs of ids, the first of them first.
  private struct Rules: MergeRules {
    let merges: [(left: UInt32, right: UInt32, id: UInt32)]
    var output: [PairMerger.Symbol] = []

    func merge(_ left: PairMerger.Symbol, _ right: PairMerger.Symbol) -> PairMerger.Merge? {
      merges.firstIndex { $0 == left.id && $1 == right.id && $2 != PairMerger.noID }
        .map { PairMerger.Merge(rank: UInt32($0), id: merges[$0].id) }
    }

    mutating func append(_ symbol: PairMerger.Symbol) { output.append(symbol) }
  }

  /// The definition: again and again the first pair of the lowest rank.
  private func mergedOneByOne(_ ids: [UInt32], _ rules: Rules) -> [UInt32] {
    var ids = ids
    while true {
      let candidates = ids.indices.dropLast().compactMap { index in
        rules.merge(
          .init(id: ids[index], start: 0, end: 0),
          .init(id: ids[index + 1], start: 0, end: 0)
        ).map { (merge: $0, index: index) }
      }
      guard let best = candidates.min(by: { ($0.merge.rank, $0.index) < ($1.merge.rank, $1.index) })
      else { return ids }
      ids.replaceSubrange(best.index...best.index + 1, with: [best.merge.id])
    }
  }

  @Test func mergesAsTheDefinitionSays() {
    var random = SplitMix64(seed: 1)
    var merger = PairMerger()
    for _ in 0..<500 {
      let merges = (0..<UInt32.random(in: 0..<8, using: &random)).map { index in
        (
          left: UInt32.random(in: 0..<3 + index, using: &random),
          right: UInt32.random(in: 0..<3 + index, using: &random), id: 3 + index
        )
      }
      var rules = Rules(merges: merges)
      let word = (0..<Int.random(in: 0..<24, using: &random)).map { _ in
        UInt32.random(in: 0..<3, using: &random)
      }
      for (index, id) in word.enumerated() {
        merger.append(.init(id: id, start: index, end: index + 1))
      }
      merger.mergeAll(using: &rules)
      #expect(rules.output.map(\.id) == mergedOneByOne(word, rules))
      #expect(rules.output.flatMap { Array($0.start..<$0.end) } == Array(word.indices))
    }
  }

  @Test func heapGivesNumbersInOrder() {
    var random = SplitMix64(seed: 2)
    for count in 0..<40 {
      let values = (0..<count).map { _ in UInt64.random(in: 0..<20, using: &random) }
      var heap = MinimumHeap()
      for value in values { heap.insert(value) }
      var popped: [UInt64] = []
      while let value = heap.popMinimum() { popped.append(value) }
      #expect(popped == values.sorted())
    }
  }
}
