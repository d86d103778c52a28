//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit
import Terminal

extension MemoryReport {
  /// One line for each way to hold the weights.
  var rendered: String {
    let cache = keyValueByteCount.map(Quantities.bytes) ?? "unknown"
    var table = Table([
      ("weights held", .left), ("weights", .right), ("KV cache", .right), ("total", .right),
    ])
    for row in rows {
      table.append([
        row.label, Quantities.bytes(row.weightByteCount), cache,
        totalByteCount(of: row).map(Quantities.bytes) ?? "-",
      ])
    }
    return "memory with a context of \(Quantities.grouped(contextLength)) tokens\n\n"
      + table.rendered()
  }
}
