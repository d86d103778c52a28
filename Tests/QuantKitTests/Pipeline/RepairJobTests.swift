//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

@Suite struct RepairJobTests {
  private let model: SourceModel

  init() throws { model = try SourceModel() }

  private func job(_ path: String, output: String? = nil) throws -> RepairJob {
    try RepairJob(path: path, checkpoint: model.checkpoint, output: output, threadCount: 2)
  }

  /// Expects a refusal that leaves the file and the folder as they are.
  private func expectRefusal(
    _ path: String,
    _ code: RepairError.Code,
    _ text: String,
    location: SourceLocation = #_sourceLocation
  ) throws {
    let before = try model.contents(path)
    let error = try #require(throws: RepairError.self, sourceLocation: location) {
      _ = try job(path).run()
    }
    #expect(error.code == code, "\(error)", sourceLocation: location)
    #expect(error.message.contains(text), "\(error)", sourceLocation: location)
    #expect(try model.contents(path) == before, sourceLocation: location)
    #expect(try model.folder.names() == ["model", "model.qkit"], sourceLocation: location)
  }

  @Test(arguments: [Recipe.Width.eight, .four])
  func eachDamagedFrameIsWhatItWas(width: Recipe.Width) throws {
    let path = try model.quantized(width)
    let sound = try model.contents(path)
    let frames = try model.frames(path)
    #expect(frames.count == (width == .eight ? 13 : 12))
    for frame in frames {
      try model.damage(path, [frame])
      let job = try job(path)
      #expect(job.damages.map(\.offset) == [frame.offset])
      #expect(try job.run())
      #expect(try model.contents(path) == sound, "frame at \(frame.offset)")
    }
    #expect(try model.folder.names() == ["model", "model.qkit"])
  }

  @Test func allFramesAndTheHeaderAtOnce() throws {
    let path = try model.quantized(.four)
    let sound = try model.contents(path)
    let frames = try model.frames(path)
    try model.damage(path, frames)
    try model.damage(path, at: [9])
    let job = try job(path)
    #expect(job.damages.map(\.offset) == [0] + frames.map(\.offset))
    #expect(job.damages.first?.place == .header)
    #expect(try job.run())
    #expect(try model.contents(path) == sound)
  }

  @Test func headerAloneIsRepaired() throws {
    let path = try model.quantized()
    let sound = try model.contents(path)
    for position in 0..<ContainerFormat.headerByteCount {
      try model.damage(path, at: [position])
      let job = try job(path)
      #expect(job.damages.map(\.place) == [.header])
      #expect(try job.run())
      #expect(try model.contents(path) == sound)
    }
  }

  @Test func indexAndFooterAreBeyondRepair() throws {
    let path = try model.quantized()
    let sound = try model.contents(path)
    let start = try QuantizedFile(path: path).indexFrame.offset
    for position in [start, start + 20, sound.count - 72, sound.count - 40, sound.count - 1] {
      try model.damage(path, at: [position])
      try expectRefusal(path, .beyondRepair, "quantize it again")
      try model.damage(path, at: [position])
    }
    for byteCount in [sound.count - 1, start, 40, 20] {
      try FileSystem.write(Array(sound[..<byteCount]), to: path, replacing: true)
      try expectRefusal(path, .beyondRepair, "quantize it again")
    }
    try FileSystem.write(Array("something else, long enough".utf8), to: path, replacing: true)
    #expect(throws: ContainerError.self) { try job(path) }
  }

  @Test func nothingIsDamaged() throws {
    let path = try model.quantized()
    #expect(try job(path).damages.isEmpty)
    // Whatever the checkpoint is.
    try model.rewrite { $0.removeLast() }
    #expect(try job(path).damages.isEmpty)
  }

  // MARK: The checkpoint

  @Test func otherNamesTypesAndShapesAreAnotherCheckpoint() throws {
    let path = try model.quantized()
    try model.damage(path, model.frames(path, SourceModel.norm, "elements"))
    try model.rewrite { $0[SourceModel.head].info = try .make(SourceModel.head, .bf16, [64, 128]) }
    try expectRefusal(path, .otherCheckpoint, "BF16 [64, 128]")
    try model.rewrite { $0.remove(at: 3) }
    try expectRefusal(path, .otherCheckpoint, "'lm_head.weight' is missing")
    try model.rewrite { $0[SourceModel.head].info = try .make("more.weight", .f16, [64, 128]) }
    try expectRefusal(path, .otherCheckpoint, "missing")
  }

  @Test func otherWeightsAreAnotherCheckpoint() throws {
    let path = try model.quantized()
    let sound = try model.contents(path)
    let codes = try model.frames(path, SourceModel.matrix, "codes")
    let change = { (row: Int) in
      try model.rewrite { $0[SourceModel.matrix].change(row * 8192) { $0 ^ 0x8000 } }
    }
    // In a sound block before and after the damaged one, and in the damaged one itself.
    try model.damage(path, [codes[1]])
    for (row, block) in [(5, 0), (299, 2), (130, 1)] {
      try change(row)
      try expectRefusal(path, .otherCheckpoint, "(codes, block \(block))")
    }
    // Codes stay where a row is twice as large; the sound scales say so.
    try model.rewrite { tensors in
      for element in 130 * 8192..<131 * 8192 {
        tensors[SourceModel.matrix].change(element) { $0 + 0x0400 }
      }
    }
    try expectRefusal(path, .otherCheckpoint, "(scales, block 0)")
    try FileSystem.write(sound, to: path, replacing: true)
    try model.damage(path, model.frames(path, SourceModel.matrix, "scales"))
    try expectRefusal(path, .otherCheckpoint, "statistics")
  }

  @Test func weightsThatNoFileIsMadeOfAreAnotherCheckpoint() throws {
    let path = try model.quantized()
    try model.damage(path, [model.frames(path, SourceModel.matrix, "codes")[0]])
    try model.rewrite { $0[SourceModel.matrix].change(8192) { _ in 0x7E00 } }
    try expectRefusal(path, .otherCheckpoint, "NaN")
  }

  @Test func otherSideFilesAreAnotherCheckpoint() throws {
    let path = try model.quantized()
    let frames = try #require(QuantizedFile(path: path).index.sideFile(named: "tokenizer.json"))
      .frames
    try model.damage(path, [frames[1]])
    let text = try model.folder.contents("model/tokenizer.json")
    var other = text
    other[0] ^= 1
    try model.folder.write(other, to: "model/tokenizer.json")
    try expectRefusal(path, .otherCheckpoint, "the side file 'tokenizer.json'")
    try model.folder.write(text + [0], to: "model/tokenizer.json")
    try expectRefusal(path, .otherCheckpoint, "\(text.count + 1) bytes")
    try SystemCalls.removeFile(model.checkpoint + "/tokenizer.json")
    try expectRefusal(path, .otherCheckpoint, "no file 'tokenizer.json'")
  }

  // MARK: Another zstd

  /// A file as another version of zstd would have written it, with members of a later version.
  private func otherwiseCompressed() throws -> String {
    let path = try model.quantized(level: 19)
    var forged = try ForgedContainer(model.contents(path))
    try forged.set("compression", "level", to: 1)
    try forged.set("compression", "version", to: "0.0.1")
    try forged.set("later", to: "kept")
    try forged.set("tensors", 0, "parts", 0, "frames", 1, 4, to: "kept")
    try FileSystem.write(forged.bytes(), to: path, replacing: true)
    return path
  }

  @Test func anotherZstdMovesFramesAndKeepsContents() throws {
    let path = try otherwiseCompressed()
    let sound = try model.contents(path)
    let before = try model.frames(path)
    for frames in [
      [before[0], before[2]], try model.frames(path, SourceModel.matrix, "codes"),
      try model.frames(path, SourceModel.norm, "elements"), before,
    ] {
      try FileSystem.write(sound, to: path, replacing: true)
      try model.damage(path, frames)
      #expect(try job(path).run() == false)
      #expect(try Verification(path: path).damages.isEmpty)
      let comparison = try SourceComparison(path: path, checkpoint: model.checkpoint)
      #expect(comparison.differences.isEmpty, "\(comparison.differences)")
      let damaged = Set(frames.map(\.offset))
      for (old, new) in zip(before, try model.frames(path)) {
        #expect(new.contentByteCount == old.contentByteCount)
        if !damaged.contains(old.offset) { #expect(new.checksum == old.checksum) }
      }
      let forged = try ForgedContainer(model.contents(path))
      #expect(try forged.value("later") == "kept")
      #expect(try forged.value("tensors", 0, "parts", 0, "frames", 1, 4) == "kept")
    }
  }

  /// No checksum proves the checkpoint, so that all sound tensors have to.
  @Test func anotherZstdNeedsAllSoundTensors() throws {
    let path = try otherwiseCompressed()
    try model.damage(path, model.frames(path, SourceModel.norm, "elements"))
    try model.rewrite { $0[SourceModel.table].change(7) { $0 ^ 1 } }
    try expectRefusal(path, .otherCheckpoint, "'table.weight' differs: 1 of 400 rows")
  }

  @Test func levelThatZstdDoesNotHaveIsNoCrash() throws {
    let path = try model.quantized()
    var forged = try ForgedContainer(model.contents(path))
    try forged.set("compression", "level", to: -1_000_000)
    try FileSystem.write(forged.bytes(), to: path, replacing: true)
    try model.damage(path, model.frames(path, SourceModel.norm, "elements"))
    #expect(try job(path).run())
  }

  // MARK: What no checkpoint gives back

  @Test func frameThatNeverWasSoundIsBeyondRepair() throws {
    let path = try model.quantized()
    var forged = try ForgedContainer(model.contents(path))
    let frame = try #require(model.frames(path, SourceModel.norm, "elements").first)
    let start = frame.offset - ContainerFormat.headerByteCount
    let wrong = [UInt8](repeating: 7, count: frame.storedByteCount)
    forged.body.replaceSubrange(start..<start + wrong.count, with: wrong)
    let checksum = Checksum(of: wrong).description
    try forged.set("tensors", 4, "parts", 0, "frames", 0, 3, to: .string(checksum))
    try FileSystem.write(forged.bytes(), to: path, replacing: true)
    try expectRefusal(path, .beyondRepair, "never was sound")
  }

  @Test func unknownSchemesMatterWhereTheyAreDamaged() throws {
    let path = try model.quantized()
    var forged = try ForgedContainer(model.contents(path))
    try forged.set("tensors", 0, "scheme", "name", to: "int3-group")
    let sound = try forged.bytes()
    try FileSystem.write(sound, to: path, replacing: true)
    try model.damage(path, model.frames(path, SourceModel.head, "codes"))
    #expect(try job(path).run())
    #expect(try model.contents(path) == sound)
    try model.damage(path, [model.frames(path, SourceModel.matrix, "codes")[0]])
    try expectRefusal(path, .beyondRepair, "'int3-group'")
  }

  // MARK: The output

  @Test func outputElsewhereLeavesTheFile() throws {
    let path = try model.quantized()
    let sound = try model.contents(path)
    try model.damage(path, [model.frames(path)[4]])
    let damaged = try model.contents(path)
    let output = model.folder.path("out.qkit")
    #expect(try job(path, output: output).run())
    #expect(try model.contents(output) == sound)
    #expect(try model.contents(path) == damaged)
    let exists = try #require(throws: FileError.self) { try job(path, output: output) }
    #expect(exists.code == .alreadyExists)
    let source = model.checkpoint + "/model.safetensors"
    let isInput = try #require(throws: FileError.self) {
      try RepairJob(path: path, checkpoint: model.checkpoint, output: source, isReplacing: true)
    }
    #expect(isInput.code == .isInput)
  }

  @Test func stoppedRepairChangesNothing() throws {
    let path = try model.quantized()
    try model.damage(path, [model.frames(path)[4]])
    let damaged = try model.contents(path)
    let job = try job(path)
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: CancellationError.self) { try job.run(cancellation: cancellation) }
    #expect(throws: CancellationError.self) {
      try RepairJob(path: path, checkpoint: model.checkpoint, cancellation: cancellation)
    }
    #expect(try model.contents(path) == damaged)
    #expect(try model.folder.names() == ["model", "model.qkit"])
  }
}
