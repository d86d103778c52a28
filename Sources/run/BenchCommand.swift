//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser
import QuantKit
import Terminal

/// `run bench MODEL`.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run bench",
    abstract: "Measures how fast a model loads, takes in a prompt and generates.",
    discussion: """
      Feeds made-up tokens, so no tokenizer is needed. Each figure is the median of the repetitions, \
      after one that does not count; the memory's read bandwidth is measured in the same run.
      """
  )

  @Argument(help: ArgumentHelp("A .qkit file, or a checkpoint folder.", valueName: "model"))
  var model: String

  @Option(help: ArgumentHelp("Tokens fed together.", valueName: "tokens"))
  var prompt = 512

  @Option(help: ArgumentHelp("Tokens fed one by one.", valueName: "tokens"))
  var generate = 128

  @Option(
    help: ArgumentHelp(
      "Tokens in the KV cache before, separated by commas; one measurement for each.",
      valueName: "tokens"
    )
  )
  var depth = TokenList([0, 2048])

  @Option(name: .customLong("repeat"), help: ArgumentHelp("Repetitions.", valueName: "count"))
  var repetitions = 5

  @OptionGroup(title: "Computation") var computation: ModelOptions

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    for (name, value, limit) in [
      ("--prompt", prompt, 1 << 20), ("--generate", generate, 1 << 20),
      ("--repeat", repetitions, 1000),
    ] {
      guard (1...limit).contains(value) else {
        throw ValidationError("\(name) must be between 1 and \(limit), not \(value)")
      }
    }
    guard depth.tokens.allSatisfy({ $0 <= 1 << 20 }) else {
      throw ValidationError("--depth must be at most \(1 << 20)")
    }
  }

  func run() throws {
    let cancellation = Program.cancellationOnInterrupt()
    let session = try computation.session(path: model, cancellation: cancellation)
    let report = try session.benchmark(
      BenchmarkOptions(
        promptLength: prompt,
        generationLength: generate,
        depths: depth.tokens,
        repetitions: repetitions
      ),
      cancellation: cancellation
    )
    try StandardOutput.write(json ? report.json.text : report.rendered)
  }
}

extension BenchmarkReport {
  fileprivate var rendered: String {
    var table = Table([
      ("tokens/s", .left), ("depth", .right), ("median", .right), ("min", .right), ("max", .right),
      ("bytes/token", .right), ("bytes/s", .right), ("of bandwidth", .right),
    ])
    func row(_ label: String, _ measurement: SpeedMeasurement, movesWeights: Bool) -> [String] {
      let rates = measurement.tokensPerSecond
      let byteRate = byteRate(of: measurement)
      return [label, Quantities.grouped(measurement.depth)]
        + [rates.median, rates.minimum, rates.maximum].map { Quantities.fixed($0, decimals: 1) }
        + (movesWeights
          ? [
            Quantities.bytes(measurement.byteCountPerToken), Quantities.rate(byteRate),
            Quantities.percent(byteRate / readBandwidth.median),
          ] : ["-", "-", "-"])
    }
    for measurement in prefill {
      table.append(row("prefill \(options.promptLength)", measurement, movesWeights: false))
    }
    for measurement in decode {
      table.append(row("decode \(options.generationLength)", measurement, movesWeights: true))
    }
    return Table(rows: [
      ("load", Quantities.fixed(loadSeconds, decimals: 3) + " s"),
      ("weights", Quantities.bytes(weightByteCount)),
      ("peak memory", Quantities.bytes(peakMemoryByteCount)),
      ("read bandwidth", Quantities.rate(readBandwidth.median)),
      ("arithmetic", "\(arithmetic.rawValue), \(instructionSet.rawValue), \(threadCount) threads"),
      ("KV cache", keyValueFormat.rawValue),
    ]).rendered() + "\n" + table.rendered()
  }
}
