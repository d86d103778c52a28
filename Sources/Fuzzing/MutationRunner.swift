//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import CFuzzing

/// Feeds a target with changed seeds, the same ones for the same number.
package struct MutationRunner {
  /// What a run came to.
  package struct Report {
    /// How many inputs ran.
    package var executionCount = 0
    /// How many of them the parser took for valid.
    package var acceptedCount = 0
    /// The most seconds of the processor that one took.
    package var worstSeconds = 0.0
    /// The most bytes that one had allocated at a time; 0 where nothing counts them.
    package var peakByteCount = 0
    /// The inputs that took too much, with words for a person.
    package var excesses: [(input: [UInt8], problem: String)] = []
  }

  private let target: FuzzTarget
  private let seed: UInt64
  /// How many excesses are enough.
  private static let excessLimit = 5

  /// A run of a target; one seed always gives the same inputs.
  package init(_ target: FuzzTarget, seed: UInt64) {
    self.target = target
    self.seed = seed
  }

  /// Runs all seeds unchanged and then changed ones, until there were so many or so much time is over.
  package func run(executions: Int, duration: Duration) -> Report {
    var mutator = Mutator(seeds: target.seeds, tokens: target.tokens, seed: seed)
    var report = Report()
    let end = ContinuousClock.now + duration
    while report.executionCount < executions, report.excesses.count < Self.excessLimit {
      guard report.executionCount < target.seeds.count else {
        if ContinuousClock.now >= end { break }
        var input = mutator.next()
        target.repair(&input)
        measure(input, in: &report)
        continue
      }
      measure(target.seeds[report.executionCount], in: &report)
    }
    return report
  }

  /// Runs these inputs as they are.
  package func run(_ inputs: [[UInt8]]) -> Report {
    var report = Report()
    for input in inputs { measure(input, in: &report) }
    return report
  }

  private func measure(_ input: [UInt8], in report: inout Report) {
    cfuzzing_begin_allocations()
    let start = ProcessorTime.now
    let isAccepted = CrashRecord.during(input) { target.run(input) }
    let seconds = ProcessorTime.now - start
    let byteCount = Int(cfuzzing_peak_allocation())
    report.executionCount += 1
    report.acceptedCount += isAccepted ? 1 : 0
    report.worstSeconds = max(report.worstSeconds, seconds)
    report.peakByteCount = max(report.peakByteCount, byteCount)
    if seconds > FuzzTarget.secondLimit {
      report.excesses.append((input, "took \(seconds) s"))
    }
    if byteCount > FuzzTarget.allocationLimit(inputByteCount: input.count) {
      report.excesses.append((input, "allocated \(byteCount) bytes at a time"))
    }
  }
}
