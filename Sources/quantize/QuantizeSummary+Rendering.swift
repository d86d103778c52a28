//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit
import Terminal

extension QuantizeSummary {
  /// What was written, what it cost and which tensors lost most.
  var rendered: String {
    var text = Table(rows: [
      ("output", outputPath),
      ("tensors", "\(tensorCount), of which \(quantizedTensorCount) are quantized"),
      ("weights", Quantities.grouped(weightCount)),
      ("size before", Quantities.bytes(sourceByteCount)),
      (
        "size after",
        "\(Quantities.bytes(outputByteCount)) "
          + "(\(Quantities.comparison(of: outputByteCount, with: sourceByteCount)))"
      ),
      ("bits per weight", Quantities.fixed(bitsPerWeight, decimals: 2)),
      ("wall time", Quantities.duration(wallDuration)),
      ("peak memory", Quantities.bytes(peakMemoryByteCount)),
    ]).rendered()
    guard !worstTensors.isEmpty else { return text }
    var table = Table([
      ("worst tensors by SQNR", .left), ("scheme", .left), ("SQNR dB", .right), ("RMSE", .right),
      ("max error", .right), ("zeros", .right), ("entropy", .right),
    ])
    for tensor in worstTensors {
      table.append([
        tensor.name, tensor.schemeName, tensor.statistics.renderedSignalToNoiseRatio,
        Quantities.significant(tensor.statistics.rootMeanSquareError),
        Quantities.significant(Double(tensor.statistics.maximumAbsoluteError)),
        Quantities.percent(tensor.statistics.zeroCodeShare),
        Quantities.fixed(tensor.statistics.codeEntropy, decimals: 2),
      ])
    }
    text += "\n" + table.rendered()
    return text
  }

  /// Where the time went: seconds of all threads together, and bytes per second of one thread.
  var renderedStages: String {
    var table = Table([
      ("stage", .left), ("thread seconds", .right), ("bytes", .right), ("per thread", .right),
    ])
    for (name, stage) in stages.all {
      table.append([
        name, Quantities.fixed(stage.duration.inSeconds, decimals: 3),
        Quantities.bytes(stage.byteCount), stage.byteRate.map(Quantities.rate) ?? "-",
      ])
    }
    if stages.verifying.byteCount > 0 {
      table.append([
        "verifying", Quantities.fixed(stages.verifying.duration.inSeconds, decimals: 3),
        Quantities.bytes(stages.verifying.byteCount),
        stages.verifying.byteRate.map(Quantities.rate) ?? "-",
      ])
    }
    table.append([
      "final sync", Quantities.fixed(stages.synchronizing.inSeconds, decimals: 3), "", "",
    ])
    return table.rendered()
  }
}
