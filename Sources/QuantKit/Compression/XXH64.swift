//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The hash function XXH64 with seed 0.
///
/// It finds damage, not forgery. Follows the public description of the algorithm: four accumulators
/// take 32 bytes a round, what is left goes in by eight, four and one byte, and a final mix spreads
/// every bit over the whole value.
enum XXH64 {
  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

  /// The hash of the bytes.
  ///
  /// - Complexity: O(bytes).
  static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var offset = 0
    var hash: UInt64
    if bytes.count >= 32 {
      var first = prime1 &+ prime2
      var second = prime2
      var third: UInt64 = 0
      var fourth = 0 &- prime1
      while offset + 32 <= bytes.count {
        // Each load ends at most 32 bytes past `offset`, which the loop's condition bounds.
        first = unsafe round(first, load64(bytes, at: offset))
        second = unsafe round(second, load64(bytes, at: offset + 8))
        third = unsafe round(third, load64(bytes, at: offset + 16))
        fourth = unsafe round(fourth, load64(bytes, at: offset + 24))
        offset += 32
      }
      hash =
        rotated(first, by: 1) &+ rotated(second, by: 7) &+ rotated(third, by: 12)
        &+ rotated(fourth, by: 18)
      for accumulator in [first, second, third, fourth] {
        hash = (hash ^ round(0, accumulator)) &* prime1 &+ prime4
      }
    } else {
      hash = prime5
    }
    hash &+= UInt64(bytes.count)
    while offset + 8 <= bytes.count {
      hash ^= unsafe round(0, load64(bytes, at: offset))
      hash = rotated(hash, by: 27) &* prime1 &+ prime4
      offset += 8
    }
    if offset + 4 <= bytes.count {
      let word = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
      hash ^= UInt64(UInt32(littleEndian: word)) &* prime1
      hash = rotated(hash, by: 23) &* prime2 &+ prime3
      offset += 4
    }
    while offset < bytes.count {
      hash ^= unsafe UInt64(bytes[offset]) &* prime5
      hash = rotated(hash, by: 11) &* prime1
      offset += 1
    }
    return mixed(hash)
  }

  private static func load64(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt64 {
    UInt64(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  private static func round(_ accumulator: UInt64, _ word: UInt64) -> UInt64 {
    rotated(accumulator &+ word &* prime2, by: 31) &* prime1
  }

  private static func rotated(_ value: UInt64, by count: UInt64) -> UInt64 {
    value &<< count | value &>> (64 - count)
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var hash = value
    hash = (hash ^ hash &>> 33) &* prime2
    hash = (hash ^ hash &>> 29) &* prime3
    return hash ^ hash &>> 32
  }
}
