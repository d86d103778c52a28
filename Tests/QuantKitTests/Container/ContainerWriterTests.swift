//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct ContainerWriterTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func writer(
    _ name: String = "a.qkit",
    replacing: Bool = false,
    metadata: ContainerMetadata = ExampleContainer.metadata
  ) throws -> ContainerWriter {
    try ContainerWriter(path: folder.path(name), replacing: replacing, metadata: metadata)
  }

  // MARK: Contents come back

  @Test func tensorsOfSeveralBlocksComeBack() throws {
    let byteCount = ContainerFormat.usualBlockByteCount
    let rawInfo = try TensorInfo.make("embed", .bf16, [3, byteCount / 4 + 7])
    let int8Info = try TensorInfo.make("down", .f16, [5, 300_000])
    let raw = ZstdTests.sample(byteCount: try #require(rawInfo.byteCount), seed: 1)
    let codes = ZstdTests.sample(byteCount: 5 * 300_000, seed: 2)
    let scales: [Float] = [1, 0, 0.5, .leastNonzeroMagnitude, 3]
    let writer = try writer()
    try append(raw, to: writer, layout: try #require(TensorLayout(raw: rawInfo)))
    let int8 = try #require(TensorLayout(quantized: int8Info, scheme: .int8Row))
    try append(codes, scales.flatMap(\.littleEndianBytes), to: writer, layout: int8)
    try writer.finish()

    let file = try QuantizedFile(path: folder.path("a.qkit"))
    let rawRecord = try file.tensor(named: "embed")
    #expect(rawRecord.content?.frames.count == 2)
    #expect(try contents(of: rawRecord, in: file) == raw)
    #expect(rawRecord.info.shape == rawInfo.shape)
    #expect(rawRecord.encoding == .raw)
    let record = try file.tensor(named: "down")
    // Three rows of 300,000 codes fit in a block.
    #expect(record.content?.blockByteCount == 900_000)
    #expect(record.content?.frames.map(\.contentByteCount) == [900_000, 600_000])
    #expect(record.content?.contentRange(ofBlock: 1) == 900_000..<1_500_000)
    #expect(int8.parts[0].unitRange(ofBlock: 1) == 3..<5)
    #expect(try contents(of: record, in: file) == codes)
    #expect(try file.scales(of: record) == scales)
    #expect(record.scheme == .int8Row)
    #expect(record.contentByteCount == codes.count + 20)
    #expect(record.sourceByteCount == 2 * codes.count)
    #expect(file.index.contentByteCount == raw.count + codes.count + 20)
    #expect(file.index.compressionRatio > 1)
    #expect(try file.verify(using: ThreadPool(threadCount: 2)).isEmpty)
  }

  private func append(_ parts: [UInt8]..., to writer: ContainerWriter, layout: TensorLayout) throws
  {
    let compressor = ZstdCompressor(level: 1)
    try writer.begin(layout)
    for (part, content) in zip(layout.parts, parts) {
      for block in 0..<part.blockCount {
        try writer.append(compressor.compress(content[part.contentRange(ofBlock: block)]))
      }
    }
    writer.end(statistics: nil)
  }

  private func contents(of tensor: TensorRecord, in file: QuantizedFile) throws -> [UInt8] {
    let count = try #require(tensor.content).frames.count
    return try (0..<count).flatMap { try file.block($0, of: tensor) }
  }

  /// Shapes at the edges: no elements, no rows, no columns, a scalar, a row longer than a block.
  @Test func unusualShapesComeBack() throws {
    let writer = try writer()
    let compressor = ZstdCompressor(level: 1)
    for (name, shape) in [("empty", [0, 4]), ("scalar", []), ("eight", [1, 1, 1, 1, 1, 1, 1, 2])] {
      let info = try TensorInfo.make(name, .f32, shape)
      let content = [UInt8](repeating: 7, count: try #require(info.byteCount))
      try append(content, to: writer, layout: try #require(TensorLayout(raw: info)))
    }
    for (name, shape) in [("rowless", [0, 4]), ("columnless", [3, 0]), ("wide", [2, 1_048_577])] {
      let info = try TensorInfo.make(name, .bf16, shape)
      let layout = try #require(TensorLayout(quantized: info, scheme: .int4Row))
      try writer.begin(layout)
      for part in layout.parts {
        for block in 0..<part.blockCount {
          let size = part.contentRange(ofBlock: block).count
          try writer.append(compressor.compress([UInt8](repeating: 0, count: size)[...]))
        }
      }
      writer.end(statistics: nil)
    }
    try writer.finish()
    let file = try QuantizedFile(path: folder.path("a.qkit"))
    let counts = file.index.tensors.map { $0.parts.map(\.frames.count) }
    #expect(counts == [[0], [1], [1], [0, 0], [0, 1], [2, 1]])
    #expect(try file.scales(of: file.tensor(named: "columnless")) == [0, 0, 0])
    let wide = try file.tensor(named: "wide")
    #expect(wide.content?.shape.dimensions == [2, 131_073])
    #expect(wide.content?.blockByteCount == 524_292)
    #expect(try file.verify(using: ThreadPool(threadCount: 1)).isEmpty)
  }

  @Test func sideFilesComeBackByteForByte() throws {
    let large = ZstdTests.sample(byteCount: 3_000_000, seed: 3)
    let writer = try writer()
    try writer.append(sideFile: "tokenizer.model", contents: large)
    try writer.append(sideFile: "empty.txt", contents: [])
    try writer.append(sideFile: "名前 é.json", contents: [0])
    try writer.finish()
    let file = try QuantizedFile(path: folder.path("a.qkit"))
    #expect(file.index.sideFiles.map(\.name) == ["tokenizer.model", "empty.txt", "名前 é.json"])
    #expect(file.index.sideFiles.map(\.frames.count) == [3, 0, 1])
    #expect(try file.sideFile(named: "tokenizer.model") == large)
    #expect(try file.sideFile(named: "empty.txt") == [])
    #expect(try file.sideFile(named: "名前 é.json") == [0])
    #expect(try file.sideFile(named: "other") == nil)
  }

  // MARK: Determinism

  @Test(arguments: [1, 9])
  func threadsDoNotShowInTheBytes(level: Int) throws {
    var metadata = ExampleContainer.metadata
    metadata.compressionLevel = level
    let info = try TensorInfo.make("w", .f16, [4096, 700])
    let layout = try #require(TensorLayout(quantized: info, scheme: .int8Row))
    let codes = ZstdTests.sample(byteCount: 4096 * 700, seed: 4)
    let scales = ZstdTests.sample(byteCount: 4096 * 4, seed: 5)
    let files = try [1, 2, 4].map { threadCount in
      let pool = ThreadPool(threadCount: threadCount)
      let compressor = ZstdCompressor(level: level)
      let writer = try writer("\(threadCount).qkit", metadata: metadata)
      for round in 0..<4 {
        let info = TensorInfo(name: "w\(round)", elementType: .f16, shape: info.shape)
        try writer.begin(try #require(TensorLayout(quantized: info, scheme: .int8Row)))
        for (part, content) in zip(layout.parts, [codes, scales]) {
          try pool.inOrder(
            count: part.blockCount,
            produce: { try compressor.compress(content[part.contentRange(ofBlock: $0)]) },
            consume: { try writer.append($1) }
          )
        }
        writer.end(statistics: nil)
      }
      try writer.finish()
      return try folder.contents("\(threadCount).qkit")
    }
    #expect(files[0] == files[1])
    #expect(files[0] == files[2])
  }

  @Test func noPathIsInTheFile() throws {
    let first = try ExampleContainer.bytes(in: folder, name: "first.qkit")
    let second = try ExampleContainer.bytes(in: TemporaryFolder(), name: "second.qkit")
    #expect(first == second)
  }

  // MARK: All or nothing

  @Test func nothingAppearsBeforeFinish() throws {
    do {
      let writer = try writer()
      try writer.append(sideFile: "config.json", contents: [1])
      #expect(FileSystem.kind(of: folder.path("a.qkit")) == .nothing)
    }
    #expect(try folder.names() == [])
  }

  @Test func existingFileIsKeptUnlessReplaced() throws {
    try folder.write("old", to: "a.qkit")
    let error = try #require(throws: FileError.self) { try writer() }
    #expect(error.code == .alreadyExists)
    let replacement = try writer(replacing: true)
    #expect(try folder.contents("a.qkit") == Array("old".utf8))
    try replacement.finish()
    #expect(try QuantizedFile(path: folder.path("a.qkit")).index.tensors.isEmpty)
  }

  // MARK: What the format has no room for

  private func refused(_ body: (ContainerWriter) throws -> Void) throws -> ContainerError {
    let writer = try writer()
    return try #require(throws: ContainerError.self) { try body(writer) }
  }

  @Test(arguments: [
    "", ".", "..", "a/b", "/etc/passwd", "a\\b", "a\nb", "a\u{0}b", "\u{7F}",
    String(repeating: "a", count: 256),
  ])
  func sideFileNamesThatLeaveAFolderAreRefused(name: String) throws {
    let error = try refused { try $0.append(sideFile: name, contents: [1]) }
    #expect(error.code == .notStorable)
    #expect(error.path == folder.path("a.qkit"))
  }

  @Test func sideFileNamedTwiceIsRefused() throws {
    let error = try refused {
      try $0.append(sideFile: "é", contents: [1])
      try $0.append(sideFile: "e\u{301}", contents: [1])  // Other bytes: another name.
      try $0.append(sideFile: "é", contents: [1])
    }
    #expect(error.message.contains("the file 'é' is there already"))
  }

  @Test func sideFileTooLargeIsRefused() throws {
    let contents = [UInt8](repeating: 0, count: ContainerFormat.sideFileByteCountLimit + 1)
    let error = try refused { try $0.append(sideFile: "a", contents: contents) }
    #expect(error.message.contains("67108865 bytes, more than the limit of 67108864"))
  }

  @Test(arguments: ["", "a\u{1B}[0m", String(repeating: "a", count: 1025)])
  func tensorNamesAreChecked(name: String) throws {
    let info = try TensorInfo.make(name, .f32, [0])
    let error = try refused { try $0.begin(try #require(TensorLayout(raw: info))) }
    #expect(error.code == .notStorable)
    #expect(error.tensor == name)
    #expect(!error.message.contains("\u{1B}"))
  }

  @Test func tensorNamedTwiceIsRefused() throws {
    let info = try TensorInfo.make("w", .f32, [0])
    let error = try refused { writer in
      for _ in 0..<2 {
        try writer.begin(try #require(TensorLayout(raw: info)))
        writer.end(statistics: nil)
      }
    }
    #expect(error.code == .notStorable)
    #expect(error.tensor == "w")
  }

  /// An index that no reader takes is not written either.
  @Test func tooManyValuesInTheIndexAreRefused() throws {
    let error = try refused { writer in
      for number in 0..<15_000 {
        let info = try TensorInfo.make("\(number)", .f16, [0, 0])
        try writer.begin(try #require(TensorLayout(quantized: info, scheme: .int8Row)))
        writer.end(statistics: QuantizationStatistics(scheme: .int8Row))
      }
      try writer.finish()
    }
    #expect(error.code == .notStorable)
    #expect(error.message.contains("values, more than the limit of 4194304"))
  }

  @Test func descriptionIsChecked() throws {
    var metadata = ExampleContainer.metadata
    metadata.toolVersion = ""
    let error = try #require(throws: ContainerError.self) { try writer(metadata: metadata) }
    #expect(error.code == .notStorable)
    #expect(try folder.names() == [])
  }
}
