//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit
import Terminal

extension PyTorchFileReport {
  /// The file as a whole, what it asks for, and one line for each tensor.
  var rendered: String {
    var rows = [
      ("file", path), ("kind", format), ("file size", Quantities.bytes(byteCount)),
    ]
    if refusal == nil {
      rows.append(
        (
          "weights",
          "\(Quantities.grouped(weightCount)) in \(Quantities.counted(tensors.count, "tensor"))"
        )
      )
    }
    rows += notes.map { ("note", $0) }
    var asked = Table([("asks for", .left), ("", .left)])
    for global in globals {
      asked.append([global.name, global.isAccepted ? "accepted" : "REFUSED"])
    }
    var table = Table([
      ("tensor", .left), ("shape", .left), ("type", .left), ("bytes", .right), ("lies", .left),
    ])
    for tensor in tensors {
      table.append([
        tensor.info.name, tensor.info.shape.description, tensor.info.elementType.rawValue,
        Quantities.grouped(tensor.info.byteCount ?? 0),
        tensor.isContiguous ? "in one piece" : "spread",
      ])
    }
    var parts = [Table(rows: rows), asked]
    if !tensors.isEmpty { parts.append(table) }
    return parts.map { $0.rendered() }.joined(separator: "\n")
  }
}
