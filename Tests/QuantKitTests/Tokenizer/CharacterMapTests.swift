//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct CharacterMapTests {
  /// A double array of 256 units with the rule `a` → `xy` (value 0).
  ///
  /// The root's children begin at 0x80 (offset 0x80 from unit 0); `a` (0x61) is at 0xE1 and its
  /// children at 0xE1 combined with 0x31, which is 0xD0, where the value is.
  private func units() -> [UInt32] {
    var units = [UInt32](repeating: 0, count: 256)
    units[0] = 0x80 << 10
    units[0xE1] = 0x31 << 10 | 1 << 8 | 0x61
    units[0xD0] = 0x8000_0000
    return units
  }

  private func map(
    _ units: [UInt32],
    replacements: [UInt8] = Array("xy\0".utf8)
  ) throws(TokenizerError) -> CharacterMap {
    let bytes =
      Protobuf.withBytes(UInt32(4 * units.count)) + units.flatMap(Protobuf.withBytes) + replacements
    return try CharacterMap(parsing: bytes[...], path: "file")
  }

  @Test func findsARule() throws {
    let map = try map(units())
    let match = try #require(map.longestMatch(in: Array("ba".utf8), from: 1))
    #expect(Array(match.replacement) == Array("xy".utf8))
    #expect(match.end == 2)
    #expect(map.longestMatch(in: Array("ba".utf8), from: 0) == nil)
    #expect(map.longestMatch(in: [0xFF], from: 0) == nil, "beyond the array")
  }

  @Test func refusesOffsetsOutsideOfTheRules() throws {
    var units = units()
    units[0xE1] = 0x1F_FFFF << 10 | 1 << 8 | 0x61
    let error = try #require(throws: TokenizerError.self) { try map(units) }
    #expect(error.code == .malformed)
    #expect(error.byteOffset == 4 + 4 * 0xE1)

    units = self.units()
    units[0xE1] |= 1 << 9  // the offset times 256
    #expect(throws: TokenizerError.self) { try map(units) }
  }

  @Test func refusesValuesOutsideOfTheReplacements() {
    var units = units()
    units[0xD0] = 0x8000_0003
    #expect(throws: TokenizerError.self) { try map(units) }
    units[0xD0] = 0xFFFF_FFFF
    #expect(throws: TokenizerError.self) { try map(units) }
  }

  @Test func refusesReplacementsWithoutEnd() {
    #expect(throws: TokenizerError.self) { try map(units(), replacements: Array("xy".utf8)) }
    let long = [UInt8](repeating: 120, count: CharacterMap.replacementByteLimit + 1) + [0]
    #expect(throws: TokenizerError.self) { try map(units(), replacements: long) }
  }

  @Test func refusesAnOddSize() throws {
    let bytes = Protobuf.withBytes(6) + [UInt8](repeating: 0, count: 8)
    let error = try #require(throws: TokenizerError.self) {
      try CharacterMap(parsing: bytes[...], path: "file")
    }
    #expect(error.message.contains("multiple of 4"))
    #expect(throws: TokenizerError.self) { try map([]) }
  }

  /// A trie that leads in circles must not make a long text cost its square.
  @Test(.timeLimit(.minutes(1))) func circlesEnd() throws {
    var units = [UInt32](repeating: 0, count: 256)
    units[0] = 0x61 << 10 | 0x61  // `a` leads from unit 0 to unit 0x61 combined with 0x61, itself
    let map = try map(units)
    let text = [UInt8](repeating: 0x61, count: 200_000)
    for start in stride(from: 0, to: text.count, by: 100) {
      #expect(map.longestMatch(in: text, from: start) == nil)
    }
  }

  @Test func randomRulesDoNoHarm() {
    var random = SplitMix64(seed: 8)
    for _ in 0..<300 {
      let units = (0..<256).map { _ in
        UInt32.random(in: 0..<256, using: &random)
          | UInt32.random(in: 0..<300, using: &random) << 10
          | UInt32.random(in: 0..<2, using: &random) << 8
      }
      guard let map = try? map(units, replacements: [UInt8](repeating: 0, count: 1 << 20)) else {
        continue
      }
      let text = (0..<64).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      for start in text.indices { _ = map.longestMatch(in: text, from: start) }
    }
  }
}
