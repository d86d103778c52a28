//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

package import QuantKit

extension QuantizationStatistics {
  /// The ratio of signal to quantization noise in dB, or what stands in its place.
  package var renderedSignalToNoiseRatio: String {
    signalToNoiseRatio.map { Quantities.fixed($0, decimals: 2) } ?? "lossless"
  }
}
