//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit
import Terminal

extension QuantizePlan {
  /// The widths of the codes, in bits: `8`, or `4 and 8` where a plan mixes them.
  var widths: String {
    let widths = Set(entries.compactMap { $0.decision.scheme?.bitsPerCode }).sorted()
    return widths.isEmpty ? "\(bits)" : widths.map { "\($0)" }.joined(separator: " and ")
  }

  /// One line for each tensor, the sums, and what the work will need.
  func rendered(with preflight: QuantizePreflight) -> String {
    var table = Table([
      ("tensor", .left), ("shape", .left), ("type", .left), ("becomes", .left), ("bytes", .right),
      ("why kept", .left),
    ])
    for entry in entries {
      table.append([
        entry.info.name, entry.info.shape.description, entry.info.elementType.rawValue,
        entry.decision.scheme.map { scheme in
          scheme.name + (entry.decision.step.map { ", step \($0)" } ?? "")
        } ?? entry.info.elementType.rawValue,
        Quantities.grouped(entry.plannedByteCount), entry.decision.reason ?? "",
      ])
    }
    return table.rendered() + "\n"
      + Table(rows: [
        ("output", outputPath),
        ("recipe", "\(recipeName), \(widths) bits"),
        ("tensors", "\(entries.count), of which \(quantizedTensorCount) are quantized"),
        ("weights", Quantities.grouped(weightCount)),
        ("source size", Quantities.bytes(sourceByteCount)),
        ("before compression", Quantities.bytes(plannedByteCount)),
        ("size after", preflight.size),
        ("free on the disk", preflight.freeByteCount.map(Quantities.bytes) ?? "unknown"),
        ("peak memory", "about \(Quantities.bytes(preflight.memoryByteCount))"),
      ]).rendered()
  }
}
