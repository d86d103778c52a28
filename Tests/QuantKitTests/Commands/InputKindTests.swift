//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

/// What stands where a plain file should.
enum WrongInput: String, CaseIterable {
  case pipe, folder, socket, endlessDevice, emptyDevice, danglingLink, nothing

  /// Puts it into a folder.
  func place(_ name: String, in folder: TemporaryFolder) throws {
    switch self {
    case .pipe: try folder.makePipe(name)
    case .folder: try folder.makeFolder(name)
    case .socket: try folder.makeSocket(name)
    case .endlessDevice: try folder.link(name, to: "/dev/zero")
    case .emptyDevice: try folder.link(name, to: "/dev/null")
    case .danglingLink: try folder.link(name, to: "nowhere")
    case .nothing: break
    }
  }
}

/// Every program and sub-command on things that are no plain files: an error that names them, at once, and
/// no output.
@Suite struct InputKindTests {
  private let folder: TemporaryFolder
  private let demo = Fixtures.demo("checkpoint")

  init() throws { folder = try TemporaryFolder() }

  /// Fails unless the program ended with an error about `path`, and nothing but the input is there.
  private func expectRefusal(
    _ program: BuiltProgram,
    _ arguments: [String],
    naming path: String
  ) throws {
    let before = try folder.names()
    let start = ContinuousClock.now
    let outcome = try program.start(arguments).outcome()
    let call = "\(program.name) \(arguments)"
    #expect(outcome.status == 1 || outcome.status == 64, "\(call): \(outcome.status)")
    #expect(outcome.errors.hasPrefix("Error: "), "\(call): \(outcome.errors)")
    #expect(outcome.errors.contains(path), "\(call): \(outcome.errors)")
    #expect(outcome.outputBytes.isEmpty, "\(call): \(outcome.output)")
    #expect(ContinuousClock.now - start < .seconds(20), "\(call)")
    #expect(try folder.names() == before, "\(call)")
  }

  @Test(arguments: WrongInput.allCases) func asTheModel(_ kind: WrongInput) throws {
    try kind.place("input", in: folder)
    let input = folder.path("input")
    let output = folder.path("output")
    for arguments in [[input, "-o", output], [input, "--dry-run"]] {
      try expectRefusal(.quantize, arguments, naming: input)
    }
    for arguments in [
      [input], [input, "--tensors"], ["verify", input], ["unpack", input, output],
    ] {
      try expectRefusal(.inspect, arguments, naming: input)
    }
    for arguments in [
      [input, "--prompt", "x"], ["bench", input], ["tokenize", input, "x"],
      ["logits", input, "--ids", "1", "-o", output],
      ["perplexity", input, Fixtures.demo("eval/eval-en.txt")],
    ] {
      try expectRefusal(.run, arguments, naming: input)
    }
  }

  @Test(arguments: WrongInput.allCases) func asATextFile(_ kind: WrongInput) throws {
    try kind.place("input", in: folder)
    let input = folder.path("input")
    for arguments in [
      [demo, "--prompt-file", input], ["perplexity", demo, input],
      ["tokenize", demo, "--file", input], ["tokenize", demo, "--jsonl", input],
      ["tokenize", demo, "--messages", input],
    ] {
      try expectRefusal(.run, arguments, naming: input)
    }
  }

  /// A checkpoint with one of its files replaced; a shard that is missing is named as one.
  @Test(arguments: WrongInput.allCases.filter { $0 != .nothing }) func inACheckpoint(
    _ kind: WrongInput
  ) throws {
    let source = Fixtures.path("models/baichuan7b-tiny")
    for name in [
      "config.json", "model.safetensors.index.json", "model-00001-of-00002.safetensors",
      "model-00002-of-00002.safetensors", "generation_config.json", "tokenizer.model",
    ] {
      let checkpoint = try TemporaryFolder()
      for other in try FileManager.default.contentsOfDirectory(atPath: source) where other != name {
        try checkpoint.link(other, to: source + "/" + other)
      }
      try kind.place(name, in: checkpoint)
      let path = checkpoint.path
      let output = folder.path("output")
      try expectRefusal(.quantize, [path, "-o", output], naming: name)
      try expectRefusal(.inspect, [path], naming: name)
      try expectRefusal(.run, ["logits", path, "--ids", "1", "-o", output], naming: name)
    }
    let tokenizer = try TemporaryFolder()
    try kind.place("tokenizer.model", in: tokenizer)
    try expectRefusal(.run, ["tokenize", tokenizer.path, "x"], naming: "tokenizer.model")
  }

  @Test func emptyFiles() throws {
    let empty = try folder.write("", to: "empty")
    try expectRefusal(.quantize, [empty], naming: empty)
    for arguments in [[empty], ["verify", empty], ["unpack", empty, folder.path("output")]] {
      try expectRefusal(.inspect, arguments, naming: empty)
    }
    for arguments in [[empty, "--prompt", "x"], ["bench", empty], ["tokenize", empty, "x"]] {
      try expectRefusal(.run, arguments, naming: empty)
    }
    // A text may be empty; there is just nothing to score in it.
    try expectRefusal(.run, ["perplexity", demo, empty], naming: "0 tokens")
    try expectRefusal(.run, ["tokenize", demo, "--messages", empty], naming: empty)
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
  func unreadableFiles() throws {
    let secret = try folder.write("secret", to: "secret")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: secret)
    for arguments in [[secret], ["verify", secret]] {
      try expectRefusal(.inspect, arguments, naming: secret)
    }
    try expectRefusal(.run, [demo, "--prompt-file", secret], naming: secret)
  }

  /// 2 GB of zeros that take up no place on the disk get shorter while they are read.
  @Test func aShardThatGetsShorterIsNamed() throws {
    let checkpoint = try TemporaryFolder()
    let rows = 1 << 17
    let byteCount = rows * 8192 * 2
    let entry = #""dtype":"F16","shape":[\#(rows),8192],"data_offsets":[0,\#(byteCount)]"#
    let header = Array(#"{"a.q_proj.weight":{\#(entry)}}"#.utf8)
    let prefix = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    let path = try checkpoint.write(prefix + header, to: "model.safetensors")
    try checkpoint.write("{}", to: "config.json")
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.truncate(atOffset: UInt64(8 + header.count + byteCount))
    let running = try BuiltProgram.quantize.start([
      checkpoint.path, "-o", folder.path("out.qkit"), "--force",
    ])
    while try folder.names().isEmpty && running.process.isRunning {
      Thread.sleep(forTimeInterval: 0.01)
    }
    try handle.truncate(atOffset: 1 << 20)
    let outcome = try running.outcome()
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains(path), "\(outcome.errors)")
    #expect(FileSystem.kind(of: folder.path("out.qkit")) == .nothing)
  }
}
