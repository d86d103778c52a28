//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

/// Several programs at one file.
@Suite struct ConcurrencyTests {
  private let folder: TemporaryFolder
  private let demo = Fixtures.demo("checkpoint")

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.path(name) }

  @Test(arguments: [[], ["--force"]]) func twoWritersOfOneOutput(options: [String]) throws {
    for round in 0..<8 {
      let output = path("out-\(round).qkit")
      let arguments = [demo, "-o", output, "-q"] + options
      let writers = try (0..<2).map { _ in try BuiltProgram.quantize.start(arguments) }
      let outcomes = try writers.map { try $0.outcome() }
      let losers = outcomes.filter { $0.status != 0 }
      // With --force the later one may just have begun when the earlier was done.
      #expect(options.isEmpty ? losers.count == 1 : losers.count <= 1)
      for loser in losers {
        #expect(loser.status == 1)
        #expect(
          loser.errors.contains("another process is writing")
            || options.isEmpty && loser.errors.contains("exists already"),
          "\(loser.errors)"
        )
      }
      #expect(try BuiltProgram.inspect("verify", output).status == 0)
      #expect(FileSystem.kind(of: output + ".partial") == .nothing)
    }
  }

  /// What `run` prints of a file that something happens to as soon as the program has opened it.
  ///
  /// Nil when the program was done before.
  private func output(
    ofRunOn file: String,
    _ options: [String],
    whileOpen change: () throws -> Void
  ) throws -> String? {
    let running = try BuiltProgram.run.start([file] + options)
    let process = running.process.processIdentifier
    func hasOpened() -> Bool {
      let descriptors = "/proc/\(process)/fd"
      let names = (try? FileManager.default.contentsOfDirectory(atPath: descriptors)) ?? []
      return names.contains { name in
        (try? FileManager.default.destinationOfSymbolicLink(atPath: descriptors + "/" + name))
          == file
      }
    }
    while running.process.isRunning, !hasOpened() {}
    let isCaught = kill(process, SIGSTOP) == 0 && hasOpened()
    try change()
    kill(process, SIGCONT)
    let outcome = try running.outcome()
    guard isCaught else { return nil }
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.output
  }

  private static let hasProcessFolder = FileManager.default.fileExists(atPath: "/proc/self/fd")

  @Test(.enabled(if: hasProcessFolder, "shows what a program has open")) func aFileInUseIsReplaced()
    throws
  {
    let options = ["--prompt", "The capital of France is", "--greedy", "--max-tokens", "8"]
    #expect(try BuiltProgram.quantize(demo, "-o", path("sound.qkit"), "-q").status == 0)
    let sound = try folder.contents("sound.qkit")
    let expected = try BuiltProgram.run.start([path("sound.qkit")] + options).outcome().output
    let file = FileSystem.resolved(folder.path) + "/model.qkit"
    var caught = 0
    for round in 0..<6 {
      try folder.write(sound, to: "model.qkit")
      let output = try output(ofRunOn: file, options) {
        if round % 2 == 0 {
          try FileSystem.write(Array("something else".utf8), to: file, replacing: true)
        } else {
          let four = try BuiltProgram.quantize(demo, "--bits", "4", "-o", file, "-q", "--force")
          #expect(four.status == 0, "\(four.errors)")
        }
      }
      guard let output else { continue }
      caught += 1
      #expect(output == expected)
      #expect(try folder.contents("model.qkit") != sound)
    }
    #expect(caught > 0, "the program was always done before it was seen")
  }
}
