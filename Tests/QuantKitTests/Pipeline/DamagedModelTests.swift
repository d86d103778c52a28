//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// A model in a damaged `.qkit` file is refused, whatever byte the damage hit.
struct DamagedModelTests {
  private let folder: TemporaryFolder
  private let sound: [UInt8]
  private let index: ContainerIndex
  private let pool = ThreadPool(threadCount: 1)

  init() throws {
    folder = try TemporaryFolder()
    let path = Fixtures.path("containers/tiny-llama")
    sound = try InputFile.contents(of: path, limit: 1 << 16)
    index = try QuantizedFile(path: path).index
  }

  /// The logits of one token.
  private func run(_ path: String) throws -> [Float] {
    let source = try ModelSource(path: path)
    let model = try LanguageModel(
      configuration: ModelConfiguration(configuration: source.configuration(), path: path),
      weights: source.weights,
      arithmetic: .exact,
      pool: pool
    )
    return try model.forward([1], cache: model.makeCache(capacity: 1), logits: .last)
  }

  /// The tensor whose frame holds a byte, or nil.
  private func tensorName(at position: Int) -> String? {
    index.tensors.first { tensor in
      tensor.parts.flatMap(\.frames).contains { ($0.offset..<$0.end).contains(position) }
    }?.info.name
  }

  @Test func theSoundFileRuns() throws {
    let logits = try run(folder.write(sound, to: "sound.qkit"))
    #expect(logits.count == 40)
    #expect(logits.allSatisfy { $0.isFinite })
  }

  /// Every byte with one of these patterns, a part of the file for each test.
  @Test(arguments: 0..<8)
  func everyFlippedByteIsNoticed(part: Int) throws {
    let patterns: [UInt8] = [0x01, 0x80, 0xFF]
    for position in stride(from: part, to: sound.count, by: 8) {
      var bytes = sound
      bytes[position] ^= patterns[position / 8 % patterns.count]
      let path = try folder.write(bytes, to: "damaged.qkit")
      let error = try #require(throws: ContainerError.self, "byte \(position)") { try run(path) }
      guard let name = tensorName(at: position) else { continue }
      #expect(error.tensor == name, "byte \(position)")
      let damages = try QuantizedFile(path: path).verify(using: pool)
      #expect(damages.map(\.place.tensor) == [name], "byte \(position)")
    }
  }

  @Test func everyCutIsNoticed() throws {
    for byteCount in sound.indices {
      let path = try folder.write(Array(sound.prefix(byteCount)), to: "cut.qkit")
      #expect(throws: ContainerError.self, "\(byteCount) bytes") { try run(path) }
    }
  }
}
