//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit
import Terminal

extension TensorProfile {
  /// The figures with small histograms.
  var rendered: String {
    let isQuantized = statistics != nil
    var text = Table(rows: [
      ("tensor", info.name), ("shape", info.shape.description),
      ("source type", info.elementType.rawValue), ("stored as", storage),
    ]).rendered()
    if let statistics { text += "\nerrors\n" + statistics.rendered }
    if let scales {
      let unit = groupLength == nil ? "row" : "group"
      let columns = groupLength.map { " of \($0) columns" } ?? ""
      let subject = isQuantized ? "scales" : "largest absolute values"
      text += "\n\(subject), one for each \(unit)\(columns), "
      text += "of \(Quantities.counted(scales.count, unit))\n" + scales.rendered
      text += Self.rendered(largestScales, title: "\(unit)s with the largest")
      text += Self.rendered(smallestScales, title: "\(unit)s with the smallest")
    }
    if nonFiniteRowCount > 0 {
      text +=
        "\nrows with weights that are NaN or infinite: \(Quantities.grouped(nonFiniteRowCount))\n"
    }
    if let statistics { text += "\ncodes\n" + statistics.renderedCodes }
    return text
  }

  private static func rendered(_ rows: [RowScale], title: String) -> String {
    let list = rows.map { row in
      let place = row.column.map { "row \(row.row) from column \($0)" } ?? "\(row.row)"
      return "\(place) (\(Quantities.significant(Double(row.scale))))"
    }
    return "  \(title): \(list.joined(separator: ", "))\n"
  }
}

extension ValueSummary {
  fileprivate var rendered: String {
    var rows = [
      ("minimum", Quantities.significant(minimum)), ("mean", Quantities.significant(mean)),
      ("maximum", Quantities.significant(maximum)),
    ]
    rows += quantiles.map {
      (Quantities.fixed($0.share * 100, decimals: 0) + " %", Quantities.significant($0.value))
    }
    return Table(rows: rows).rendered(indentation: 2)
      + Histogram.rendered(bins.map { (Quantities.significant($0.lowerBound), $0.count) })
  }
}

extension QuantizationStatistics {
  fileprivate var rendered: String {
    Table(rows: [
      ("SQNR", renderedSignalToNoiseRatio + (signalToNoiseRatio == nil ? "" : " dB")),
      ("RMSE", Quantities.significant(rootMeanSquareError)),
      ("largest error", Quantities.significant(Double(maximumAbsoluteError))),
      ("zero codes", Quantities.percent(zeroCodeShare)),
      ("entropy", Quantities.fixed(codeEntropy, decimals: 3) + " bits a code"),
    ]).rendered(indentation: 2)
  }

  /// The histogram of the codes; of 256 codes, sixteen in each bar.
  fileprivate var renderedCodes: String {
    let width = codeCounts.count / 16
    let bins = stride(from: 0, to: codeCounts.count, by: width).map { start in
      let first = start - codeCounts.count / 2
      let count = codeCounts[start..<start + width].reduce(0, +)
      return (width == 1 ? "\(first)" : "\(first)…\(first + width - 1)", count)
    }
    return Histogram.rendered(bins)
  }
}
