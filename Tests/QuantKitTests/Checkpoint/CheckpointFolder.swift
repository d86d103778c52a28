//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

@testable import QuantKit

/// A checkpoint folder that a test puts together, whole or broken.
struct CheckpointFolder {
  let folder: TemporaryFolder
  var path: String { folder.path }

  /// An empty folder.
  init() throws { folder = try TemporaryFolder() }

  /// A folder with config.json and files as given.
  init(_ files: KeyValuePairs<String, [UInt8]>, configuration: String = "{}") throws {
    try self.init()
    try folder.write(configuration, to: "config.json")
    for (name, bytes) in files { try folder.write(bytes, to: name) }
  }

  /// A safetensors file with tensors of two bytes each, the position of each as its content.
  static func shard(_ names: String...) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let shape = TensorShape([2])
    let tensors = names.compactMap { name in
      shape.map { TensorInfo(name: name, elementType: .u8, shape: $0) }
    }
    let writer = try SafetensorsWriter(path: folder.path("x"), tensors: tensors)
    for index in tensors.indices {
      try writer.append([UInt8(index), UInt8(index)], toTensorAt: index)
    }
    try writer.commit()
    return try folder.contents("x")
  }

  /// The text of a list of shards.
  static func index(_ map: KeyValuePairs<String, String>) -> [UInt8] {
    let members = map.map { JSON.Member(key: $0.key, value: .string($0.value)) }
    let document: JSON = ["metadata": ["total_size": 0], "weight_map": .object(members)]
    return document.prettyPrinted()
  }
}
