//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit
import Terminal

extension MemoryReport {
  /// One line for each way to hold the weights, then one for each way to hold the KV cache.
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
    var caches = Table([("KV cache", .left), ("size", .right)])
    for cache in keyValueByteCounts {
      caches.append([
        cache.format.rawValue, cache.byteCount.map(Quantities.bytes) ?? "unknown",
      ])
    }
    return "memory with a context of \(Quantities.grouped(contextLength)) tokens\n\n"
      + table.rendered() + "\n" + caches.rendered()
  }
}
