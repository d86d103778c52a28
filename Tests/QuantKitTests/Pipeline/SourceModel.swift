//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// A checkpoint of tensors with one block and with several, and files made from it.
struct SourceModel {
  /// A tensor and its elements.
  struct Tensor {
    var info: TensorInfo
    var bytes: [UInt8]

    /// Changes an element of two bytes.
    mutating func change(_ element: Int, _ transform: (UInt16) -> UInt16) {
      let value = transform(UInt16(bytes[2 * element]) | UInt16(bytes[2 * element + 1]) << 8)
      bytes[2 * element] = UInt8(truncatingIfNeeded: value)
      bytes[2 * element + 1] = UInt8(value >> 8)
    }
  }

  /// 300 rows, codes in three blocks.
  static let matrix = "layers.0.q_proj.weight"
  /// 400 rows of 2000 elements that keep their type, the first of two blocks ending within row 262.
  static let table = "table.weight"
  static let rowWithinTwoBlocks = 262
  /// 8 rows without columns.
  static let empty = "layers.1.q_proj.weight"
  /// What recipe `compact` stores normalized.
  static let head = "lm_head.weight"
  static let norm = "norm.weight"

  let folder: TemporaryFolder
  var checkpoint: String { folder.path("model") }

  init() throws {
    folder = try TemporaryFolder()
    try folder.makeFolder("model")
    try folder.write(
      #"{"architectures": ["BaichuanForCausalLM"], "z_loss_weight": 0}"#,
      to: "model/config.json"
    )
    try folder.write(Self.tokenizer, to: "model/tokenizer.json")
    try write(Self.tensors.get())
  }

  /// Digits that fill two frames.
  private static let tokenizer: [UInt8] = {
    var generator = SplitMix64(seed: 5)
    return (0..<200_000).flatMap { _ in Array(String(generator.next() % 10_000_000).utf8) }
  }()

  private static let tensors = Result { try makeTensors() }

  private static func makeTensors() throws -> [Tensor] {
    var generator = SplitMix64(seed: 1)
    func tensor(_ name: String, _ type: ElementType, _ shape: [Int]) throws -> Tensor {
      let info = try TensorInfo.make(name, type, shape)
      var bytes: [UInt8] = []
      for _ in 0..<info.shape.elementCount {
        // From 0.5 to 1, of either sign; in F32 the same upper half.
        let value = UInt16(truncatingIfNeeded: generator.next()) & 0x83FF | 0x3800
        if type == .f32 { bytes += [0, 0] }
        bytes += [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)]
      }
      return Tensor(info: info, bytes: bytes)
    }
    return try [
      tensor(matrix, .f16, [300, 8192]), tensor(table, .f16, [400, 2000]),
      tensor(empty, .f32, [8, 0]), tensor(head, .f16, [64, 128]), tensor(norm, .f32, [16]),
    ]
  }

  private func write(_ tensors: [Tensor]) throws {
    let writer = try SafetensorsWriter(
      path: checkpoint + "/model.safetensors",
      tensors: tensors.map(\.info),
      replacing: true
    )
    for (index, tensor) in tensors.enumerated() where !tensor.bytes.isEmpty {
      try writer.append(tensor.bytes, toTensorAt: index)
    }
    try writer.commit()
  }

  /// Writes the checkpoint anew with other tensors.
  func rewrite(_ change: (inout [Tensor]) throws -> Void) throws {
    var tensors = try Self.tensors.get()
    try change(&tensors)
    try write(tensors)
  }

  /// Quantizes the checkpoint and returns the file's path.
  func quantized(
    _ width: Recipe.Width = .eight,
    level: Int = 1,
    hashesSources: Bool = false
  ) throws -> String {
    let path = folder.path("model.qkit")
    let options = QuantizeOptions(
      width: width,
      recipe: .compact,
      threadCount: 2,
      compressionLevel: level,
      isReplacing: true,
      hashesSources: hashesSources
    )
    _ = try QuantizeJob(checkpoint: checkpoint, output: path, options: options).run()
    return path
  }

  /// Every frame of a file between header and index.
  func frames(_ path: String) throws -> [FrameRecord] {
    let index = try QuantizedFile(path: path).index
    return index.sideFiles.flatMap(\.frames) + index.tensors.flatMap { $0.parts.flatMap(\.frames) }
  }

  /// The frames of a part of a tensor.
  func frames(_ path: String, _ tensor: String, _ part: String) throws -> [FrameRecord] {
    let record = try QuantizedFile(path: path).tensor(named: tensor)
    return try #require(record.part(named: part)).frames
  }

  /// Flips a bit in the middle of each frame.
  func damage(_ path: String, _ frames: [FrameRecord]) throws {
    try damage(path, at: frames.map { $0.offset + $0.storedByteCount / 2 })
  }

  /// Flips a bit of each of the bytes.
  func damage(_ path: String, at positions: [Int]) throws {
    var bytes = try contents(path)
    for position in positions { bytes[position] ^= 0x10 }
    try FileSystem.write(bytes, to: path, replacing: true)
  }

  func contents(_ path: String) throws -> [UInt8] {
    try InputFile.contents(of: path, limit: 1 << 30)
  }
}

extension [SourceModel.Tensor] {
  /// The tensor of a name.
  subscript(name: String) -> SourceModel.Tensor {
    get { first { $0.info.name == name } ?? self[0] }
    set { if let index = firstIndex(where: { $0.info.name == name }) { self[index] = newValue } }
  }
}
