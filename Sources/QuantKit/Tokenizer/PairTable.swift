//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A map from two small numbers to one, for the inner loops of tokenizing.
struct PairTable: Sendable {
  private struct Entry: Sendable {
    var key: UInt64
    var value: UInt32
  }

  private static let freeKey = UInt64.max
  private var entries: [Entry]  // a power of two, at most half full
  private let seed = UInt64.random(in: .min ... .max)  // for the reason given in `PieceTable`
  /// How many pairs there are.
  private(set) var count = 0

  /// An empty map that holds `capacity` pairs before it grows.
  init(capacity: Int = 0) {
    var entryCount = 16
    while entryCount < 2 * capacity { entryCount *= 2 }
    entries = Array(repeating: Entry(key: Self.freeKey, value: 0), count: entryCount)
  }

  /// The value of a pair; the pair of twice `UInt32.max` is no key.
  subscript(first: UInt32, second: UInt32) -> UInt32? {
    get {
      let key = Self.key(first, second)
      let entry = entries[slot(of: key)]
      return entry.key == key ? entry.value : nil
    }
  }

  /// Sets the value of a pair, replacing the one that it has.
  mutating func set(_ value: UInt32, for first: UInt32, _ second: UInt32) {
    let key = Self.key(first, second)
    precondition(key != Self.freeKey, "this pair marks free entries")
    if 2 * (count + 1) > entries.count { grow() }
    let slot = slot(of: key)
    if entries[slot].key == Self.freeKey { count += 1 }
    entries[slot] = Entry(key: key, value: value)
  }

  private static func key(_ first: UInt32, _ second: UInt32) -> UInt64 {
    UInt64(first) << 32 | UInt64(second)
  }

  /// Where the key is, or else the free entry where it belongs.
  private func slot(of key: UInt64) -> Int {
    let mask = entries.count - 1
    var slot = Int(truncatingIfNeeded: (key ^ seed).scrambled) & mask
    while entries[slot].key != key && entries[slot].key != Self.freeKey { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let old = entries
    entries = Array(repeating: Entry(key: Self.freeKey, value: 0), count: 2 * old.count)
    for entry in old where entry.key != Self.freeKey { entries[slot(of: entry.key)] = entry }
  }
}
