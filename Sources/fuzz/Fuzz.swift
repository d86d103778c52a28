//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser
import Fuzzing

/// `fuzz`: feeds every parser with changed golden files.
@main
struct Fuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Feeds every parser with golden files that were changed at random, the same way for the same seed.",
    discussion:
      "Ends with status 1, and keeps the input, when one crashes, takes too long or too much memory."
  )

  @Argument(help: "Inputs to run instead, through the one target that is named.")
  var inputs: [String] = []

  @Option(help: "Run this target alone.")
  var target: String?

  @Option(help: "The seconds that each target gets.")
  var seconds = 2.0

  @Option(help: "The most inputs of each target.")
  var executions = Int.max

  @Option(help: "What the changes follow from.")
  var seed: UInt64 = 1

  @Option(help: "The folder of golden files.")
  var fixtures = "Tests/QuantKitTests/Fixtures"

  @Option(help: "The folder for files on the way, and for inputs that failed.")
  var scratch: String

  @Flag(help: "Let libFuzzer find the inputs of one target; its options follow after --.")
  var guided = false

  @Flag(help: "List the targets.")
  var list = false

  func validate() throws {
    guard target != nil || (inputs.isEmpty && !guided) else {
      throw ValidationError("name the target of the inputs")
    }
  }

  func run() throws {
    let targets = try FuzzTarget.all(fixtures: fixtures, scratch: scratch)
      .filter { target == nil || $0.name == target }
    guard !targets.isEmpty else { throw ValidationError("there is no target '\(target ?? "")'") }
    if list { return print(targets.map(\.name).joined(separator: "\n")) }
    if guided { return try runGuided(targets[0]) }
    var hasFailed = false
    if inputs.isEmpty { print("target                 inputs accepted  worst s  peak MB") }
    for target in targets {
      let input = "\(scratch)/\(target.name)-\(seed)"
      CrashRecord.install(path: input, note: note(target: target.name, input: input))
      let runner = MutationRunner(target, seed: seed)
      let report =
        inputs.isEmpty
        ? runner.run(executions: executions, duration: .seconds(seconds))
        : runner.run(try inputs.map(CrashRecord.read))
      print(line(target.name, report))
      for (number, excess) in report.excesses.enumerated() {
        hasFailed = true
        let path = "\(input)-\(number)"
        try CrashRecord.write(excess.input, to: path)
        print(
          "  an input \(excess.problem); repeat it with: scripts/fuzz --target \(target.name) \(path)"
        )
      }
    }
    print("the process had at most \(ProcessorTime.peakResidentByteCount >> 20) MB")
    if hasFailed { throw ExitCode.failure }
  }

  private func runGuided(_ target: FuzzTarget) throws {
    let corpus = "\(scratch)/corpus-\(target.name)"
    let status = try GuidedRunner.run(target, corpus: corpus, options: inputs)
    guard let status else { throw ValidationError("the program was built without libFuzzer") }
    throw ExitCode(status)
  }

  private func note(target: String, input: String) -> String {
    "\nan input ended the process; repeat it with: scripts/fuzz --target \(target) \(input)\n"
  }

  private func line(_ name: String, _ report: MutationRunner.Report) -> String {
    let thousandths = Int((report.worstSeconds * 1000).rounded(.up))
    let fraction = String(thousandths % 1000)
    let seconds =
      "\(thousandths / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
    let accepted = "\(report.acceptedCount * 100 / max(1, report.executionCount))%"
    let megabytes = String(report.peakByteCount >> 20)
    let columns = [(String(report.executionCount), 9), (accepted, 9), (seconds, 9), (megabytes, 9)]
    return name + String(repeating: " ", count: max(0, 20 - name.count))
      + columns.map { String(repeating: " ", count: max(1, $0.1 - $0.0.count)) + $0.0 }.joined()
  }
}
