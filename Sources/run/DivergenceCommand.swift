//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser
import QuantKit
import Terminal

/// `run divergence REFERENCE MODEL TEXT_FILE`.
struct DivergenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run divergence",
    abstract: "Measures how far a model's predictions are from those of its original.",
    discussion: """
      Feeds the same text to both and compares their distributions of every next token: the \
      Kullback-Leibler divergence KL(reference || model) in nats, and what follows from it. The text is \
      cut into windows as by 'run perplexity'. Both models must fit in memory together.
      """
  )

  @Argument(
    help: ArgumentHelp(
      "The original: a checkpoint folder, or a .qkit file.",
      valueName: "reference"
    )
  )
  var reference: String

  @Argument(
    help: ArgumentHelp("What was made of it, also a .qkit file or a folder.", valueName: "model")
  )
  var model: String

  @OptionGroup var text: EvaluatedText

  @Option(help: ArgumentHelp("The most windows (default: the whole text).", valueName: "count"))
  var windows: Int?

  @Flag(
    help: """
      Also replace the reference's matrices by the model's one group at a time, each kind and each \
      layer, to show which cost most.
      """
  )
  var byLayer = false

  @Option(
    help: ArgumentHelp(
      "Fail when the mean divergence is above this, in nats.",
      valueName: "nats"
    )
  )
  var maxKld: Double?

  @Option(
    help: ArgumentHelp(
      """
      Fail when a tensor's signal-to-noise ratio, as the .qkit file recorded it, is below this, in dB.
      """,
      valueName: "dB"
    )
  )
  var minSqnr: Double?

  @Option(
    help: ArgumentHelp(
      "How the reference computes (default: as the model).",
      valueName: "mode"
    )
  )
  var referenceArithmetic: Arithmetic?

  @OptionGroup(title: "Computation") var computation: ModelOptions

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if let windows, windows < 1 {
      throw ValidationError("--windows must be at least 1, not \(windows)")
    }
    if let maxKld, !(maxKld >= 0) {
      throw ValidationError("--max-kld must not be negative, as \(maxKld) is")
    }
    if let minSqnr, !minSqnr.isFinite {
      throw ValidationError("--min-sqnr must be a number of dB, not \(minSqnr)")
    }
    for path in [reference, model] { try Program.requireExisting(path) }
  }

  func run() throws {
    let content = try text.content()
    let cancellation = Program.cancellationOnInterrupt()
    let job = try DivergenceJob(
      model: model,
      reference: reference,
      text: content,
      options: options,
      cancellation: cancellation
    )
    let bar = ProgressBar(label: "divergence", unit: .tokens)
    let report = try job.measure(cancellation: cancellation, progress: bar.update)
    bar.finish()
    var groups: [(group: MatrixGroup, divergence: Divergence)] = []
    if byLayer {
      let bar = ProgressBar(label: "by layer", unit: .tokens)
      let divergences = try job.measureGroups(cancellation: cancellation, progress: bar.update)
      bar.finish()
      groups = Array(zip(job.groups, divergences))
    }
    try StandardOutput.write(
      json ? report.json(groups: groups).text : report.rendered + Self.rendered(groups)
    )
    try check(report)
  }

  private var options: DivergenceOptions {
    DivergenceOptions(
      windowLength: text.window,
      windowLimit: windows,
      threadCount: computation.threads,
      arithmetic: computation.arithmetic,
      referenceArithmetic: referenceArithmetic,
      keyValueFormat: computation.kv,
      instructionSet: computation.kernels ?? .best
    )
  }

  /// Fails where the model is worse than was asked for.
  private func check(_ report: DivergenceReport) throws {
    if let maxKld, !(report.divergence.mean <= maxKld) {
      let mean = Quantities.significant(report.divergence.mean)
      throw QualityGateError(
        description: "the mean divergence of '\(model)' is \(mean), above --max-kld \(maxKld)"
      )
    }
    guard let minSqnr else { return }
    guard let tensor = report.weakestTensor else {
      throw QualityGateError(
        description: "'\(model)' has no quantized tensors, so that --min-sqnr says nothing of it"
      )
    }
    guard tensor.signalToNoiseRatio >= minSqnr else {
      let ratio = Quantities.fixed(tensor.signalToNoiseRatio, decimals: 2)
      throw QualityGateError(
        description:
          "tensor '\(tensor.name)' of '\(model)' has \(ratio) dB, below --min-sqnr \(minSqnr)"
      )
    }
  }

  private static func rendered(_ groups: [(group: MatrixGroup, divergence: Divergence)]) -> String {
    var text = ""
    let titles: [(MatrixGroup.Kind, String)] = [
      (.operation, "replaced kind"), (.layer, "replaced layer"),
    ]
    for (kind, title) in titles {
      let members = groups.filter { $0.group.kind == kind }
        .sorted { $0.divergence.mean > $1.divergence.mean }
      guard !members.isEmpty else { continue }
      var table = Table([
        (title, .left), ("matrices", .right), ("weights", .right), ("mean KLD", .right),
        ("standard error", .right), ("same top-1", .right),
      ])
      for (group, divergence) in members {
        table.append([
          group.name, Quantities.grouped(group.matrixNames.count),
          Quantities.count(group.weightCount), Quantities.significant(divergence.mean),
          Quantities.significant(divergence.standardError),
          Quantities.percent(divergence.sameTopShare),
        ])
      }
      text += "\n" + table.rendered()
    }
    return text
  }
}

/// A model that is worse than was asked for.
private struct QualityGateError: Error, CustomStringConvertible {
  let description: String
}

extension DivergenceReport {
  fileprivate var rendered: String {
    let divergence = divergence
    var rows = [
      ("perplexity, reference", Quantities.fixed(divergence.referencePerplexity, decimals: 4)),
      ("perplexity, model", Quantities.fixed(divergence.perplexity, decimals: 4)),
      (
        "mean KLD",
        Quantities.significant(divergence.mean) + " ± "
          + Quantities.significant(divergence.standardError) + " nats"
      ),
      ("median KLD", Quantities.significant(divergence.median)),
      ("99 % KLD", Quantities.significant(divergence.quantile(0.99))),
      ("maximum KLD", Quantities.significant(divergence.maximum)),
      ("same top-1", Quantities.percent(divergence.sameTopShare)),
      ("RMS Δp of the next token", Quantities.percent(divergence.probabilityDifference)),
      ("positions", Quantities.grouped(divergence.positionCount)),
      ("window", Quantities.grouped(windowLength)),
      (
        "arithmetic",
        arithmetic == referenceArithmetic
          ? arithmetic.rawValue
          : "\(arithmetic.rawValue), the reference's \(referenceArithmetic.rawValue)"
      ),
      ("KV cache", keyValueFormat.rawValue),
    ]
    if let weakestTensor {
      let ratio = Quantities.fixed(weakestTensor.signalToNoiseRatio, decimals: 2)
      rows.append(("lowest SQNR", "\(ratio) dB, \(weakestTensor.name)"))
    }
    return Table(rows: rows).rendered()
  }
}
