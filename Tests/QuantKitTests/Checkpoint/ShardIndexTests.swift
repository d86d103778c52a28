//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct ShardIndexTests {
  @Test
  func keepsTheOrderOfTensorsAndSortsShards() throws {
    let text = CheckpointFolder.index([
      "z": "b.safetensors", "a": "a.safetensors", "y": "b.safetensors", "模": "é.safetensors",
    ])
    let index = try ShardIndex(parsing: text, path: "x")
    #expect(index.entries.map(\.tensorName) == ["z", "a", "y", "模"])
    #expect(index.shardNames == ["a.safetensors", "b.safetensors", "é.safetensors"])
  }

  @Test(
    arguments: [
      ("", .invalidIndex, nil, "unexpected end at byte 0"),
      ("[]", .invalidIndex, nil, "it has no object 'weight_map'"),
      (#"{"weight_map":[]}"#, .invalidIndex, nil, "it has no object 'weight_map'"),
      (#"{"weight_map":{}}"#, .invalidIndex, nil, "'weight_map' is empty"),
      (#"{"weight_map":{"a":1}}"#, .invalidIndex, "a", "the shard of 'a' is a number"),
      (
        #"{"weight_map":{"a":"x.safetensors","a":"y.safetensors"}}"#, .duplicateTensor, "a",
        "'a' twice"
      ),
      (#"{"weight_map":{},"weight_map":{}}"#, .invalidIndex, nil, "duplicate key 'weight_map'"),
      (
        #"{"weight_map":{"a":"../x.safetensors"}}"#, .invalidIndex, "a",
        "is '../x.safetensors', a plain"
      ),
      (#"{"weight_map":{"a":"/etc/x.safetensors"}}"#, .invalidIndex, "a", "a plain file name"),
      (#"{"weight_map":{"a":"f/x.safetensors"}}"#, .invalidIndex, "a", "a plain file name"),
      (#"{"weight_map":{"a":"x\u0000.safetensors"}}"#, .invalidIndex, "a", "'x\\u{0}.safetensors'"),
      (#"{"weight_map":{"a":""}}"#, .invalidIndex, "a", "a plain file name"),
      (#"{"weight_map":{"a":".."}}"#, .invalidIndex, "a", "a plain file name"),
      (#"{"weight_map":{"a":"pytorch_model.bin"}}"#, .invalidIndex, "a", "ends in .safetensors"),
    ] as [(String, CheckpointError.Code, String?, String)]
  )
  func refuses(
    text: String,
    code: CheckpointError.Code,
    tensor: String?,
    message: String
  ) throws {
    let error = try #require(throws: CheckpointError.self) {
      try ShardIndex(parsing: Array(text.utf8), path: "folder/index")
    }
    #expect(error.code == code)
    #expect(error.tensorName == tensor)
    #expect(error.path == "folder/index")
    #expect(error.message.contains(message), "\(error.message)")
    #expect(error.message.contains("'folder/index'"))
  }

  @Test
  func limitsShardsAndNames() throws {
    let many = (0...ShardIndex.shardLimit).map { #""\#($0)":"\#($0).safetensors""# }
    let error = try #require(throws: CheckpointError.self) {
      try ShardIndex(
        parsing: Array(#"{"weight_map":{\#(many.joined(separator: ","))}}"#.utf8),
        path: "x"
      )
    }
    #expect(error.code == .limitExceeded)
    let name = String(repeating: "n", count: SafetensorsHeader.nameByteLimit + 1)
    let other = try #require(throws: CheckpointError.self) {
      try ShardIndex(
        parsing: Array(#"{"weight_map":{"\#(name)":"x.safetensors"}}"#.utf8),
        path: "x"
      )
    }
    #expect(other.code == .limitExceeded)
  }

  @Test
  func survivesTruncationAndFlippedBits() throws {
    let text = CheckpointFolder.index(["a": "x.safetensors", "b": "y.safetensors"])
    for count in 0..<text.count - 2 {
      #expect(throws: CheckpointError.self) {
        try ShardIndex(parsing: Array(text[..<count]), path: "x")
      }
    }
    let seed: UInt64 = 11
    var random = SplitMix64(seed: seed)
    for _ in 0..<3_000 {
      var bytes = text
      bytes[Int.random(in: bytes.indices, using: &random)] ^=
        1 << UInt8.random(in: 0..<8, using: &random)
      guard let index = try? ShardIndex(parsing: bytes, path: "x") else { continue }
      #expect(index.entries.allSatisfy { Path.isPlainName($0.shardName) }, "seed \(seed)")
    }
  }
}
