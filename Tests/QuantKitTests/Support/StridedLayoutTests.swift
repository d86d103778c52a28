//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// Elements that lie apart, gathered.
struct StridedLayoutTests {
  @Test(
    arguments: [
      ([4, 3], [3, 1], true), ([4, 3], [4, 1], false), ([4, 3], [1, 4], false), ([4], [1], true),
      ([4], [2], false), ([1, 4], [99, 1], true), ([4, 1], [1, 99], true), ([], [], true),
      ([2, 3, 4], [12, 4, 1], true), ([2, 3, 4], [0, 4, 1], false), ([0, 5], [7, 7], true),
      ([1], [50], true), ([3], [0], false),
    ] as [([Int], [Int], Bool)]
  )
  func knowsWhatIsContiguous(shape: [Int], strides: [Int], isContiguous: Bool) throws {
    let layout = try #require(
      StridedLayout(offset: 6, elementByteCount: 2, shape: shape, strides: strides)
    )
    #expect(layout.isContiguous == isContiguous)
    if isContiguous {
      let count = try #require(shape.checkedProduct())
      #expect(
        layout == StridedLayout(contiguousAt: 6, elementByteCount: 2, elementCount: count)
      )
    }
  }

  @Test
  func refusesWhatLeavesInt() {
    for (shape, strides) in [
      ([2], [Int.max]), ([.max], [2]), ([3, 3], [.max / 4, .max / 4]), ([-1], [1]), ([2], [-1]),
      ([2, 2], [1]),
    ] {
      let layout = StridedLayout(offset: 0, elementByteCount: 2, shape: shape, strides: strides)
      #expect(layout == nil, "\(shape) \(strides)")
    }
    #expect(StridedLayout(offset: .max, elementByteCount: 2, shape: [1], strides: [1]) == nil)
    #expect(StridedLayout(offset: -1, elementByteCount: 2, shape: [1], strides: [1]) == nil)
  }

  /// Views of a file of 4 MB, so that gathering needs many pieces: element i of the file is the number i.
  @Test(
    arguments: [
      (0, [1_000, 1_000], [1, 1_000]), (7, [300, 3_000], [2, 300]),
      (3, [500, 2], [1_000, 499_000]),
      (0, [1_000, 10], [1_000, 100]), (1, [10, 10, 10], [1, 100_000, 70]),
      (5, [2, 900], [0, 1_100]),
      (0, [999, 333], [1_000, 3]), (2, [100, 3, 30], [3, 300_000, 1_000]),
    ] as [(Int, [Int], [Int])]
  )
  func gathers(offset: Int, shape: [Int], strides: [Int]) throws {
    let folder = try TemporaryFolder()
    let count = 1_000_000
    let path = try folder.write(
      [UInt8](unsafe (0..<Int32(count)).map { $0 }.withUnsafeBytes { unsafe Array($0) }),
      to: "x"
    )
    let file = try InputFile(path: path)
    let layout = try #require(
      StridedLayout(offset: offset * 4, elementByteCount: 4, shape: shape, strides: strides)
    )
    #expect(layout.end <= file.byteCount)
    let elementCount = try #require(shape.checkedProduct())
    func expected(_ element: Int) -> Int32 {
      var (rest, place) = (element, offset)
      for (extent, stride) in zip(shape, strides).reversed() {
        place += rest % extent * stride
        rest /= extent
      }
      return Int32(place)
    }
    var random = SplitMix64(seed: 9)
    for trial in 0..<12 {
      let start = trial == 0 ? 0 : Int.random(in: 0..<elementCount, using: &random)
      let length = trial == 0 ? 10_000 : Int.random(in: 0...10_000, using: &random)
      let range = start..<min(elementCount, start + length)
      let bytes = try file.bytes(range, of: layout)
      let found = unsafe bytes.withUnsafeBytes { unsafe Array($0.bindMemory(to: Int32.self)) }
      #expect(found == range.map(expected), "\(range)")
    }
  }

  @Test
  func noticesAFileThatIsTooShort() throws {
    let folder = try TemporaryFolder()
    let file = try InputFile(path: folder.write([1, 2, 3, 4, 5], to: "x"))
    let layout = try #require(
      StridedLayout(offset: 0, elementByteCount: 1, shape: [4], strides: [2])
    )
    #expect(try file.bytes(0..<3, of: layout) == [1, 3, 5])
    let error = try #require(throws: FileError.self) { try file.bytes(0..<4, of: layout) }
    #expect(error.code == .truncated)
  }
}
