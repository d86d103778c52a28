//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import QuantKit
internal import Synchronization

/// How far a long job is, on standard error.
///
/// On a terminal one line is rewritten in place; in a pipe or a log file a plain line is printed now
/// and then. May be updated from any thread.
package final class ProgressBar: Sendable {
  private struct State {
    /// When the work began: at the first update, for a bar may be made long before.
    var start: ContinuousClock.Instant?
    /// What was done by then, in an earlier run.
    var startCount = 0
    var lastUpdate: ContinuousClock.Instant?
    var lineWidth = 0
  }

  /// What is counted.
  package enum Unit: Sendable {
    case bytes, tokens
    /// Pieces of work, whose number says nothing.
    case pieces
  }

  private let label: String
  private let unit: Unit
  private let isTerminal: Bool
  private let state = Mutex(State())

  /// Shows nothing yet.
  ///
  /// - Parameters:
  ///   - label: What is being done, a word.
  ///   - unit: What is counted.
  package init(label: String, unit: Unit) {
    self.label = label
    self.unit = unit
    isTerminal = StandardError.isTerminal
  }

  /// Shows that `count` of `total` are done.
  package func update(_ count: Int, of total: Int) {
    let now = ContinuousClock.now
    state.withLock { state in
      let interval: Duration = isTerminal ? .milliseconds(100) : .seconds(5)
      if state.start == nil {
        (state.start, state.startCount) = (now, count)
        // A terminal shows at once that something happens; a log has lines for long work only.
        state.lastUpdate = isTerminal ? nil : now
      }
      if let lastUpdate = state.lastUpdate, now - lastUpdate < interval { return }
      state.lastUpdate = now
      let summary = summary(
        count,
        of: total,
        since: state.startCount,
        elapsed: (now - (state.start ?? now)).inSeconds
      )
      guard isTerminal else { return Console.report("\(label): \(summary)\n") }
      let line = bar(share: share(count, of: total), summary: summary)
      let padding = String(repeating: " ", count: max(0, state.lineWidth - line.count))
      state.lineWidth = line.count
      Console.report("\r" + line + padding)
    }
  }

  /// Removes the line from a terminal.
  package func finish() {
    state.withLock { state in
      guard isTerminal, state.lineWidth > 0 else { return }
      Console.report("\r" + String(repeating: " ", count: state.lineWidth) + "\r")
      state.lineWidth = 0
    }
  }

  private func bar(share: Double, summary: String) -> String {
    let columns = StandardError.columnCount
    let width = min(30, columns - label.count - summary.count - 6)
    guard width >= 8 else { return String("\(label) \(summary)".prefix(max(1, columns - 1))) }
    let filled = min(width, Int(share * Double(width)))
    return "\(label) [" + String(repeating: "#", count: filled)
      + String(repeating: "-", count: width - filled) + "] " + summary
  }

  private func share(_ count: Int, of total: Int) -> Double {
    total > 0 ? Double(count) / Double(total) : 1
  }

  private func summary(
    _ count: Int,
    of total: Int,
    since startCount: Int,
    elapsed: Double
  ) -> String {
    // What the first moments promise is far off: threads start and nothing is read yet.
    let rate = elapsed >= 0.5 ? Double(count - startCount) / elapsed : 0
    var parts = [Quantities.fixed(share(count, of: total) * 100, decimals: 0) + " %"]
    switch unit {
    case .bytes:
      parts.append("\(Quantities.bytes(count)) of \(Quantities.bytes(total))")
      if rate > 0 { parts.append(Quantities.rate(rate)) }
    case .tokens:
      parts.append("\(Quantities.grouped(count)) of \(Quantities.grouped(total)) tokens")
      if rate > 0 { parts.append(Quantities.fixed(rate, decimals: 0) + " tokens/s") }
    case .pieces:
      break
    }
    if rate > 0, count < total {
      parts.append(Quantities.duration(.seconds(Double(total - count) / rate)) + " left")
    }
    return parts.joined(separator: ", ")
  }
}
