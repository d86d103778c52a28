//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import QuantKit

/// Rows of text set in columns.
///
/// Names from files can hold anything; what a terminal would act on is shown by its number.
package struct Table {
  /// On which side of its column a text stands.
  package enum Alignment: Sendable { case left, right }

  private let alignments: [Alignment]
  private var rows: [[String]]

  /// A table with its header.
  package init(_ columns: [(title: String, alignment: Alignment)]) {
    alignments = columns.map(\.alignment)
    rows = [columns.map(\.title)]
  }

  /// A table of two columns without a header: what something is, and its value.
  package init(rows: [(String, String)]) {
    alignments = [.left, .left]
    self.rows = rows.map { [$0.0.printable, $0.1.printable] }
  }

  /// Adds a row with one text for each column.
  package mutating func append(_ row: [String]) {
    precondition(row.count == alignments.count, "a row has one text for each column")
    rows.append(row.map(\.printable))
  }

  /// The lines, each with a line break, columns two spaces apart.
  package func rendered(indentation: Int = 0) -> String {
    let widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { line(of: $0, widths: widths, indentation: indentation) }.joined()
  }

  /// Writes a long table line by line, without ever holding all of its rows.
  ///
  /// - Parameters:
  ///   - columns: The header.
  ///   - rows: The rows, each made twice: to measure it, and to write it.
  ///   - write: Receives pieces of the text.
  /// - Throws: What `write` throws.
  package static func write<Failure: Error>(
    _ columns: [(title: String, alignment: Alignment)],
    rows: some Sequence<[String]>,
    to write: (String) throws(Failure) -> Void
  ) throws(Failure) {
    let header = Table(columns)
    var widths = columns.map(\.title.count)
    for row in rows {
      for (column, cell) in row.enumerated() {
        widths[column] = max(widths[column], cell.printable.count)
      }
    }
    var text = header.line(of: columns.map(\.title), widths: widths)
    for row in rows {
      text += header.line(of: row.map(\.printable), widths: widths)
      if text.utf8.count >= pieceByteCount {
        try write(text)
        text = ""
      }
    }
    try write(text)
  }

  private static let pieceByteCount = 1 << 16

  private func line(of row: [String], widths: [Int], indentation: Int = 0) -> String {
    var line = String(repeating: " ", count: indentation)
    for (column, cell) in row.enumerated() {
      let padding = String(repeating: " ", count: widths[column] - cell.count)
      line +=
        (column > 0 ? "  " : "") + (alignments[column] == .left ? cell + padding : padding + cell)
    }
    while line.hasSuffix(" ") { line.removeLast() }
    return line + "\n"
  }
}
