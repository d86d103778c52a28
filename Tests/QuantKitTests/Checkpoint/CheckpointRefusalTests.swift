//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

/// Folders that cannot be opened.
struct CheckpointRefusalTests {
  private func expectError(
    _ code: CheckpointError.Code,
    at name: String,
    tensor: String? = nil,
    _ message: String,
    _ files: KeyValuePairs<String, [UInt8]>,
    configuration: String = "{}",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let folder = try CheckpointFolder(files, configuration: configuration)
    let error = try #require(throws: CheckpointError.self, sourceLocation: sourceLocation) {
      try Checkpoint(folder: folder.path)
    }
    #expect(error.code == code, sourceLocation: sourceLocation)
    #expect(error.tensorName == tensor, sourceLocation: sourceLocation)
    let path = name.isEmpty ? folder.path : folder.folder.path(name)
    #expect(error.path == path, sourceLocation: sourceLocation)
    #expect(
      error.message.replacing(folder.path, with: "F") == message,
      sourceLocation: sourceLocation
    )
    #expect(error.description == error.message)
  }

  @Test
  func missingShard() throws {
    try expectError(
      .missingShard,
      at: "2.safetensors",
      "the shard 'F/2.safetensors' is missing, which 'model.safetensors.index.json' names; "
        + "download it again",
      [
        "1.safetensors": CheckpointFolder.shard("a"),
        "model.safetensors.index.json": CheckpointFolder.index([
          "a": "1.safetensors", "b": "2.safetensors",
        ]),
      ]
    )
  }

  @Test
  func tensorInTwoShards() throws {
    for home in ["1.safetensors", "2.safetensors"] {
      try expectError(
        .duplicateTensor,
        at: "2.safetensors",
        tensor: "a",
        "the tensor 'a' is both in 'F/2.safetensors' and in '1.safetensors'",
        [
          "1.safetensors": CheckpointFolder.shard("a", "c"),
          "2.safetensors": CheckpointFolder.shard("b", "a"),
          "model.safetensors.index.json": CheckpointFolder.index([
            "a": home, "b": "2.safetensors", "c": "1.safetensors",
          ]),
        ]
      )
    }
  }

  @Test
  func tensorNotInItsShard() throws {
    try expectError(
      .indexMismatch,
      at: "1.safetensors",
      tensor: "b",
      "the tensor 'b' is not in 'F/1.safetensors', where 'model.safetensors.index.json' lists it",
      [
        "1.safetensors": CheckpointFolder.shard("a"),
        "model.safetensors.index.json": CheckpointFolder.index([
          "a": "1.safetensors", "b": "1.safetensors",
        ]),
      ]
    )
  }

  @Test
  func tensorNotInTheIndex() throws {
    try expectError(
      .indexMismatch,
      at: "1.safetensors",
      tensor: "b",
      "the tensor 'b' is in 'F/1.safetensors', but 'model.safetensors.index.json' does not list it",
      [
        "1.safetensors": CheckpointFolder.shard("a", "b"),
        "model.safetensors.index.json": CheckpointFolder.index(["a": "1.safetensors"]),
      ]
    )
  }

  @Test
  func tensorListedElsewhere() throws {
    try expectError(
      .indexMismatch,
      at: "1.safetensors",
      tensor: "b",
      "the tensor 'b' is in 'F/1.safetensors', but 'model.safetensors.index.json' lists it in "
        + "'2.safetensors'",
      [
        "1.safetensors": CheckpointFolder.shard("a", "b"),
        "2.safetensors": CheckpointFolder.shard("c"),
        "model.safetensors.index.json": CheckpointFolder.index([
          "a": "1.safetensors", "b": "2.safetensors", "c": "2.safetensors",
        ]),
      ]
    )
  }

  @Test
  func damagedShard() throws {
    try expectError(
      .truncated,
      at: "1.safetensors",
      "'F/1.safetensors' is no complete safetensors file: it has 3 bytes, fewer than the 8 of the "
        + "header's length; download it again",
      [
        "1.safetensors": [1, 2, 3],
        "model.safetensors.index.json": CheckpointFolder.index(["a": "1.safetensors"]),
      ]
    )
  }

  @Test
  func noTensor() throws {
    try expectError(
      .missingWeights,
      at: "",
      "the weights in 'F' hold no tensor",
      ["model.safetensors": CheckpointFolder.shard()]
    )
  }

  @Test(arguments: [
    ("", "unexpected end at byte 0"),
    ("[]", "an object is needed, found an array"),
    (#"{"a":1,"a":2}"#, "duplicate key 'a' at byte 7"),
    (#"{"a":NaN}"#, "unexpected character at byte 5"),
  ])
  func configuration(text: String, problem: String) throws {
    try expectError(
      .invalidConfiguration,
      at: "config.json",
      "'F/config.json' cannot be used: \(problem)",
      ["model.safetensors": CheckpointFolder.shard("a")],
      configuration: text
    )
  }

  @Test(
    arguments: [
      ([], .missingWeights, ""),
      (
        ["consolidated.safetensors"], .missingWeights,
        "; 'consolidated.safetensors' is not read by itself; add the index, or rename a single file"
      ),
      (
        ["model.bin"], .unsupportedFormat,
        "; it holds PyTorch files under other names; a single one must be called pytorch_model.bin"
      ),
      (
        ["model-Q4_0.gguf"], .unsupportedFormat,
        "; it holds GGUF files, which are not read; get the original checkpoint in safetensors"
      ),
    ] as [([String], CheckpointError.Code, String)]
  )
  func noWeights(names: [String], code: CheckpointError.Code, hint: String) throws {
    let folder = try CheckpointFolder([:])
    for name in names { try folder.folder.write("", to: name) }
    let error = try #require(throws: CheckpointError.self) { try Checkpoint(folder: folder.path) }
    #expect(error.code == code)
    #expect(
      error.message
        == "'\(folder.path)' has neither model.safetensors nor pytorch_model.bin nor a list of shards, "
        + "model.safetensors.index.json or pytorch_model.bin.index.json" + hint
    )
  }

  @Test(arguments: [
    ([], ""),
    (["model.safetensors"], ""),
    (
      ["a.gguf"],
      "; it holds GGUF files, which are not read; get the original checkpoint in safetensors"
    ),
    (
      ["a.bin"],
      "; it holds PyTorch files under other names; a single one must be called pytorch_model.bin"
    ),
    (
      ["blobs", "refs", "snapshots"],
      "; it is an entry of a download cache; pass the folder below 'snapshots' in it"
    ),
  ])
  func noConfiguration(names: [String], hint: String) throws {
    let folder = try TemporaryFolder()
    for name in names { try folder.write("", to: name) }
    let error = try #require(throws: CheckpointError.self) { try Checkpoint(folder: folder.path) }
    #expect(error.code == .notACheckpoint)
    #expect(
      error.message
        == "'\(folder.path)' is not a checkpoint folder: it has no config.json" + hint
    )
  }

  @Test
  func pathsThatAreNoFolder() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("", to: "model.safetensors")
    for path in [file, "/dev/null"] {
      let error = try #require(throws: CheckpointError.self) { try Checkpoint(folder: path) }
      #expect(error.code == .notACheckpoint)
      #expect(
        error.message
          == "'\(path)' is not a folder; pass the folder that holds config.json and the weights"
      )
    }
    for path in [folder.path("missing"), ""] {
      let error = try #require(throws: FileError.self) { try Checkpoint(folder: path) }
      #expect(error.code == .notFound)
      #expect(error.message.contains("'\(path)'"))
    }
  }

  @Test
  func filesOfAnotherKind() throws {
    for name in ["model.safetensors", "tokenizer.json", "config.json"] {
      let folder = try CheckpointFolder()
      for file in ["config.json", "model.safetensors", "tokenizer.json"] where file != name {
        let shard = try CheckpointFolder.shard("a")
        try folder.folder.write(file == "config.json" ? Array("{}".utf8) : shard, to: file)
      }
      // Opening a pipe that nobody writes to must not wait.
      try folder.folder.makePipe(name)
      let error = try #require(throws: FileError.self) { try Checkpoint(folder: folder.path) }
      #expect(error.code == .wrongKind)
      #expect(error.path == folder.folder.path(name))
    }
  }

  @Test
  func aSideFileThatIsTooLarge() throws {
    let folder = try CheckpointFolder(["model.safetensors": CheckpointFolder.shard("a")])
    try folder.folder.write("", to: "tokenizer.json")
    let handle = try #require(FileHandle(forWritingAtPath: folder.folder.path("tokenizer.json")))
    try handle.truncate(atOffset: UInt64(SideFile.byteLimit))
    #expect(throws: Never.self) { try Checkpoint(folder: folder.path) }
    try handle.truncate(atOffset: UInt64(SideFile.byteLimit + 1))
    let error = try #require(throws: FileError.self) { try Checkpoint(folder: folder.path) }
    #expect(error.code == .tooLarge)
  }
}
