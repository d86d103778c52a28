//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The pieces of a vocabulary as bytes, found by id and by content.
///
/// `String` as a key would be slow and wrong: it compares by canonical equivalence, which takes
/// pieces for equal that differ in their bytes.
struct PieceTable: Sendable {
  /// The largest number of ids; published vocabularies stay below 300,000.
  static let countLimit = 1 << 22

  /// Whether that many ids are in proportion to the pieces of a file; memory grows with the highest
  /// id.
  static func accepts(count: Int, pieceCount: Int) -> Bool {
    count <= countLimit && count <= 4 * pieceCount + 1 << 16
  }

  private var storage: [UInt8] = []
  private var starts: [UInt32]  // [count], into storage
  private var byteCounts: [UInt32]  // [count], 0 where an id has no piece
  private var slots: [UInt32]  // id + 1, or 0; a power of two, at most half full
  // A file may be made so that its pieces collide under a known hash; nobody knows this one, and
  // nothing depends on the order of the slots.
  private let seed = UInt64.random(in: .min ... .max)
  /// The length of the longest piece in bytes.
  private(set) var longestByteCount = 0

  /// A table for the ids below `count`, none of which has a piece yet.
  init(count: Int) {
    precondition((0...Self.countLimit).contains(count), "the count comes from a file unchecked")
    starts = Array(repeating: 0, count: count)
    byteCounts = Array(repeating: 0, count: count)
    var slotCount = 16
    while slotCount < 2 * count { slotCount *= 2 }
    slots = Array(repeating: 0, count: slotCount)
  }

  /// The number of ids, including those without a piece.
  var count: Int { starts.count }

  /// Whether an id has a piece.
  func contains(_ id: Int) -> Bool { byteCounts.indices.contains(id) && byteCounts[id] > 0 }

  /// The bytes of a piece; empty where the id has none.
  subscript(id: Int) -> ArraySlice<UInt8> {
    let start = Int(starts[id])
    return storage[start..<start + Int(byteCounts[id])]
  }

  /// Gives an id its piece.
  ///
  /// - Returns: False, and nothing is changed, when another id has the same piece.
  /// - Precondition: The piece is not empty and the id has none yet.
  mutating func insert(_ piece: [UInt8], at id: Int) -> Bool {
    precondition(!piece.isEmpty && byteCounts[id] == 0, "an id gets one piece")
    var slot = firstSlot(of: piece, in: piece.indices)
    while slots[slot] != 0 {
      if matches(Int(slots[slot]) - 1, piece, piece.indices) { return false }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = UInt32(id + 1)
    starts[id] = UInt32(storage.count)
    byteCounts[id] = UInt32(piece.count)
    storage.append(contentsOf: piece)
    longestByteCount = max(longestByteCount, piece.count)
    return true
  }

  /// The id whose piece is `bytes[range]`.
  ///
  /// - Complexity: O(bytes of the range).
  func id(of bytes: [UInt8], in range: Range<Int>) -> Int? {
    guard range.count <= longestByteCount else { return nil }
    var slot = firstSlot(of: bytes, in: range)
    while slots[slot] != 0 {
      let id = Int(slots[slot]) - 1
      if matches(id, bytes, range) { return id }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// The id of a piece.
  func id(of piece: String) -> Int? {
    let bytes = Array(piece.utf8)
    return id(of: bytes, in: bytes.indices)
  }

  private func matches(_ id: Int, _ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    guard Int(byteCounts[id]) == range.count else { return false }
    let start = Int(starts[id])
    for offset in 0..<range.count
    where storage[start + offset] != bytes[range.lowerBound + offset] {
      return false
    }
    return true
  }

  private func firstSlot(of bytes: [UInt8], in range: Range<Int>) -> Int {
    var hash = seed
    for index in range { hash = (hash ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01B3 }
    return Int(truncatingIfNeeded: hash.scrambled) & (slots.count - 1)
  }
}

extension UInt64 {
  /// The value with its bits mixed, so that the low ones depend on all of them.
  var scrambled: UInt64 {
    var value = self
    value = (value ^ value >> 32) &* 0x9E37_79B9_7F4A_7C15
    value = (value ^ value >> 29) &* 0xBF58_476D_1CE4_E5B9
    return value ^ value >> 32
  }
}
