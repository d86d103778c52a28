//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension QuantizationScheme {
  /// The columns of a row that share a scale, group by group; all of them where a row has one scale.
  func groups(columnCount: Int) -> [Range<Int>] {
    guard let groupLength else { return [0..<columnCount] }
    return stride(from: 0, to: columnCount, by: groupLength).map {
      $0..<min($0 + groupLength, columnCount)
    }
  }

  /// Where the codes of a group of columns stand among those of rows, in bytes.
  func byteRange(ofColumns group: Range<Int>, inRow row: Int, columnCount: Int) -> Range<Int> {
    let start = row * (rowByteCount(columnCount: columnCount) ?? 0)
    // Groups begin at whole words.
    let first = start + group.lowerBound * bitsPerCode / 8
    return first..<first + (rowByteCount(columnCount: group.count) ?? 0)
  }

  /// Checks that scales of rows or groups are finite, rounded to their format as they are.
  ///
  /// - Throws: `QuantizationError.scaleTooLarge` for the first that is not, its row counted from the first.
  func check(_ scales: [Float], columnCount: Int) throws(QuantizationError) {
    guard let index = scales.firstIndex(where: { !$0.isFinite }) else { return }
    let count = max(scalesPerRow(columnCount: columnCount), 1)
    throw .scaleTooLarge(row: index / count, column: index % count * (groupLength ?? 0))
  }

  /// The codes of a packed row, one number each.
  ///
  /// - Parameters:
  ///   - bytes: The row as it is stored: `rowByteCount` bytes.
  ///   - columnCount: The number of weights in the row.
  /// - Returns: [columns]
  func codes(inRow bytes: some RandomAccessCollection<UInt8>, columnCount: Int) -> [Int8] {
    precondition(bytes.count == rowByteCount(columnCount: columnCount), "the bytes are one row")
    guard bitsPerCode == 4 else { return bytes.map(Int8.init(bitPattern:)) }
    return (0..<columnCount).map { column in
      let byte = bytes[bytes.index(bytes.startIndex, offsetBy: column / 2)]
      // Shifted to the top, the lowest nibble of a byte's two comes first; the shift back keeps the sign.
      return Int8(bitPattern: column % 2 == 0 ? byte << 4 : byte & 0xF0) >> 4
    }
  }

  /// How often each code occurs in packed rows, the smallest code first; padding is not counted.
  ///
  /// - Parameters:
  ///   - bytes: Whole rows as they are stored.
  ///   - columnCount: The number of weights in a row.
  /// - Returns: 2^bits counts.
  func codeCounts(inRows bytes: [UInt8], columnCount: Int) -> [Int] {
    let byteCounts = ByteHistogram.counts(of: bytes)
    var counts = [Int](repeating: 0, count: codeRange.count)
    for (pattern, count) in byteCounts.enumerated() {
      let byte = Int8(truncatingIfNeeded: pattern)
      for code in bitsPerCode == 8 ? [byte] : [(byte << 4) >> 4, byte >> 4] {
        counts[Int(code) - codeRange.lowerBound] += count
      }
    }
    let rowByteCount = rowByteCount(columnCount: columnCount) ?? 0
    guard rowByteCount * 8 > columnCount * bitsPerCode else { return counts }
    // Readers ignore what stands in the padding of 4-bit rows, whatever it is.
    for row in stride(from: 0, to: bytes.count, by: rowByteCount) {
      let padded = codes(
        inRow: bytes[row..<row + rowByteCount],
        columnCount: rowByteCount * 8 / bitsPerCode
      )
      for code in padded[columnCount...] { counts[Int(code) - codeRange.lowerBound] -= 1 }
    }
    return counts
  }
}
