//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How a block in the file differs from the recomputed one.
struct ComparedBlock {
  /// The rows with other codes or elements, ascending.
  let rows: [Int]
  /// The recomputed scales of all rows of the block.
  let scales: [Float]
  let statistics: QuantizationStatistics?
  let sourceByteCount: Int

  init(stored: [UInt8], content: BlockContent, record: TensorRecord, blockIndex: Int) {
    scales = content.scales
    statistics = content.statistics
    sourceByteCount = content.sourceByteCount
    var rows: [Int] = []
    if stored != content.bytes {
      let start = record.content?.contentRange(ofBlock: blockIndex).lowerBound ?? 0
      for (index, (left, right)) in zip(stored, content.bytes).enumerated() where left != right {
        let row = (start + index) / record.comparedRowByteCount
        if row != rows.last { rows.append(row) }
      }
    }
    self.rows = rows
  }
}

/// The comparison of a tensor, as far as its blocks have come.
struct ComparedTensor {
  private let record: TensorRecord
  private let storedScales: [Float]
  private var recomputed: GatheredRows
  private var differingRowCount = 0
  private var firstDifferingRow: Int?
  private var lastDifferingRow: Int?
  private var failure: String?

  init(_ record: TensorRecord, storedScales: [Float]) {
    self.record = record
    self.storedScales = storedScales
    recomputed = GatheredRows(scheme: record.scheme)
  }

  mutating func append(_ block: ComparedBlock) {
    let first = recomputed.scales.count
    recomputed.append(scales: block.scales, statistics: block.statistics)
    note((block.rows + rowsWithOtherScales(from: first)).sorted())
  }

  /// Notes why the tensor cannot be computed again; the first reason counts.
  mutating func fail(_ message: String) { failure = failure ?? message }

  /// The rows with other scales than those stored, from a scale on.
  private func rowsWithOtherScales(from first: Int) -> [Int] {
    (first..<recomputed.scales.count).filter {
      storedScales[$0].bitPattern != recomputed.scales[$0].bitPattern
    }.map { $0 / record.scalesPerRow }
  }

  /// Notes rows that differ, in ascending order; one that two blocks share, or that has both other codes
  /// and another scale, comes twice.
  private mutating func note(_ rows: [Int]) {
    for row in rows where row != lastDifferingRow {
      firstDifferingRow = firstDifferingRow ?? row
      lastDifferingRow = row
      differingRowCount += 1
    }
  }

  /// What differs, when all blocks have come.
  mutating func finish() -> [SourceDifference] {
    let subject = SourceDifference.Subject.tensor(record.info.name)
    if let failure { return [SourceDifference(subject: subject, message: failure)] }
    if record.scheme != nil {
      let first = recomputed.scales.count
      recomputed.fill(upTo: storedScales.count)
      note(rowsWithOtherScales(from: first))
    }
    let name = record.info.name.quoted
    var differences: [SourceDifference] = []
    if let firstDifferingRow {
      let unit = record.info.shape.rank < 2 ? "element" : "row"
      differences.append(
        SourceDifference(
          subject: subject,
          message: "tensor \(name) differs: \(differingRowCount) of \(record.comparedRowCount)"
            + " \(unit)s, the first is \(unit) \(firstDifferingRow)"
        )
      )
    }
    if let stored = record.statistics, let statistics = recomputed.statistics, stored != statistics
    {
      differences.append(
        SourceDifference(
          subject: subject,
          message: "the statistics of tensor \(name) differ: \(stored.difference(from: statistics))"
        )
      )
    }
    return differences
  }
}

extension TensorRecord {
  /// The size of what counts as one row: of codes, or of the last dimension; an element below rank 2.
  fileprivate var comparedRowByteCount: Int {
    if let scheme { return scheme.rowByteCount(columnCount: info.shape.dimensions[1]) ?? 1 }
    let elements = info.shape.rank < 2 ? 1 : info.shape.dimensions.last ?? 1
    return elements * info.elementType.byteCount
  }

  fileprivate var comparedRowCount: Int {
    if scheme != nil { return info.shape.dimensions[0] }
    return contentByteCount / max(comparedRowByteCount, 1)
  }
}

extension QuantizationStatistics {
  /// The first figure that differs, as the end of a sentence: what is stored and what was computed.
  fileprivate func difference(from recomputed: QuantizationStatistics) -> String {
    if codeCounts != recomputed.codeCounts { return "other codes occur" }
    func text(_ name: String, _ stored: Double, _ found: Double) -> String {
      "\(name) is \(stored), \(found) computed"
    }
    if sumOfSquares != recomputed.sumOfSquares {
      return text("the sum of squares", sumOfSquares, recomputed.sumOfSquares)
    }
    if sumOfSquaredErrors != recomputed.sumOfSquaredErrors {
      return text(
        "the sum of squared errors",
        sumOfSquaredErrors,
        recomputed.sumOfSquaredErrors
      )
    }
    return text(
      "the largest error",
      Double(maximumAbsoluteError),
      Double(recomputed.maximumAbsoluteError)
    )
  }
}
