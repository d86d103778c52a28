//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A frame and what must hold for it.
struct PlacedFrame {
  let record: FrameRecord
  let place: ContainerPlace
  var content = Content.bytes

  /// What is in the frame.
  enum Content {
    case bytes, scales(ofTensorAt: Int), codes(ofTensorAt: Int, QuantizationScheme)
  }
}

/// All frames of a file but header, index and footer, in the order of the file, made when they are asked for: a
/// list of them would be many times as large as the records.
struct PlacedFrames {
  /// Where a run of frames is recorded.
  private enum Holder {
    case sideFile(Int)
    case part(Int, ofTensorAt: Int)
  }

  private let index: ContainerIndex
  private var holders: [Holder] = []
  /// How many frames there are up to and with those of each holder.
  private var ends: [Int] = []

  init(_ index: ContainerIndex) {
    self.index = index
    for (position, file) in index.sideFiles.enumerated() {
      append(.sideFile(position), frameCount: file.frames.count)
    }
    for (tensorIndex, tensor) in index.tensors.enumerated() {
      for (position, part) in tensor.parts.enumerated() {
        append(.part(position, ofTensorAt: tensorIndex), frameCount: part.frames.count)
      }
    }
  }

  private mutating func append(_ holder: Holder, frameCount: Int) {
    guard frameCount > 0 else { return }
    holders.append(holder)
    ends.append(count + frameCount)
  }

  var count: Int { ends.last ?? 0 }

  /// - Complexity: O(log count).
  subscript(number: Int) -> PlacedFrame {
    var range = 0..<ends.count
    while range.count > 1 {
      let middle = range.lowerBound + range.count / 2
      range = ends[middle - 1] <= number ? middle..<range.upperBound : range.lowerBound..<middle
    }
    let holder = range.lowerBound
    let block = number - (holder > 0 ? ends[holder - 1] : 0)
    switch holders[holder] {
    case .sideFile(let position):
      let file = index.sideFiles[position]
      return PlacedFrame(record: file.frames[block], place: .sideFile(file.name))
    case .part(let position, let tensorIndex):
      let tensor = index.tensors[tensorIndex]
      let part = tensor.parts[position]
      let content: PlacedFrame.Content =
        switch (tensor.scheme, part.name) {
        case (.some, PartLayout.scalesName): .scales(ofTensorAt: tensorIndex)
        case (let scheme?, PartLayout.codesName): .codes(ofTensorAt: tensorIndex, scheme)
        default: .bytes
        }
      return PlacedFrame(
        record: part.frames[block],
        place: .tensor(tensor.info.name, part: part.name, block: block),
        content: content
      )
    }
  }
}
