//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Which neighbours may become one piece and which go first, and where the pieces go.
protocol MergeRules {
  /// The merge of two neighbouring symbols, or nil when they are no piece together.
  mutating func merge(_ left: PairMerger.Symbol, _ right: PairMerger.Symbol) -> PairMerger.Merge?

  /// Takes the next symbol of a word whose merging is done.
  mutating func append(_ symbol: PairMerger.Symbol)
}

/// Byte-pair encoding of one word: merges the neighbours of the lowest rank, the leftmost first,
/// until no two neighbours are a piece.
///
/// Symbols form a linked list and candidate merges a heap. An outdated candidate stays in the heap
/// and is recognized when it comes out. The value keeps its memory from word to word.
struct PairMerger {
  /// A part of the text that is merged with no other, so far.
  struct Symbol {
    /// The id of the piece, or `noID`.
    var id: UInt32
    /// Where it lies in the text.
    var start: Int
    var end: Int
    fileprivate var previous = -1
    fileprivate var next = -1
    fileprivate var merge = Merge(rank: 0, id: noID)  // with the next symbol

    init(id: UInt32, start: Int, end: Int) {
      self.id = id
      self.start = start
      self.end = end
    }
  }

  /// What two neighbours become.
  struct Merge {
    /// Lower goes first.
    var rank: UInt32
    /// The id of the piece.
    var id: UInt32
  }

  /// No piece.
  static let noID = UInt32.max

  private var symbols: [Symbol] = []
  private var candidates = MinimumHeap()  // rank << 32 | position of the left symbol

  /// Whether no symbol waits for `mergeAll`.
  var isEmpty: Bool { symbols.isEmpty }

  /// Adds a symbol at the end of the word.
  mutating func append(_ symbol: Symbol) { symbols.append(symbol) }

  /// Merges the word, hands its symbols over from left to right, and forgets it.
  ///
  /// - Complexity: O(symbols × log symbols).
  mutating func mergeAll<Rules: MergeRules>(using rules: inout Rules) {
    if symbols.count > 1 { link(using: &rules) }
    while let candidate = candidates.popMinimum() {
      let position = Int(candidate & 0xFFFF_FFFF)
      let merge = symbols[position].merge
      guard merge.id != Self.noID, merge.rank == candidate >> 32 else { continue }
      apply(merge, at: position)
      update(position, using: &rules)
      if symbols[position].previous >= 0 { update(symbols[position].previous, using: &rules) }
    }
    var position = symbols.isEmpty ? -1 : 0
    while position >= 0 {
      rules.append(symbols[position])
      position = symbols[position].next
    }
    symbols.removeAll(keepingCapacity: true)
  }

  private mutating func link<Rules: MergeRules>(using rules: inout Rules) {
    for position in symbols.indices {
      symbols[position].previous = position - 1
      symbols[position].next = position + 1 < symbols.count ? position + 1 : -1
    }
    for position in symbols.indices.dropLast() { update(position, using: &rules) }
  }

  private mutating func apply(_ merge: Merge, at position: Int) {
    let right = symbols[position].next
    let next = symbols[right].next
    symbols[position].id = merge.id
    symbols[position].end = symbols[right].end
    symbols[position].next = next
    symbols[right].merge.id = Self.noID
    if next >= 0 { symbols[next].previous = position }
  }

  /// Looks up the merge of a symbol with the next one.
  private mutating func update<Rules: MergeRules>(_ position: Int, using rules: inout Rules) {
    let next = symbols[position].next
    guard next >= 0, let merge = rules.merge(symbols[position], symbols[next]) else {
      symbols[position].merge.id = Self.noID
      return
    }
    symbols[position].merge = merge
    candidates.insert(UInt64(merge.rank) << 32 | UInt64(position))
  }
}

/// Numbers of which the lowest comes out first.
struct MinimumHeap {
  private var values: [UInt64] = []

  mutating func insert(_ value: UInt64) {
    var position = values.count
    values.append(value)
    while position > 0 {
      let parent = (position - 1) / 2
      guard values[parent] > value else { break }
      values[position] = values[parent]
      position = parent
    }
    values[position] = value
  }

  mutating func popMinimum() -> UInt64? {
    guard let minimum = values.first, let last = values.popLast() else { return nil }
    guard !values.isEmpty else { return minimum }
    var position = 0
    while true {
      var child = 2 * position + 1
      guard child < values.count else { break }
      if child + 1 < values.count, values[child + 1] < values[child] { child += 1 }
      guard values[child] < last else { break }
      values[position] = values[child]
      position = child
    }
    values[position] = last
    return minimum
  }
}
