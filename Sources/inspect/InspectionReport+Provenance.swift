//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit
import Terminal

extension InspectionReport {
  /// How the file was made and what from.
  var renderedProvenance: String {
    let rows = [("file", path)] + provenance.map { ($0.what, $0.how) }
    guard !sources.isEmpty else {
      return Table(
        rows: rows + [("sources", "not recorded; quantize --hash-sources records them")]
      ).rendered()
    }
    var table = Table([("source", .left), ("bytes", .right), ("SHA-256", .left)])
    for source in sources {
      table.append([source.name, Quantities.grouped(source.byteCount), source.hash.description])
    }
    return Table(rows: rows).rendered() + "\n" + table.rendered()
  }
}
