//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Watches a token on its way through the layers for the first result that is not finite.
///
/// For passes of one token; passes that nobody suspects go without.
final class ActivationMonitor {
  /// An operation that gave NaN or an infinity although what went into it was finite.
  struct Finding {
    /// The layer, from 0; nil before the first and after the last.
    let layer: Int?
    /// The operation, by the name of its tensor where it has one.
    let operation: String
    /// The first such value.
    let value: Float
  }

  /// The operation between the projections, which also reads the key-value cache.
  static let attention = "attention"

  /// The layer that the token is in.
  var layer: Int?
  /// What was found first.
  private(set) var finding: Finding?

  /// Looks at what an operation gave.
  func inspect(_ result: ActivationSlice, of operation: String) {
    guard finding == nil, let value = result.values(inRow: 0).first(where: { !$0.isFinite }) else {
      return
    }
    finding = Finding(layer: layer, operation: operation, value: value)
  }
}
