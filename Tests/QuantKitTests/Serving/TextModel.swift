//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// A small model with random weights from the fixtures, and a tokenizer of one character for each id.
struct TextModel {
  let folder: TemporaryFolder

  /// The ids before the first character.
  private static let firstCharacterID = 3

  /// A model of a config.json and the path of its tensors.
  init(configuration: JSON, weights: String) throws {
    folder = try TemporaryFolder()
    let vocabularySize = try #require(configuration["vocab_size"]?.integer)
    let names = ["<unk>", "<s>", "</s>"]
    let pieces = (0..<vocabularySize).map { id in
      id < Self.firstCharacterID ? names[id] : Self.character(id)
    }
    let vocabulary = JSON.object(
      pieces.enumerated().map { JSON.Member(key: $1, value: .integer($0)) }
    )
    let tokenizer: JSON = [
      "version": "1.0",
      "added_tokens": [],
      "decoder": ["type": "Fuse"],
      "model": ["type": "BPE", "vocab": vocabulary, "merges": []],
    ]
    try folder.write(configuration.serialized(), to: "config.json")
    try folder.write(tokenizer.serialized(), to: "tokenizer.json")
    try folder.write(
      InputFile.contents(of: weights, limit: 1 << 24),
      to: "model.safetensors"
    )
  }

  /// A golden model in one file.
  init(golden name: String) throws {
    let folder = Fixtures.path("models/" + name)
    try self.init(
      configuration: JSON(
        parsing: InputFile.contents(of: folder + "/config.json", limit: 1 << 20)
      ),
      weights: folder + "/model.safetensors"
    )
  }

  /// A golden model in which everything that a token does is NaN.
  init(golden name: String, withNaNForToken token: Int) throws {
    try self.init(golden: name)
    var bytes = try folder.contents("model.safetensors")
    var reader = ByteReader(bytes)
    let headerLength = Int(try reader.readInteger(UInt64.self))
    let header = try JSON(parsing: Array(bytes[8..<8 + headerLength]))
    let embedding = try #require(header["model.embed_tokens.weight"])
    let offset = try #require(embedding["data_offsets"]?.elements?.first?.integer)
    let columns = try #require(embedding["shape"]?.elements?.last?.integer)
    let first = 8 + headerLength + offset + token * columns * 2
    // Both in F16 and in BF16.
    bytes.replaceSubrange(first..<first + 2, with: [0xFF, 0x7F])
    try folder.write(bytes, to: "model.safetensors")
  }

  /// A configuration that the golden models leave out.
  init(variant name: String) throws {
    let variant = try ModelVariant.named(name)
    try self.init(
      configuration: variant.configuration,
      weights: ModelVariant.folder + "/" + variant.weightsFile
    )
  }

  static func character(_ id: Int) -> String {
    Unicode.Scalar(UInt32(0x4E00 + id)).map { String(Character($0)) } ?? ""
  }

  /// A text of so many tokens below an id.
  static func text(tokenCount: Int, below limit: Int = 40, seed: UInt64 = 0) -> String {
    var random = SplitMix64(seed: seed)
    return (0..<tokenCount).map { _ in
      let count = UInt64(limit - firstCharacterID)
      return character(firstCharacterID + Int(random.next() % count))
    }.joined()
  }

  func session(
    arithmetic: Arithmetic = .exact,
    keyValueFormat: KeyValueFormat? = nil
  ) throws -> RunSession {
    try RunSession(
      path: folder.path,
      threadCount: 2,
      arithmetic: arithmetic,
      keyValueFormat: keyValueFormat
    )
  }
}
