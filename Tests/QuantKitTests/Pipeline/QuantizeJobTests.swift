//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

@Suite struct QuantizeJobTests {
  private let folder: TemporaryFolder
  private let demo = Fixtures.demo("checkpoint")

  init() throws { folder = try TemporaryFolder() }

  private func job(
    _ name: String = "out.qkit",
    checkpoint: String? = nil,
    options: QuantizeOptions = QuantizeOptions()
  ) throws -> QuantizeJob {
    try QuantizeJob(
      checkpoint: checkpoint ?? demo,
      output: folder.path(name),
      options: options
    )
  }

  /// A copy of the demonstration checkpoint that a test may change.
  private func copyOfDemo() throws -> String {
    let copy = folder.path("checkpoint")
    try FileManager.default.copyItem(atPath: demo, toPath: copy)
    return copy
  }

  /// Runs a job until a share of the checkpoint is done and interrupts it then.
  private func interrupt(_ job: QuantizeJob, at share: Double) {
    let cancellation = Cancellation()
    #expect(throws: CancellationError.self) {
      try job.run(cancellation: cancellation) { progress in
        if Double(progress.byteCount) >= share * Double(progress.totalByteCount) {
          cancellation.cancel()
        }
      }
    }
  }

  // MARK: Going on

  @Test(arguments: [Recipe.Width.eight, .four], [1, 3])
  func goingOnGivesTheBytesOfAnUninterruptedRun(width: Recipe.Width, threadCount: Int) throws {
    var options = QuantizeOptions(width: width, recipe: .compact, threadCount: threadCount)
    let whole = try job("whole.qkit", options: options).run()
    options.isResuming = true
    var finished = 0
    // Interrupted again and again, each time further on.
    for share in [0.3, 0.45, 0.6, 0.8] {
      let job = try job(options: options)
      interrupt(job, at: share)
      let work = try #require(job.interruptedWork)
      #expect(work.obstacle == nil)
      #expect(work.finishedTensorCount >= finished && work.tensorCount == 45)
      finished = work.finishedTensorCount
    }
    #expect(finished > 10)
    #expect(try folder.names() == ["out.qkit.journal", "out.qkit.partial", "whole.qkit"])
    let summary = try job(options: options).run()
    #expect(summary.resumedTensorCount == finished)
    #expect(try folder.contents("out.qkit") == folder.contents("whole.qkit"))
    #expect(try folder.names() == ["out.qkit", "whole.qkit"])
    #expect(summary.storedByteCount == whole.storedByteCount)
    #expect(summary.outputByteCount == whole.outputByteCount)
    #expect(summary.quantizedTensors.map(\.name) == whole.quantizedTensors.map(\.name))
    #expect(summary.quantizedTensors.map(\.statistics) == whole.quantizedTensors.map(\.statistics))
  }

  @Test func whatIsDamagedMeanwhileIsMadeAnew() throws {
    try job("whole.qkit").run()
    var options = QuantizeOptions()
    options.isResuming = true
    for (name, change) in [
      ("bytes", { (partial: inout [UInt8], _: inout [UInt8]) in partial[partial.count / 2] ^= 1 }),
      (
        "cut",
        { (partial: inout [UInt8], _: inout [UInt8]) in partial.removeLast(partial.count / 2) }
      ),
      ("torn line", { (_: inout [UInt8], journal: inout [UInt8]) in journal.removeLast(7) }),
      ("line", { (_: inout [UInt8], journal: inout [UInt8]) in journal[journal.count / 2] ^= 1 }),
      ("empty", { (partial: inout [UInt8], _: inout [UInt8]) in partial = [] }),
      ("no journal", { (_: inout [UInt8], journal: inout [UInt8]) in journal = [] }),
    ] {
      interrupt(try job(options: options), at: 0.9)
      var partial = try folder.contents("out.qkit.partial")
      var journal = try folder.contents("out.qkit.journal")
      change(&partial, &journal)
      try folder.write(partial, to: "out.qkit.partial")
      try folder.write(journal, to: "out.qkit.journal")
      let resumed = try job(options: options).run().resumedTensorCount
      #expect(resumed < 45, "\(name)")
      #expect(try folder.contents("out.qkit") == folder.contents("whole.qkit"), "\(name)")
      #expect(try folder.names() == ["out.qkit", "whole.qkit"], "\(name)")
      try SystemCalls.removeFile(folder.path("out.qkit"))
    }
  }

  @Test func nothingToGoOnWithIsABeginning() throws {
    try job("whole.qkit").run()
    let summary = try job(options: QuantizeOptions(isResuming: true)).run()
    #expect(summary.resumedTensorCount == 0)
    #expect(try folder.contents("out.qkit") == folder.contents("whole.qkit"))
  }

  @Test func otherWorkIsNotGoneOnWith() throws {
    let checkpoint = try copyOfDemo()
    interrupt(try job(checkpoint: checkpoint), at: 0.9)
    let before = try folder.contents("out.qkit.partial")
    func expectRefusal(_ options: QuantizeOptions, naming part: String) throws {
      var options = options
      options.isResuming = true
      let job = try job(checkpoint: checkpoint, options: options)
      let error = #expect(throws: ContainerError.self) { try job.run() }
      #expect(error?.code == .otherWork)
      #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
      #expect(job.interruptedWork?.obstacle?.contains(part) == true)
      #expect(try folder.contents("out.qkit.partial") == before)
    }
    try expectRefusal(QuantizeOptions(width: .four), naming: "the number of bits was 8")
    try expectRefusal(QuantizeOptions(recipe: .compact), naming: "the recipe was reference")
    try expectRefusal(QuantizeOptions(compressionLevel: 3), naming: "the zstd level was 1")
    let date = Date(timeIntervalSince1970: 1)
    for name in ["tokenizer.model", "model.safetensors"] {
      let path = checkpoint + "/" + name
      try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
      try expectRefusal(QuantizeOptions(), naming: "'\(name)' is not the file")
    }
    // Without being told to go on, it begins anew.
    try job("whole.qkit").run()
    #expect(try job(checkpoint: checkpoint).run().resumedTensorCount == 0)
    #expect(try folder.contents("out.qkit") == folder.contents("whole.qkit"))
  }

  @Test func headersOfTheSameSizeAndTimeAreToldApart() throws {
    let checkpoint = try copyOfDemo()
    let path = checkpoint + "/model.safetensors"
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    interrupt(try job(checkpoint: checkpoint), at: 0.9)
    var bytes = try InputFile.contents(of: path, limit: 1 << 30)
    let name = Array("layers.5.self_attn.o_proj".utf8)
    let place = try #require(bytes.firstRange(of: name))
    bytes[place.lowerBound + 7] = UInt8(ascii: "6")
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let date = try #require(attributes[.modificationDate])
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
    let work = try #require(try job(checkpoint: checkpoint).interruptedWork)
    #expect(work.obstacle?.contains("model.safetensors") == true)
  }

  // MARK: Failures

  @Test func inputThatChangesIsAnErrorThatLeavesNothing() throws {
    let checkpoint = try copyOfDemo()
    let path = checkpoint + "/model.safetensors"
    let job = try job(checkpoint: checkpoint)
    let error = #expect(throws: FileError.self) {
      try job.run { progress in
        guard progress.phase == .quantizing else { return }
        let date = Date(timeIntervalSince1970: Double(progress.byteCount))
        try? FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
      }
    }
    #expect(error?.code == .changed && error?.path == path)
    #expect(try folder.names() == ["checkpoint"])
  }

  @Test func sideFileThatChangesIsAnError() throws {
    let checkpoint = try copyOfDemo()
    let job = try job(checkpoint: checkpoint)
    try folder.write("{}", to: "checkpoint/generation_config.json")
    let error = #expect(throws: FileError.self) { try job.run() }
    #expect(error?.code == .changed)
    #expect(try folder.names() == ["checkpoint"])
  }

  /// What the disk gives back is what counts: a byte that changed on the way is noticed before the file has
  /// its name.
  @Test func whatIsReadBackIsCompared() throws {
    let partial = folder.path("out.qkit.partial")
    @Sendable func damage(_ progress: QuantizeProgress) {
      guard progress.phase == .quantizing, progress.byteCount == progress.totalByteCount,
        let handle = FileHandle(forWritingAtPath: partial)
      else { return }
      try? handle.seek(toOffset: 1_000_000)
      try? handle.write(contentsOf: [1, 2, 3, 4])
      try? handle.close()
    }
    let error = #expect(throws: ContainerError.self) { try job().run(progress: damage) }
    #expect(error?.code == .notReadBack)
    #expect(error?.tensor == "model.embed_tokens.weight" || error?.tensor == "lm_head.weight")
    #expect(try folder.names() == [])
    // Who does not look, does not see.
    try job(options: QuantizeOptions(isVerifying: false)).run(progress: damage)
    #expect(try !Verification(path: folder.path("out.qkit")).damages.isEmpty)
  }

  @Test func anOutputThatAppearsMeanwhileIsKept() throws {
    let path = folder.path("out.qkit")
    let error = #expect(throws: FileError.self) {
      try job().run { _ in try? Data("other".utf8).write(to: URL(fileURLWithPath: path)) }
    }
    #expect(error?.code == .alreadyExists)
    #expect(try folder.contents("out.qkit") == Array("other".utf8))
    // The work is not lost either.
    let options = QuantizeOptions(isReplacing: true, isResuming: true)
    #expect(try job(options: options).run().resumedTensorCount == 45)
    #expect(try folder.names() == ["out.qkit"])
  }

  // MARK: Preflight

  @Test func preflightBoundsTheSize() throws {
    let job = try job(options: QuantizeOptions(width: .four, recipe: .compact))
    let preflight = try job.preflight(isSampling: true)
    let size = try job.run().outputByteCount
    let sample = try #require(preflight.sample)
    #expect(sample.leastByteCount <= size && size <= preflight.largestByteCount)
    #expect(abs(Double(sample.expectedByteCount) / Double(size) - 1) < 0.05)
    #expect(preflight.obstacle == nil && preflight.memoryByteCount > 0)
    #expect(try job.preflight().sample == nil)
    let again = try job.preflight()
    #expect(again.obstacle?.code == .alreadyExists)
    #expect(again.isTight == (again.freeByteCount.map { $0 < again.largestByteCount } ?? false))
  }
}
