//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct LookupTableTests {
  @Test func pieceTableFindsWhatWasInserted() throws {
    var random = SplitMix64(seed: 4)
    var table = PieceTable(count: 3000)
    var known: [[UInt8]: Int] = [:]
    for id in stride(from: 0, to: 3000, by: 2) {
      let piece = (0..<Int.random(in: 1..<6, using: &random)).map { _ in
        UInt8.random(in: 0..<6, using: &random)
      }
      let isNew = table.insert(piece, at: id)
      #expect(isNew == (known[piece] == nil))
      if known[piece] == nil { known[piece] = id }
    }
    for (piece, id) in known {
      #expect(table.id(of: [9] + piece + [9], in: 1..<piece.count + 1) == id)
      #expect(Array(table[id]) == piece)
      #expect(table.contains(id))
    }
    #expect(!table.contains(1))
    #expect(!table.contains(-1))
    #expect(!table.contains(3000))
    #expect(table.longestByteCount == 5)
  }

  @Test func pieceTableComparesBytes() {
    var table = PieceTable(count: 2)
    let inserted = ["e\u{301}", "\u{E9}"].enumerated().map {
      table.insert(Array($0.element.utf8), at: $0.offset)
    }
    #expect(inserted == [true, true], "equivalent, but other bytes")
    #expect(table.id(of: "\u{E9}") == 1)
    #expect(table.id(of: "e\u{301}") == 0)
  }

  @Test func pairTableHoldsTheLastValueOfAPair() {
    var random = SplitMix64(seed: 5)
    var table = PairTable()
    var known: [[UInt32]: UInt32] = [:]
    for value in 0..<2000 as Range<UInt32> {
      let pair = [
        UInt32.random(in: 0..<40, using: &random), UInt32.random(in: 0..<40, using: &random),
      ]
      table.set(value, for: pair[0], pair[1])
      known[pair] = value
    }
    #expect(table.count == known.count)
    for first in 0..<41 as Range<UInt32> {
      for second in 0..<41 as Range<UInt32> {
        #expect(table[first, second] == known[[first, second]])
      }
    }
  }

  @Test func trieFindsTheLongest() {
    #expect(ByteTrie().isEmpty)
    #expect(ByteTrie([]).isEmpty)
    let strings = ["b", "a", "abc", "b"].enumerated()
    let trie = ByteTrie(
      strings.map { (Array($0.element.utf8), $0.offset - 1) }.filter { $0.1 >= 0 }
    )
    let text = Array("xabcab".utf8)
    #expect(trie.longestMatch(in: text, from: 0, to: 6) == nil)
    #expect(trie.longestMatch(in: text, from: 1, to: 6)?.value == 1)
    #expect(trie.longestMatch(in: text, from: 1, to: 6)?.end == 4)
    #expect(trie.longestMatch(in: text, from: 1, to: 3)?.end == 2, "not beyond the end")
    #expect(trie.longestMatch(in: text, from: 4, to: 6)?.value == 0)
    #expect(trie.longestMatch(in: text, from: 6, to: 6) == nil)
  }

  @Test func trieFindsAllThatBegin() {
    var random = SplitMix64(seed: 6)
    for _ in 0..<50 {
      let strings = (0..<Int.random(in: 1..<60, using: &random)).map { value in
        let bytes = (0..<Int.random(in: 1..<5, using: &random)).map { _ in
          UInt8.random(in: 0..<12, using: &random)
        }
        return (bytes: bytes, value: value)
      }
      let trie = ByteTrie(strings)
      let text = (0..<40).map { _ in UInt8.random(in: 0..<13, using: &random) }
      for start in text.indices {
        var found: [[Int]] = []
        trie.forEachMatch(in: text, from: start, to: text.count) { found.append([$0, $1]) }
        let expected = (1..<5).compactMap { count -> [Int]? in
          let end = start + count
          guard end <= text.count else { return nil }
          return strings.last { $0.bytes == Array(text[start..<end]) }.map { [$0.value, end] }
        }
        #expect(found == expected)
      }
    }
  }

  @Test func wordCacheGivesBackWhatItHolds() {
    var cache = WordCache(textByteCount: 1 << 20)
    let text = Array("one two ".utf8)
    cache.insert([5, 6], for: 0..<3, of: text)
    cache.insert([], for: 3..<4, of: text)
    cache.insert([7], for: 4..<7, of: text)
    var ids: [Int] = [1]
    let found = [4..<7, 0..<3, 3..<4, 7..<8, 0..<4].map { word in
      cache.append(idsOf: word, of: text, to: &ids)
    }
    #expect(found == [true, true, true, true, false])
    #expect(ids == [1, 7, 5, 6])
    var short = WordCache(textByteCount: 10)
    short.insert([5], for: 0..<3, of: text)
    let foundInShort = short.append(idsOf: 0..<3, of: text, to: &ids)
    #expect(!foundInShort)
  }
}
