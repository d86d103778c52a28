//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Which element of a list has a name, in about 8 bytes a name.
///
/// The names stay in the list, which is asked for them: a dictionary would take five times the memory, and a
/// hostile file lists as many tensors as it may.
struct NameTable: Sendable {
  private static let none: Int32 = -1
  /// Positions in the list, each near the place that its name's hash gives; at least half are `none`.
  private var slots = [Int32](repeating: none, count: 16)
  /// How many names there are, which are those of the first elements.
  private(set) var count = 0

  /// Adds the name of the element at position `count`, unless an earlier element has it.
  ///
  /// - Parameters:
  ///   - text: The name.
  ///   - name: The name at a position of the list.
  /// - Returns: The position of the earlier element, or nil.
  /// - Complexity: O(1) on average.
  mutating func append(_ text: String, name: (Int) -> String) -> Int? {
    if 2 * (count + 1) > slots.count { grow(name: name) }
    let slot = slot(of: text, name: name)
    guard slots[slot] == Self.none else { return Int(slots[slot]) }
    slots[slot] = Int32(count)
    count += 1
    return nil
  }

  /// The position of the element of a name, or nil.
  ///
  /// - Complexity: O(1) on average.
  func position(of text: String, name: (Int) -> String) -> Int? {
    let position = slots[slot(of: text, name: name)]
    return position == Self.none ? nil : Int(position)
  }

  /// Where a name is, or the free slot where it would be.
  private func slot(of text: String, name: (Int) -> String) -> Int {
    let key = String.UTF8Key(text)
    var slot = key.hashValue & (slots.count - 1)
    while slots[slot] != Self.none, String.UTF8Key(name(Int(slots[slot]))) != key {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private mutating func grow(name: (Int) -> String) {
    slots = [Int32](repeating: Self.none, count: 2 * slots.count)
    for position in 0..<count { slots[slot(of: name(position), name: name)] = Int32(position) }
  }
}
