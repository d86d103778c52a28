//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit
import Terminal

extension InspectionReport {
  /// The model as a whole.
  var rendered: String {
    var rows = [
      ("file", path),
      ("kind", isQuantizedFile ? "quantized file" : "checkpoint"),
      ("architecture", architecture ?? "not named"),
      (
        "weights",
        "\(Quantities.grouped(weightCount)) in \(Quantities.counted(tensors.count, "tensor"))"
      ),
      ("source size", Quantities.bytes(sourceByteCount)),
    ]
    if isQuantizedFile {
      rows += [
        ("in memory", Quantities.bytes(memoryByteCount)),
        ("file size", "\(Quantities.bytes(totalByteCount)) (\(ratioText))"),
      ]
    }
    rows.append(("bits per weight", Quantities.fixed(bitsPerWeight, decimals: 2)))
    rows += provenance.map { ($0.what, $0.how) }
    let files = sideFiles.map { "\($0.name) (\(Quantities.bytes($0.byteCount)))" }
    rows.append(("side files", files.isEmpty ? "none" : files.joined(separator: ", ")))
    rows += notes.map { ("note", $0) }

    var table = Table([
      ("stored as", .left), ("tensors", .right), ("weights", .right), ("in memory", .right),
      ("on disk", .right), ("bits/weight", .right),
    ])
    for group in groups {
      table.append([
        group.storage, String(group.tensorCount), Quantities.count(group.weightCount),
        Quantities.bytes(group.memoryByteCount), Quantities.bytes(group.storedByteCount),
        Quantities.fixed(
          Double(group.storedByteCount) * 8 / Double(max(group.weightCount, 1)),
          decimals: 2
        ),
      ])
    }
    return Table(rows: rows).rendered() + "\n" + table.rendered()
  }

  private var ratioText: String {
    guard totalByteCount > 0 else { return "empty" }
    return "\(Quantities.comparison(of: totalByteCount, with: sourceByteCount)) than the source, "
      + "compression alone \(Quantities.fixed(compressionRatio, decimals: 2))"
  }

  private var compressionRatio: Double {
    storedByteCount == 0 ? 1 : Double(memoryByteCount) / Double(storedByteCount)
  }

  /// Writes one line for each tensor.
  func writeTensors<Failure: Error>(
    to write: (String) throws(Failure) -> Void
  ) throws(Failure) {
    let columns: [(String, Table.Alignment)] = [
      ("tensor", .left), ("shape", .left), ("stored as", .left), ("bytes", .right),
      ("bits/weight", .right), ("SQNR dB", .right),
    ]
    let rows = tensors.lazy.map { tensor in
      [
        tensor.info.name, tensor.info.shape.description, tensor.storage,
        Quantities.grouped(tensor.storedByteCount),
        Quantities.fixed(tensor.bitsPerWeight, decimals: 2),
        tensor.statistics.map(\.renderedSignalToNoiseRatio) ?? "-",
      ]
    }
    try Table.write(columns, rows: rows, to: write)
  }
}
