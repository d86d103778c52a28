//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit
import Terminal

extension ChatReply {
  /// One line: how much was said how fast.
  var renderedSummary: String {
    "(\(Quantities.counted(generatedTokenCount, "token")), \(decodeSpeed); prompt "
      + "\(Quantities.grouped(promptTokenCount)), reused \(Quantities.grouped(reusedTokenCount)))"
  }

  /// All figures.
  ///
  /// - Parameters:
  ///   - used: The tokens in the KV cache.
  ///   - context: The most tokens.
  /// - Returns: Lines.
  func rendered(contextUsed used: Int, of context: Int) -> String {
    Table(rows: [
      ("prompt", Quantities.counted(promptTokenCount, "token")),
      ("reused", Quantities.counted(reusedTokenCount, "token")),
      (
        "prefilled",
        Quantities.counted(prefilledTokenCount, "token")
          + ", \(Self.speed(prefilledTokenCount, prefillDuration))"
      ),
      ("generated", "\(Quantities.counted(generatedTokenCount, "token")), \(decodeSpeed)"),
      ("stopped by", stopReason.text),
      ("context", "\(Quantities.grouped(used)) of \(Quantities.counted(context, "token"))"),
    ]).rendered()
  }

  private var decodeSpeed: String { Self.speed(decodeStepCount, decodeDuration) }

  private static func speed(_ count: Int, _ duration: Duration) -> String {
    guard count > 0, duration > .zero else { return "-" }
    return Quantities.fixed(Double(count) / duration.inSeconds, decimals: 1) + " tokens/s"
  }
}
