//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// One array that a tensor is stored as: its elements, its codes or its scales.
///
/// The array is row-major and little-endian, cut into blocks of one size except for the last, each
/// block a frame of its own.
public struct PartRecord: Hashable, Sendable {
  /// What it is: `elements`, `codes` or `scales`; other names belong to schemes that come later.
  public let name: String
  /// The type of an element, as the safetensors format names it.
  public let typeName: String
  /// The extents of the array.
  public let shape: TensorShape
  /// The size of every block's content but the last one's, in bytes.
  public let blockByteCount: Int
  /// The blocks in order.
  public let frames: [FrameRecord]

  /// The type of an element, or nil when this version does not know it.
  public var elementType: ElementType? { ElementType(rawValue: typeName) }
  /// The size that the array takes in the file, in bytes.
  public var storedByteCount: Int { frames.reduce(0) { $0 + $1.storedByteCount } }
  /// The size of the array, in bytes.
  public var contentByteCount: Int {
    // Every block but the last has `blockByteCount`; that is checked when the index is read.
    guard let last = frames.last else { return 0 }
    return (frames.count - 1) * blockByteCount + last.contentByteCount
  }

  /// Where the content of a block stands in the array.
  ///
  /// - Parameter blockIndex: The number of the block, from 0 to below `frames.count`.
  /// - Returns: Positions in bytes.
  public func contentRange(ofBlock blockIndex: Int) -> Range<Int> {
    let start = blockIndex * blockByteCount
    return start..<start + frames[blockIndex].contentByteCount
  }
}
