//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A set of byte strings with numbers, to find the longest that begins at a place in a text.
struct ByteTrie: Sendable {
  /// The most bytes that all strings of a file may have together; a trie takes about 32 times as
  /// many.
  static let byteLimit = 1 << 20

  private static let root: UInt32 = 0
  private static let noValue = UInt32.max
  private var children = PairTable()  // (node, byte) → node
  private var values: [UInt32] = [noValue]  // per node
  private var firstBytes = [Bool](repeating: false, count: 256)

  /// Whether there is no string.
  var isEmpty: Bool { values.count == 1 }

  /// Adds a string; the number of one that is there already is replaced.
  ///
  /// - Precondition: The string is not empty.
  mutating func insert(_ bytes: some Collection<UInt8>, value: Int) {
    var node = Self.root
    for (position, byte) in bytes.enumerated() {
      if position == 0 { firstBytes[Int(byte)] = true }
      if let child = children[node, UInt32(byte)] {
        node = child
      } else {
        let child = UInt32(values.count)
        values.append(Self.noValue)
        children.set(child, for: node, UInt32(byte))
        node = child
      }
    }
    precondition(node != Self.root, "an empty string would match everywhere")
    values[Int(node)] = UInt32(value)
  }

  /// The longest string that begins at `start`, as its number and its end.
  func longestMatch(in text: [UInt8], from start: Int, to end: Int) -> (value: Int, end: Int)? {
    guard start < end, firstBytes[Int(text[start])] else { return nil }
    var node = Self.root
    var match: (value: Int, end: Int)?
    var position = start
    while position < end, let child = children[node, UInt32(text[position])] {
      node = child
      position += 1
      let value = values[Int(node)]
      if value != Self.noValue { match = (Int(value), position) }
    }
    return match
  }
}
