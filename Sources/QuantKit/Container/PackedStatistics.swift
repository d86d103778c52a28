//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Statistics of a tensor in few bytes, fewer than their text in the index has.
///
/// As `QuantizationStatistics` those of a tensor of 8 bits take 2 KB, and an index may have 100,000 of them.
struct PackedStatistics: Sendable {
  /// The sums and the largest error, then the counts in groups of 7 bits, the lowest first, each group but the
  /// last of a count marked by its highest bit.
  private let bytes: [UInt8]

  init(_ statistics: QuantizationStatistics) {
    var writer = ByteWriter()
    writer.append(statistics.sumOfSquares.bitPattern)
    writer.append(statistics.sumOfSquaredErrors.bitPattern)
    writer.append(statistics.maximumAbsoluteError.bitPattern)
    for var count in statistics.codeCounts {
      while count >= 0x80 {
        writer.append(UInt8(count & 0x7F) | 0x80)
        count >>= 7
      }
      writer.append(UInt8(count))
    }
    // An array of just this size.
    bytes = Array(writer.bytes[...])
  }

  /// Statistics that are equal to those that were packed; nil only when those were of another scheme.
  func unpacked(scheme: QuantizationScheme) -> QuantizationStatistics? {
    var reader = ByteReader(bytes)
    guard let sumOfSquares = try? reader.readInteger(UInt64.self),
      let sumOfSquaredErrors = try? reader.readInteger(UInt64.self),
      let maximum = try? reader.readInteger(UInt32.self)
    else { return nil }
    var counts: [Int] = []
    var (count, shift) = (0, 0)
    while let byte = try? reader.readInteger(UInt8.self) {
      count |= Int(byte & 0x7F) << shift
      shift += 7
      guard byte < 0x80 else { continue }
      counts.append(count)
      (count, shift) = (0, 0)
    }
    return QuantizationStatistics(
      scheme: scheme,
      sumOfSquares: Double(bitPattern: sumOfSquares),
      sumOfSquaredErrors: Double(bitPattern: sumOfSquaredErrors),
      maximumAbsoluteError: Float(bitPattern: maximum),
      codeCounts: counts
    )
  }
}
