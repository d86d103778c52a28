//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

@Suite struct ProvenanceCommandTests {
  private let folder: TemporaryFolder
  private let demo = Fixtures.demo("checkpoint")

  init() throws { folder = try TemporaryFolder() }

  private func hash(_ path: String) throws -> String {
    var hasher = ContentHasher()
    hasher.append(try InputFile.contents(of: path, limit: 1 << 30))
    return hasher.hash.description
  }

  @Test func hashesAreRecordedAndShown() throws {
    let (path, plain) = (folder.path("hashed.qkit"), folder.path("plain.qkit"))
    #expect(try BuiltProgram.quantize(demo, "--hash-sources", "-o", path, "-q").status == 0)
    #expect(try BuiltProgram.quantize(demo, "-o", plain, "-q").status == 0)
    let names = [
      "model.safetensors", "config.json", "generation_config.json", "tokenizer.model",
      "tokenizer_config.json", "special_tokens_map.json",
    ]
    let shown = try BuiltProgram.inspect(path, "--provenance", "--json")
    let report = try JSON(parsing: shown.outputBytes)
    let sources = try #require(report["sources"]?.elements)
    #expect(sources.map { $0["name"]?.string } == names)
    for (name, source) in zip(names, sources) {
      #expect(source["sha256"]?.string == (try hash(demo + "/" + name)))
    }
    #expect(report["provenance"]?["recipe"]?.string == "reference")
    let text = try BuiltProgram.inspect(path, "--provenance")
    #expect(text.output.contains(try hash(demo + "/model.safetensors")), "\(text.output)")

    // Nothing but the index and the footer differs, at any number of threads.
    #expect(
      try BuiltProgram.quantize(
        demo,
        "--hash-sources",
        "--threads",
        "1",
        "-o",
        folder.path("one.qkit"),
        "-q"
      ).status == 0
    )
    #expect(try folder.contents("one.qkit") == folder.contents("hashed.qkit"))
    let (hashed, unhashed) = try (
      ForgedContainer(folder.contents("hashed.qkit")),
      ForgedContainer(folder.contents("plain.qkit"))
    )
    #expect(hashed.body == unhashed.body)
    let none = try BuiltProgram.inspect(plain, "--provenance")
    #expect(none.status == 0 && none.output.contains("not recorded"), "\(none.output)")
    let noneAsJSON = try BuiltProgram.inspect(plain, "--provenance", "--json")
    #expect(try JSON(parsing: noneAsJSON.outputBytes)["sources"]?.isNull == true)
  }

  @Test func shardsAndTheirListAreHashed() throws {
    let model = folder.path("model")
    try folder.makeFolder("model")
    try folder.write("{}", to: "model/config.json")
    try folder.write(CheckpointFolder.shard("a"), to: "model/1.safetensors")
    try folder.write(CheckpointFolder.shard("b"), to: "model/2.safetensors")
    let index = CheckpointFolder.index(["a": "1.safetensors", "b": "2.safetensors"])
    try folder.write(index, to: "model/model.safetensors.index.json")
    let path = folder.path("out.qkit")
    #expect(try BuiltProgram.quantize(model, "--hash-sources", "-o", path).status == 0)
    #expect(
      try QuantizedFile(path: path).index.metadata.sources.map(\.name) == [
        "1.safetensors", "2.safetensors", "model.safetensors.index.json", "config.json",
      ]
    )
    #expect(try BuiltProgram.inspect("verify", path, "--against", model).status == 0)
  }

  @Test func sourceThatCannotBeReadLeavesNothing() throws {
    // A file of weights that is cut while it is hashed cannot be timed; one that is gone can.
    let model = folder.path("model")
    try FileManager.default.copyItem(atPath: demo, toPath: model)
    let job = try QuantizeJob(
      checkpoint: model,
      output: folder.path("out.qkit"),
      options: QuantizeOptions(hashesSources: true)
    )
    try SystemCalls.removeFile(model + "/tokenizer.model")
    let error = try #require(throws: FileError.self) { try job.run() }
    #expect(error.code == .notFound && error.path.hasSuffix("tokenizer.model"))
    #expect(try folder.names() == ["model"])
  }

  @Test func existingOutputIsRefusedBeforeHashing() throws {
    let path = try folder.write("precious", to: "out.qkit")
    let job = try QuantizeJob(
      checkpoint: demo,
      output: path,
      options: QuantizeOptions(hashesSources: true)
    )
    let count = Locked(0)
    let error = try #require(throws: FileError.self) {
      try job.run { _ in count.withLock { $0 += 1 } }
    }
    #expect(error.code == .alreadyExists && count.withLock { $0 } == 0)
  }

  @Test func hashingCanBeStopped() throws {
    let job = try QuantizeJob(
      checkpoint: demo,
      output: folder.path("out.qkit"),
      options: QuantizeOptions(threadCount: 1, hashesSources: true)
    )
    let cancellation = Cancellation()
    let count = Locked(0)
    #expect(throws: CancellationError.self) {
      try job.run(cancellation: cancellation) { _ in
        cancellation.cancel()
        count.withLock { $0 += 1 }
      }
    }
    #expect(count.withLock { $0 } == 1)
    #expect(try folder.names().isEmpty)
  }

  @Test func checkpointHasNoProvenance() throws {
    let result = try BuiltProgram.inspect(demo, "--provenance")
    #expect(result.status == 64 && result.errors.contains("is a checkpoint"), "\(result.errors)")
    let both = try BuiltProgram.inspect(demo, "--provenance", "--tensors")
    #expect(both.status == 64 && both.errors.contains("exclude each other"))
  }
}
