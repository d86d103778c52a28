//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct SafetensorsWriterTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("out.safetensors")
  }

  private static func info(_ name: String, _ type: ElementType, _ dimensions: [Int]) throws
    -> TensorInfo
  {
    TensorInfo(name: name, elementType: type, shape: try #require(TensorShape(dimensions)))
  }

  @Test
  func writesTheBytesOfTheFormat() throws {
    let tensors = [
      try Self.info("b", .f16, [1, 2]), try Self.info("none", .f32, [0]),
      try Self.info("a", .i8, []),
    ]
    let writer = try SafetensorsWriter(path: path, tensors: tensors)
    try writer.append([1, 2, 3], toTensorAt: 0)
    try writer.append([4], toTensorAt: 0)
    try writer.append([], toTensorAt: 1)
    try writer.append([5], toTensorAt: 2)
    #expect(try folder.names() == ["out.safetensors.partial"])
    try writer.commit()

    let header =
      #"{"__metadata__":{"format":"pt"},"b":{"dtype":"F16","shape":[1,2],"data_offsets":[0,4]},"#
      + #""none":{"dtype":"F32","shape":[0],"data_offsets":[4,4]},"#
      + #""a":{"dtype":"I8","shape":[],"data_offsets":[4,5]}}"#
    let padding = [UInt8](repeating: 0x20, count: (8 - header.utf8.count % 8) % 8)
    var expected = ByteWriter()
    expected.append(UInt64(header.utf8.count + padding.count))
    expected.append(header.utf8)
    expected.append(padding)
    expected.append([1, 2, 3, 4, 5])
    #expect(try folder.contents("out.safetensors") == expected.bytes)
    #expect((expected.bytes.count - 5) % 8 == 0)
  }

  @Test(arguments: 0..<16)
  func alignsTheData(nameLength: Int) throws {
    let tensor = try Self.info(String(repeating: "n", count: nameLength), .f64, [1])
    let writer = try SafetensorsWriter(path: path, tensors: [tensor])
    try writer.append([UInt8](0..<8), toTensorAt: 0)
    try writer.commit()
    let entry = try #require(try SafetensorsFile(path: path).header.entries.first)
    #expect(entry.range.lowerBound % 8 == 0)
  }

  @Test
  func writesNoRemarksWhenThereAreNone() throws {
    try SafetensorsWriter(path: path, tensors: [], metadata: [:]).commit()
    #expect(
      try folder.contents("out.safetensors") == [8, 0, 0, 0, 0, 0, 0, 0] + Array("{}      ".utf8)
    )
  }

  @Test
  func readsBackWhatItWrites() throws {
    var random = SplitMix64(seed: 3)
    var tensors: [TensorInfo] = []
    var contents: [[UInt8]] = []
    for type in ElementType.allCases {
      for dimensions in [[], [0], [3], [2, 5], [2, 0, 4], [1, 2, 3]] {
        let info = try Self.info("模型.\"\(type.rawValue)\"\n\(dimensions)", type, dimensions)
        tensors.append(info)
        contents.append(
          (0..<(info.byteCount ?? 0)).map { _ in UInt8.random(in: 0...255, using: &random) }
        )
      }
    }
    let writer = try SafetensorsWriter(path: path, tensors: tensors)
    for (index, bytes) in contents.enumerated() {
      var rest = bytes[...]
      while !rest.isEmpty {
        let piece = rest.prefix(Int.random(in: 1...7, using: &random))
        try writer.append(Array(piece), toTensorAt: index)
        rest = rest.dropFirst(piece.count)
      }
    }
    try writer.commit()

    let file = try SafetensorsFile(path: path)
    #expect(file.header.entries.map(\.info) == tensors)
    for (info, bytes) in zip(tensors, contents) {
      #expect(try file.bytes(of: info.name) == bytes)
    }
    #expect(try file.bytes(of: "none") == nil)
  }

  @Test
  func leavesNothingWithoutCommit() throws {
    do {
      let writer = try SafetensorsWriter(path: path, tensors: [try Self.info("a", .i8, [2])])
      try writer.append([1, 2], toTensorAt: 0)
    }
    #expect(try folder.names() == [])
  }

  @Test
  func refusesToReplace() throws {
    try folder.write("old", to: "out.safetensors")
    let error = try #require(throws: FileError.self) {
      try SafetensorsWriter(path: path, tensors: [])
    }
    #expect(error.code == .alreadyExists)
    try SafetensorsWriter(path: path, tensors: [], replacing: true).commit()
    #expect(try SafetensorsFile(path: path).header.entries.isEmpty)
  }

  @Test(arguments: [
    (["a", "b", "a"], [1], CheckpointError.Code.duplicateTensor, "a"),
    (["__metadata__"], [1], .duplicateTensor, "__metadata__"),
    (["a", "b"], [.max], .invalidShape, "a"),
    (["a", "b", "c"], [1 << 60], .invalidShape, "b"),
  ])
  func refusesWhatNoFileCanHold(
    names: [String],
    dimensions: [Int],
    code: CheckpointError.Code,
    tensor: String
  ) throws {
    let tensors = try names.map { try Self.info($0, .f32, dimensions) }
    let error = try #require(throws: CheckpointError.self) {
      try SafetensorsWriter(path: path, tensors: tensors)
    }
    #expect(error.code == code)
    #expect(error.tensorName == tensor)
    #expect(error.path == path)
    #expect(try folder.names() == [])
  }

  // MARK: A caller's mistakes

  @Test
  func trapsOnTooManyBytes() async {
    await #expect(processExitsWith: .failure) { [path = path as String] in
      let writer = try Self.writerOfTwoTensors(path)
      try writer.append([1, 2, 3], toTensorAt: 0)
    }
  }

  @Test
  func trapsOnAnotherOrder() async {
    await #expect(processExitsWith: .failure) { [path = path as String] in
      let writer = try Self.writerOfTwoTensors(path)
      try writer.append([1], toTensorAt: 0)
      try writer.append([1], toTensorAt: 1)
    }
  }

  @Test
  func trapsOnATensorThatLacksBytes() async {
    await #expect(processExitsWith: .failure) { [path = path as String] in
      let writer = try Self.writerOfTwoTensors(path)
      try writer.append([1, 2], toTensorAt: 0)
      try writer.append([1], toTensorAt: 1)
      try writer.commit()
    }
  }

  @Test
  func trapsOnNothingElse() async {
    await #expect(processExitsWith: .success) { [path = path as String] in
      let writer = try Self.writerOfTwoTensors(path)
      try writer.append([1, 2], toTensorAt: 0)
      try writer.append([1], toTensorAt: 1)
      try writer.append([2], toTensorAt: 1)
      try writer.commit()
    }
  }

  private static func writerOfTwoTensors(_ path: String) throws -> SafetensorsWriter {
    try SafetensorsWriter(
      path: path,
      tensors: [try info("a", .i8, [2]), try info("b", .i8, [2])]
    )
  }
}
