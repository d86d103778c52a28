//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

struct CheckpointTests {
  /// file -> tensor -> [type, shape] as Python's safetensors package reads the fixtures.
  private static func inventory() throws -> JSON {
    try JSON(
      parsing: InputFile.contents(of: Fixtures.path("models/inventory.json"), limit: 1 << 20)
    )
  }

  @Test(arguments: GoldenModel.names)
  func listsTheTensorsOfGoldenModels(model: String) throws {
    let checkpoint = try Checkpoint(folder: Fixtures.path("models/" + model))
    var expectedCount = 0
    for file in try #require(try Self.inventory().members) where file.key.hasPrefix(model + "/") {
      for tensor in try #require(file.value.members) {
        expectedCount += 1
        let found = try #require(checkpoint.tensor(named: tensor.key))
        #expect(found.info.name == tensor.key)
        #expect(model + "/" + found.fileName == file.key)
        #expect(found.info.elementType.rawValue == tensor.value.elements?.first?.string)
        #expect(
          found.info.shape.dimensions
            == tensor.value.elements?.last?.elements?.compactMap(\.integer)
        )
        #expect(found.byteCount == found.info.byteCount)
      }
    }
    #expect(expectedCount > 10)
    #expect(checkpoint.tensors.count == expectedCount)
    #expect(checkpoint.tensor(named: "no such tensor") == nil)
  }

  @Test
  func ordersShardsByNameAndTensorsByOffset() throws {
    let checkpoint = try Checkpoint(folder: Fixtures.path("models/baichuan7b-tiny"))
    for (first, second) in zip(checkpoint.tensors, checkpoint.tensors.dropFirst()) {
      #expect((first.fileName, first.layout.offset) < (second.fileName, second.layout.offset))
    }
  }
  // MARK: Choosing files

  @Test
  func prefersTheSingleFile() throws {
    let folder = try CheckpointFolder([
      "model.safetensors": CheckpointFolder.shard("a"),
      "model.safetensors.index.json": CheckpointFolder.index(["b": "missing.safetensors"]),
      "other.safetensors": [],
    ])
    let checkpoint = try Checkpoint(folder: folder.path)
    #expect(checkpoint.tensors.map(\.info.name) == ["a"])
    #expect(
      checkpoint.notes.prefix(2) == [
        "model.safetensors is read and model.safetensors.index.json ignored",
        "'other.safetensors' is no part of the checkpoint and ignored",
      ]
    )
  }

  @Test
  func prefersSafetensorsToPyTorch() throws {
    let bin = ZipText(pickle: PickleText.program(PickleText.oneTensor)).bytes
    let folder = try CheckpointFolder([
      "pytorch_model.bin": bin,
      "model.safetensors.index.json": CheckpointFolder.index(["a": "1.safetensors"]),
      "1.safetensors": CheckpointFolder.shard("a"),
    ])
    let checkpoint = try Checkpoint(folder: folder.path)
    #expect(checkpoint.format == .safetensors)
    #expect(checkpoint.tensors.map(\.info.name) == ["a"])
    #expect(
      checkpoint.notes.first
        == "the folder has weights in both formats; safetensors is read and PyTorch ignored"
    )
  }

  @Test
  func readsPyTorchShardsWithTheNamesOfWrappers() throws {
    func shard(_ name: String) -> [UInt8] {
      let storage = PickleText.storage("ByteStorage", count: 4)
      let tensor = PickleText.tensor(storage, shape: [4], strides: [1])
      return ZipText(pickle: PickleText.program(PickleText.dictionary([name: tensor]))).bytes
    }
    let folder = try CheckpointFolder([
      "1.bin": shard("module.a"), "2.bin": shard("module.b"), "training_args.bin": [1],
      "pytorch_model.bin.index.json": CheckpointFolder.index([
        "module.a": "1.bin", "module.b": "2.bin",
      ]),
    ])
    let checkpoint = try Checkpoint(folder: folder.path)
    #expect(checkpoint.format == .pyTorch)
    #expect(checkpoint.tensors.map(\.info.name) == ["a", "b"])
    #expect(checkpoint.tensors.map(\.fileName) == ["1.bin", "2.bin"])
    #expect(try checkpoint.bytes(of: checkpoint.tensors[1]) == [1, 2, 3, 4])
    #expect(
      checkpoint.notes.first == "'training_args.bin' is no part of the checkpoint and ignored"
    )
    #expect(checkpoint.filePaths.last == folder.folder.path("pytorch_model.bin.index.json"))
  }

  @Test
  func readsOnlyTheShardsThatTheIndexNames() throws {
    let folder = try CheckpointFolder([
      "2.safetensors": CheckpointFolder.shard("c"),
      "10.safetensors": CheckpointFolder.shard("b", "a"),
      "junk.safetensors": [1, 2, 3],
      "pytorch_model.bin": [1],
      "model.safetensors.index.json": CheckpointFolder.index([
        "a": "10.safetensors", "c": "2.safetensors", "b": "10.safetensors",
      ]),
    ])
    let checkpoint = try Checkpoint(folder: folder.path)
    #expect(checkpoint.tensors.map(\.info.name) == ["b", "a", "c"])
    #expect(
      checkpoint.tensors.map(\.fileName) == ["10.safetensors", "10.safetensors", "2.safetensors"]
    )
    #expect(
      checkpoint.notes.prefix(2) == [
        "the folder has weights in both formats; safetensors is read and PyTorch ignored",
        "'junk.safetensors' and 1 more files of weights are ignored",
      ]
    )
  }

  @Test
  func listsSideFilesInAFixedOrder() throws {
    let folder = try CheckpointFolder(
      [
        "tokenizer_config.json": [1, 2], "tokenizer.model": [3], "README.md": [4], "merges.txt": [],
        "generation_config.json": [5], "model.safetensors": CheckpointFolder.shard("a"),
      ],
      configuration: #"{"hidden_size": 4, "architectures": ["X"]}"#
    )
    let checkpoint = try Checkpoint(folder: folder.path)
    #expect(
      checkpoint.sideFiles.map(\.name) == [
        "config.json", "generation_config.json", "tokenizer.model", "tokenizer_config.json",
        "merges.txt",
      ]
    )
    #expect(checkpoint.sideFiles.map(\.byteCount) == [42, 1, 1, 2, 0])
    #expect(try checkpoint.sideFiles[3].contents() == [1, 2])
    #expect(checkpoint.configuration == ["hidden_size": 4, "architectures": ["X"]])
    #expect(checkpoint.path == folder.path)
    #expect(checkpoint.notes == [])
  }

  @Test
  func notesWhatIsMissing() throws {
    let folder = try CheckpointFolder(["model.safetensors": CheckpointFolder.shard("a")])
    let expected = [
      "there is no generation_config.json, so defaults apply when text is generated",
      "there is no tokenizer (tokenizer.model or tokenizer.json), so text cannot be generated",
    ]
    #expect(try Checkpoint(folder: folder.path).notes == expected)
    try folder.folder.write("", to: "vocab.json")
    #expect(try Checkpoint(folder: folder.path).notes == expected)
    try folder.folder.write("", to: "merges.txt")
    #expect(try Checkpoint(folder: folder.path).notes == [expected[0]])
  }

  /// As a download cache has it: links with the files' names to blobs elsewhere.
  @Test
  func followsSymbolicLinks() throws {
    let store = try TemporaryFolder()
    let folder = try CheckpointFolder()
    for (blob, name, bytes) in [
      ("0a", "config.json", Array("{}".utf8)),
      ("1b", "model-1.safetensors", try CheckpointFolder.shard("a")),
      ("2c", "model.safetensors.index.json", CheckpointFolder.index(["a": "model-1.safetensors"])),
      ("3d", "tokenizer.json", [7]),
    ] {
      try store.write(bytes, to: blob)
      try folder.folder.link(name, to: store.path(blob))
    }
    try store.link("snapshot", to: folder.path)
    let checkpoint = try Checkpoint(folder: store.path("snapshot"))
    #expect(checkpoint.tensors.map(\.info.name) == ["a"])
    #expect(checkpoint.sideFiles.map(\.name) == ["config.json", "tokenizer.json"])
  }

  // MARK: Reading elements

  @Test
  func readsElements() throws {
    let checkpoint = try Checkpoint(folder: Fixtures.path("models/baichuan7b-tiny"))
    let tensor = try #require(checkpoint.tensor(named: "model.layers.1.mlp.down_proj.weight"))
    #expect(tensor.fileName == "model-00002-of-00002.safetensors")
    let file = try SafetensorsFile(
      path: Fixtures.path("models/baichuan7b-tiny/" + tensor.fileName)
    )
    let expected = try #require(try file.bytes(of: tensor.info.name))
    #expect(try checkpoint.bytes(of: tensor) == expected)
    let count = tensor.info.shape.elementCount
    for elements in [0..<count, 5..<9, count - 1..<count, 0..<0, count..<count] {
      var buffer = [UInt8](repeating: 0xAA, count: elements.count * 2)
      try unsafe buffer.withUnsafeMutableBytes {
        try unsafe checkpoint.read(tensor, elements: elements, into: $0)
      }
      #expect(buffer == Array(expected[elements.lowerBound * 2..<elements.upperBound * 2]))
    }
  }

  @Test
  func readsTensorsWithoutElements() throws {
    let header = "{" + BrokenFile.entry("none", "F32", "[4,0]", "[0,0]") + "}"
    let folder = try CheckpointFolder([
      "model.safetensors": BrokenFile.bytes(header: Array(header.utf8), dataByteCount: 0)
    ])
    let checkpoint = try Checkpoint(folder: folder.path)
    #expect(try checkpoint.bytes(of: checkpoint.tensors[0]) == [])
  }

  @Test
  func noticesAFileThatShrinksLater() throws {
    let shard = try CheckpointFolder.shard("a", "b")
    let folder = try CheckpointFolder(["model.safetensors": shard])
    let checkpoint = try Checkpoint(folder: folder.path)
    let handle = try #require(
      FileHandle(forWritingAtPath: folder.folder.path("model.safetensors"))
    )
    try handle.truncate(atOffset: UInt64(shard.count - 1))
    #expect(try checkpoint.bytes(of: checkpoint.tensors[0]) == [0, 0])
    let error = try #require(throws: FileError.self) {
      try checkpoint.bytes(of: checkpoint.tensors[1])
    }
    #expect(error.code == .truncated)
  }

  @Test
  func trapsOnABufferOfAnotherSize() async throws {
    let folder = try CheckpointFolder(["model.safetensors": CheckpointFolder.shard("a")])
    await #expect(processExitsWith: .failure) { [path = folder.path as String] in
      let checkpoint = try Checkpoint(folder: path)
      var buffer: [UInt8] = [0]
      try unsafe buffer.withUnsafeMutableBytes {
        try unsafe checkpoint.read(checkpoint.tensors[0], elements: 0..<2, into: $0)
      }
    }
  }

  @Test
  func tellsTensorsApartWhoseNamesLookEqual() throws {
    let folder = try CheckpointFolder([
      "model.safetensors": CheckpointFolder.shard("\u{E9}", "e\u{301}")
    ])
    let checkpoint = try Checkpoint(folder: folder.path)
    #expect(checkpoint.tensor(named: "\u{E9}")?.layout == checkpoint.tensors[0].layout)
    #expect(checkpoint.tensor(named: "e\u{301}")?.layout == checkpoint.tensors[1].layout)
  }
}
