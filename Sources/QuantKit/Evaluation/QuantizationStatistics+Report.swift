//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension QuantizationStatistics {
  /// The figures under stable keys; `sqnr_db` is null where there is no error or no signal.
  var report: JSON {
    [
      "weights": .integer(weightCount),
      "rmse": .number(rootMeanSquareError),
      "sqnr_db": signalToNoiseRatio.map(JSON.number) ?? .null,
      "max_abs_error": .number(Double(maximumAbsoluteError)),
      "zero_share": .number(zeroCodeShare),
      "entropy_bits": .number(codeEntropy),
    ]
  }
}
