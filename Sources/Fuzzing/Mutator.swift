//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

@testable import QuantKit

/// Changes seeds into inputs that are almost right.
struct Mutator {
  /// How much longer than the seeds an input may become.
  private static let growthByteLimit = 1 << 12
  /// Numbers that are at a limit of something.
  private static let numbers: [UInt64] = [
    0, 1, 2, 7, 8, 16, 31, 32, 63, 64, 127, 128, 255, 256, 1023, 1024, 4095, 4096, 1 << 15,
    1 << 16 - 1,
    1 << 16, 1 << 20, 1 << 24, 1 << 26, 1 << 31 - 1, 1 << 31, 1 << 32 - 1, 1 << 32, 1 << 53 - 1,
    1 << 53,
    1 << 62, 1 << 63 - 1, 1 << 63, .max - 1, .max,
  ]
  private static let numberTexts = [
    "0", "-1", "1", "-0", "2", "8", "64", "255", "65536", "1000000", "16777217", "2147483648",
    "4294967295",
    "9007199254740991", "9007199254740992", "9223372036854775807", "9223372036854775808",
    "-9223372036854775808", "18446744073709551615", "1e308", "1e999", "1e-320", "0.5", "-0.0",
    "1E3", "NaN",
  ]

  private let seeds: [[UInt8]]
  private let tokens: [[UInt8]]
  private var generator: SeededGenerator

  /// A mutator that makes the same inputs from the same seed.
  init(seeds: [[UInt8]], tokens: [String], seed: UInt64) {
    self.seeds = seeds.sorted { $0.count < $1.count }
    self.tokens = tokens.map { Array($0.utf8) }
    generator = SeededGenerator(seed: seed)
  }

  /// The next input.
  mutating func next() -> [UInt8] {
    var bytes = pickSeed()
    let limit = bytes.count + Self.growthByteLimit
    // Half of the inputs keep every byte in its place, for formats full of offsets.
    let keepsPlaces = Bool.random(using: &generator)
    for _ in 0..<1 << below(4) {
      if keepsPlaces || bytes.count >= limit { overwrite(&bytes) } else { rearrange(&bytes) }
    }
    return bytes
  }

  private mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }

  /// Small seeds twice as often as large ones: they take less time.
  private mutating func pickSeed() -> [UInt8] {
    seeds[min(below(seeds.count), below(seeds.count))]
  }

  /// A part of the bytes, mostly short.
  private mutating func pickRange(of bytes: [UInt8]) -> Range<Int> {
    guard !bytes.isEmpty else { return 0..<0 }
    let start = below(bytes.count)
    let limit = min(bytes.count - start, 1 << below(11))
    return start..<start + 1 + below(limit)
  }

  // MARK: In place

  private mutating func overwrite(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    let position = below(bytes.count)
    switch below(6) {
    case 0: bytes[position] ^= 1 << UInt8(below(8))
    case 1: bytes[position] = UInt8.random(in: .min ... .max, using: &generator)
    case 2: bytes[position] &+= UInt8(1 + below(16))
    case 3: bytes[position] &-= UInt8(1 + below(16))
    case 4:
      let number = Self.numbers[below(Self.numbers.count)]
      let byteCount = 1 << below(4)
      put(
        (0..<byteCount).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) },
        &bytes,
        position
      )
    default:
      let source = pickSeed()
      put(Array(source[pickRange(of: source)]), &bytes, position)
    }
  }

  private func put(_ part: [UInt8], _ bytes: inout [UInt8], _ position: Int) {
    for (offset, byte) in part.enumerated() where position + offset < bytes.count {
      bytes[position + offset] = byte
    }
  }

  // MARK: With other places

  private mutating func rearrange(_ bytes: inout [UInt8]) {
    let range = pickRange(of: bytes)
    switch below(9) {
    case 0, 1: overwrite(&bytes)
    case 2: bytes.removeSubrange(range)
    case 3: bytes.insert(contentsOf: bytes[range], at: range.lowerBound)
    case 4:
      let source = pickSeed()
      bytes.insert(contentsOf: source[pickRange(of: source)], at: range.lowerBound)
    case 5:
      guard !tokens.isEmpty else { return overwrite(&bytes) }
      let token = tokens[below(tokens.count)]
      bytes.replaceSubrange(
        Bool.random(using: &generator) ? range : range.lowerBound..<range.lowerBound,
        with: token
      )
    case 6: replaceNumber(in: &bytes, from: range.lowerBound)
    case 7:
      let copies = repeatElement(bytes[range.prefix(4)], count: 1 << below(9))
      bytes.insert(contentsOf: copies.joined(), at: range.lowerBound)
    default: if below(4) == 0 { bytes.removeSubrange(range.lowerBound...) }
    }
  }

  /// Replaces the next number written in digits.
  private mutating func replaceNumber(in bytes: inout [UInt8], from position: Int) {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard let start = bytes[position...].firstIndex(where: digits.contains) else { return }
    let end = bytes[start...].firstIndex { !digits.contains($0) } ?? bytes.count
    bytes.replaceSubrange(start..<end, with: Self.numberTexts[below(Self.numberTexts.count)].utf8)
  }
}
