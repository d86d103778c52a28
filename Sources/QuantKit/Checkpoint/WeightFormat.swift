//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A format that the weights in a checkpoint folder come in, and the names of its files.
public enum WeightFormat: String, CaseIterable, Sendable {
  /// safetensors; what is read where a folder has both.
  case safetensors
  /// What `torch.save` writes, in either of its formats.
  case pyTorch = "PyTorch"

  /// The name of a single file with all tensors.
  var singleFileName: String {
    switch self {
    case .safetensors: "model.safetensors"
    case .pyTorch: "pytorch_model.bin"
    }
  }

  /// The name of the list of shards.
  var indexFileName: String { singleFileName + ".index.json" }

  /// What the name of a shard ends in.
  var shardSuffix: String {
    switch self {
    case .safetensors: ".safetensors"
    case .pyTorch: ".bin"
    }
  }

  /// Gives the lines of a list of shards the names that their tensors have in the shards.
  func renameAsInShards<Line>(_ lines: inout [Line], name: WritableKeyPath<Line, String>) {
    if self == .pyTorch { StateDictionary.unwrap(&lines, name: name) }
  }
}
