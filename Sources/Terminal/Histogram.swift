//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A small histogram drawn with block characters, one line for each bin.
package enum Histogram {
  /// The lines: label, bar and count, the longest bar `width` characters long.
  package static func rendered(_ bins: [(label: String, count: Int)], width: Int = 40) -> String {
    let largest = bins.map(\.count).max() ?? 0
    let labelWidth = bins.map(\.label.count).max() ?? 0
    return bins.map { bin in
      let padding = String(repeating: " ", count: labelWidth - bin.label.count)
      return "  \(padding)\(bin.label) \(bar(bin.count, of: largest, width: width)) "
        + "\(Quantities.grouped(bin.count))\n"
    }.joined()
  }

  private static let eighths: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  private static func bar(_ count: Int, of largest: Int, width: Int) -> String {
    guard largest > 0 else { return "" }
    let eighthCount = Int((Double(count) / Double(largest) * Double(width) * 8).rounded())
    var bar = String(repeating: "█", count: eighthCount / 8)
    if eighthCount % 8 > 0 { bar.append(eighths[eighthCount % 8 - 1]) }
    return bar.isEmpty && count > 0 ? "▏" : bar
  }
}
