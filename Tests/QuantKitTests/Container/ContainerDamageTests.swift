//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

/// Damage anywhere in a file is noticed and pinned to what it hit.
struct ContainerDamageTests {
  let folder: TemporaryFolder
  let sound: [UInt8]
  let index: ContainerIndex
  let indexOffset: Int

  init() throws {
    folder = try TemporaryFolder()
    sound = try ExampleContainer.bytes(in: folder)
    let file = try QuantizedFile(path: folder.path("example.qkit"))
    index = file.index
    indexOffset = file.indexFrame.offset
  }

  /// What a user of the file learns: the error on opening it, or the damages found.
  private func findings(_ bytes: [UInt8]) throws -> Result<[Damage], any Error> {
    let path = try folder.write(bytes, to: "damaged.qkit")
    return Result {
      try QuantizedFile(path: path).verify(using: ThreadPool(threadCount: 1))
    }
  }

  private func place(at position: Int) -> ContainerPlace? {
    for file in index.sideFiles {
      if file.frames.contains(where: { ($0.offset..<$0.end).contains(position) }) {
        return .sideFile(file.name)
      }
    }
    for tensor in index.tensors {
      for part in tensor.parts {
        let block = part.frames.firstIndex { ($0.offset..<$0.end).contains(position) }
        if let block { return .tensor(tensor.info.name, part: part.name, block: block) }
      }
    }
    return nil
  }

  @Test func everyFlippedBitIsNoticed() throws {
    for position in sound.indices {
      for bit in 0..<8 {
        var bytes = sound
        bytes[position] ^= 1 << UInt8(bit)
        switch (place(at: position), try findings(bytes)) {
        case (let place?, .success(let damages)):
          #expect(damages.map(\.place) == [place], "bit \(bit) of byte \(position)")
          #expect(damages.first?.message.contains("\(place)") == true)
        case (nil, .failure(let error as ContainerError)):
          #expect(error.tensor == nil)
          #expect(error.offset != nil)
        case (_, let findings):
          Issue.record("bit \(bit) of byte \(position): \(findings)")
        }
      }
    }
  }

  @Test func everyTruncationIsNoticed() throws {
    for byteCount in 0..<sound.count {
      guard
        case .failure(let error as ContainerError) = try findings(Array(sound.prefix(byteCount)))
      else {
        Issue.record("\(byteCount) bytes pass")
        continue
      }
      #expect(
        error.code == (byteCount == 0 ? .notContainer : .truncated),
        "\(byteCount): \(error.message)"
      )
    }
  }

  @Test func appendedBytesAreNoticed() throws {
    for more in [[0], sound, [UInt8](repeating: 0, count: 100)] {
      guard case .failure(let error as ContainerError) = try findings(sound + more) else {
        Issue.record("\(more.count) more bytes pass")
        continue
      }
      #expect(error.code == .truncated || error.code == .malformed)
    }
  }

  @Test func removedAndRepeatedRangesAreNoticed() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let start = Int(generator.next() % UInt64(sound.count))
      let end = start + 1 + Int(generator.next() % UInt64(sound.count - start))
      var bytes = sound
      if generator.next() % 2 == 0 {
        bytes.removeSubrange(start..<end)
      } else {
        bytes.insert(contentsOf: sound[start..<end], at: start)
      }
      guard case .failure = try findings(bytes) else {
        Issue.record("seed \(seed): \(start)..<\(end)")
        continue
      }
    }
  }

  @Test func overwrittenRangesAreNoticed() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SplitMix64(seed: seed)
    for _ in 0..<300 {
      var bytes = sound
      for _ in 0..<1 + generator.next() % 20 {
        let position = Int(generator.next() % UInt64(bytes.count))
        bytes[position] = UInt8(truncatingIfNeeded: generator.next())
      }
      guard bytes != sound else { continue }
      if case .success(let damages) = try findings(bytes) {
        #expect(!damages.isEmpty, "seed \(seed)")
      }
    }
  }

  /// Every frame damaged, and only as many looked at as are enough.
  @Test func stopsAfterDamagesEnough() throws {
    var bytes = sound
    for position in ContainerFormat.headerByteCount..<indexOffset { bytes[position] ^= 1 }
    let file = try QuantizedFile(path: try folder.write(bytes, to: "damaged.qkit"))
    let frameCount =
      index.sideFiles.flatMap(\.frames).count
      + index.tensors.flatMap(\.parts).flatMap(\.frames).count
    let pool = ThreadPool(threadCount: 1)
    #expect(try file.verify(using: pool).count == frameCount)
    let first = try file.verify(using: pool, damageLimit: 2)
    let second = place(at: index.tensors[0].parts[0].frames[0].offset)
    #expect(first.map(\.place) == [.sideFile("config.json"), second])
  }

  // MARK: Reading

  /// Reading meets only the damage in what it reads.
  @Test func soundTensorsStayReadable() throws {
    let frame = try #require(
      index.tensor(named: ExampleContainer.int8Name)?.parts.last?.frames.first
    )
    var bytes = sound
    bytes[frame.offset + 3] ^= 1
    let file = try QuantizedFile(path: folder.write(bytes, to: "damaged.qkit"))
    let damaged = try file.tensor(named: ExampleContainer.int8Name)
    let error = try #require(throws: ContainerError.self) { try file.scales(of: damaged) }
    #expect(error.code == .damaged)
    #expect(error.tensor == ExampleContainer.int8Name)
    #expect(error.offset == frame.offset)
    #expect(error.message.contains("(scales, block 0)"))
    #expect(try file.block(0, of: damaged).count == 8)
    #expect(try file.scales(of: file.tensor(named: ExampleContainer.int4Name)) == [0.5, 1])
    #expect(try file.sideFile(named: "config.json") == ExampleContainer.config)
  }

  /// Check 20: the stored bytes are those that were recorded, but not what they must decompress to.
  @Test(arguments: [0, 3, 1000])
  func frameOfOtherContentIsMalformed(byteCount: Int) throws {
    let content = [UInt8](repeating: 1, count: byteCount)
    var forged = try ForgedContainer(sound)
    let raw = try #require(index.tensor(named: ExampleContainer.rawName)?.content?.frames.first)
    let position = raw.offset - ContainerFormat.headerByteCount
    var frame = try ZstdCompressor(level: 1).compress(content[...]).bytes
    if content.isEmpty { frame = [1, 2, 3, 4, 5] }
    forged.body.replaceSubrange(position..<position + raw.storedByteCount, with: frame)
    try forged.set("tensors", 2, "parts", 0, "frames", 0, 1, to: .integer(frame.count))
    try forged.set(
      "tensors",
      2,
      "parts",
      0,
      "frames",
      0,
      3,
      to: .string(Checksum(of: frame).description)
    )
    let file = try QuantizedFile(path: folder.write(forged.bytes(), to: "forged.qkit"))
    let tensor = try file.tensor(named: ExampleContainer.rawName)
    let error = try #require(throws: ContainerError.self) { try file.block(0, of: tensor) }
    #expect(error.code == .malformed)
    #expect(error.tensor == ExampleContainer.rawName)
    #expect(error.offset == raw.offset)
    let damages = try file.verify(using: ThreadPool(threadCount: 2))
    #expect(damages.map(\.place.tensor) == [ExampleContainer.rawName])
  }

  /// Check 21: scales are finite and not negative.
  @Test(arguments: [Float.nan, .infinity, -1])
  func scalesThatNoWriterMakesAreMalformed(scale: Float) throws {
    var forged = try ForgedContainer(sound)
    let record = try #require(
      index.tensor(named: ExampleContainer.int8Name)?.parts.last?.frames.first
    )
    let position = record.offset - ContainerFormat.headerByteCount
    let content = [1, scale].littleEndianBytes
    let frame = try ZstdCompressor(level: 1).compress(content[...]).bytes
    try #require(frame.count == record.storedByteCount)
    forged.body.replaceSubrange(position..<position + frame.count, with: frame)
    let checksum = JSON.string(Checksum(of: frame).description)
    try forged.set("tensors", 0, "parts", 1, "frames", 0, 3, to: checksum)
    let file = try QuantizedFile(path: folder.write(forged.bytes(), to: "forged.qkit"))
    let tensor = try file.tensor(named: ExampleContainer.int8Name)
    let error = try #require(throws: ContainerError.self) { try file.scales(of: tensor) }
    #expect(error.code == .malformed)
    #expect(error.tensor == ExampleContainer.int8Name)
    #expect(error.offset == record.offset)
    let damages = try file.verify(using: ThreadPool(threadCount: 2))
    #expect(damages.map(\.offset) == [record.offset])
  }

  @Test func fileCutWhileItIsOpenIsNoticed() throws {
    let path = try folder.write(sound, to: "cut.qkit")
    let file = try QuantizedFile(path: path)
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.truncate(atOffset: 80)
    try handle.close()
    let error = try #require(throws: FileError.self) {
      try file.scales(of: file.tensor(named: ExampleContainer.int8Name))
    }
    #expect(error.code == .truncated)
    #expect(try file.verify(using: ThreadPool(threadCount: 1)).count == 5)
  }

  // MARK: Verification

  @Test func verificationCountsEveryByteAndCanBeStopped() throws {
    let file = try QuantizedFile(path: folder.path("example.qkit"))
    let counter = Counter()
    let damages = try file.verify(using: ThreadPool(threadCount: 2)) { counter.add($0) }
    #expect(damages.isEmpty)
    #expect(counter.total == indexOffset - ContainerFormat.headerByteCount)

    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: CancellationError.self) {
      try file.verify(using: ThreadPool(threadCount: 2), cancellation: cancellation)
    }
  }

  @Test func damagesComeInTheOrderOfTheFile() throws {
    var bytes = sound
    for position in stride(from: ContainerFormat.headerByteCount + 6, to: indexOffset, by: 7) {
      bytes[position] ^= 0xFF
    }
    let file = try QuantizedFile(path: folder.write(bytes, to: "damaged.qkit"))
    let damages = try file.verify(using: ThreadPool(threadCount: 4))
    #expect(damages.count == 6)
    #expect(damages.map(\.offset) == damages.map(\.offset).sorted())
  }
}

/// A sum that several threads add to.
private final class Counter: Sendable {
  private let lock = NSLock()
  private nonisolated(unsafe) var sum = 0

  var total: Int { lock.withLock { unsafe sum } }
  func add(_ count: Int) { lock.withLock { unsafe sum += count } }

  /// Statistics that are possible, but not those of the codes.
  @Test func statisticsOfOtherCodesAreNoticed() throws {
    let folder = try TemporaryFolder()
    let info = try TensorInfo.make("a.q_proj.weight", .f16, [2, 5])
    let scheme = QuantizationScheme.int4Row
    let writer = try ContainerWriter(
      path: folder.path("counts.qkit"),
      replacing: true,
      metadata: ExampleContainer.metadata
    )
    let compressor = ZstdCompressor(level: 1)
    for (name, code) in [("right", 2), ("wrong", 3)] {
      let info = TensorInfo(name: name, elementType: info.elementType, shape: info.shape)
      try writer.begin(try #require(TensorLayout(quantized: info, scheme: scheme)))
      // Five codes of 2 and, past the last column, three of 1, which do not count.
      let row: [UInt8] = [0x22, 0x22, 0x12, 0x11]
      try writer.append(compressor.compress((row + row)[...]))
      try writer.append(compressor.compress([Float](repeating: 1, count: 2).littleEndianBytes[...]))
      var statistics = QuantizationStatistics(scheme: scheme)
      statistics.addCode(code, count: 10)
      writer.end(statistics: statistics)
    }
    try writer.finish()
    let damages = try Verification(path: folder.path("counts.qkit")).damages
    #expect(damages.map(\.place.tensor) == ["wrong"])
    #expect(damages.first?.message.contains("do not occur as often") == true)
  }
}
