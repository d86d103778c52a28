//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A set of byte strings with numbers, to find those that begin at a place in a text.
struct ByteTrie: Sendable {
  /// The most bytes that all strings of a file may have together; a trie takes up to 50 times as
  /// many while it is made.
  static let byteLimit = 1 << 22

  private static let noValue = UInt32.max
  // The children of a node lie side by side, in the order of their bytes; those of the first node
  // are found without a search.
  private var labels: [UInt8] = [0]
  private var values: [UInt32] = [noValue]
  private var firstChildren: [UInt32] = [0]
  private var childCounts: [UInt16] = [0]
  private var firstNodes = [UInt32](repeating: 0, count: 256)  // 0: none

  /// Whether there is no string.
  var isEmpty: Bool { labels.count == 1 }

  /// A set of nothing.
  init() {}

  /// A set of strings, none of which is empty; of equal ones the number of the last counts.
  ///
  /// - Complexity: O(bytes + strings × log strings) comparisons and steps.
  init(_ strings: [(bytes: [UInt8], value: Int)]) {
    precondition(strings.allSatisfy { !$0.bytes.isEmpty }, "an empty string matches everywhere")
    let sorted = strings.enumerated().sorted { left, right in
      if left.element.bytes == right.element.bytes { return left.offset < right.offset }
      return left.element.bytes.lexicographicallyPrecedes(right.element.bytes)
    }.map(\.element)
    var waiting = [(node: 0, strings: 0..<sorted.count, depth: 0)]
    var next = 0
    while next < waiting.count {
      let (node, range, depth) = waiting[next]
      next += 1
      var start = range.lowerBound
      while start < range.upperBound, sorted[start].bytes.count == depth {
        values[node] = UInt32(sorted[start].value)
        start += 1
      }
      firstChildren[node] = UInt32(labels.count)
      while start < range.upperBound {
        let label = sorted[start].bytes[depth]
        var end = start + 1
        while end < range.upperBound, sorted[end].bytes[depth] == label { end += 1 }
        if node == 0 { firstNodes[Int(label)] = UInt32(labels.count) }
        waiting.append((labels.count, start..<end, depth + 1))
        childCounts[node] += 1
        labels.append(label)
        values.append(Self.noValue)
        firstChildren.append(0)
        childCounts.append(0)
        start = end
      }
    }
  }

  /// The longest string that begins at `start`, as its number and its end.
  func longestMatch(in text: [UInt8], from start: Int, to end: Int) -> (value: Int, end: Int)? {
    var match: (value: Int, end: Int)?
    forEachMatch(in: text, from: start, to: end) { match = ($0, $1) }
    return match
  }

  /// Calls `body` with every string that begins at `start`, as its number and its end, the shortest
  /// first.
  ///
  /// - Complexity: O(bytes of the longest string) steps.
  @inline(__always)
  func forEachMatch(
    in text: [UInt8],
    from start: Int,
    to end: Int,
    _ body: (_ value: Int, _ end: Int) -> Void
  ) {
    guard start < end else { return }
    var node = Int(firstNodes[Int(text[start])])
    var position = start + 1
    while node != 0 {
      if values[node] != Self.noValue { body(Int(values[node]), position) }
      guard position < end else { return }
      node = child(of: node, text[position])
      position += 1
    }
  }

  /// The child that a byte leads to, or 0.
  private func child(of node: Int, _ label: UInt8) -> Int {
    var first = Int(firstChildren[node])
    var count = Int(childCounts[node])
    while count > 4 {
      let half = count / 2
      if labels[first + half] <= label {
        first += half
        count -= half
      } else {
        count = half
      }
    }
    for index in first..<first + count where labels[index] == label { return index }
    return 0
  }
}
