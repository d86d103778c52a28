//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import CQuantKernels

/// The memory of a key-value cache, which grows by blocks of positions.
///
/// A block holds, for each layer and head, the keys as [dimension, position] and the values as
/// [position, padded dimension], so that both products of attention run along rows; in int8 then the scales
/// of its keys and those of its values, one for each position.
@safe
final class KeyValueBlocks {
  /// What a cache holds for each position.
  struct Layout: Sendable {
    let layers: Int
    let heads: Int
    let dimension: Int
    let format: KeyValueFormat

    /// The widest head that the kernels take.
    static let dimensionLimit = cquantkit_head_limit

    private var elementByteCount: Int {
      switch format {
      case .f32: 4
      case .f16: 2
      case .int8: 1
      }
    }

    /// The keys of one head in a block, in bytes.
    private var keyByteCount: Int { dimension * KeyValueBlocks.blockLength * elementByteCount }

    /// Its values, in bytes.
    private var valueByteCount: Int {
      let padding = cquantkit_value_padding
      return dimension.dividedRoundingUp(by: padding) * padding * KeyValueBlocks.blockLength
        * elementByteCount
    }

    /// Its scales, in bytes: a float32 for each key and each value.
    private var scaleByteCount: Int { format == .int8 ? 2 * 4 * KeyValueBlocks.blockLength : 0 }

    private var headByteCount: Int { keyByteCount + valueByteCount + scaleByteCount }

    /// The size of a block in bytes, or nil when it leaves `Int`.
    var blockByteCount: Int? { [layers, heads, headByteCount].checkedProduct() }

    /// The offsets of a head's keys, values and scales in a block.
    func offsets(layer: Int, head: Int) -> (keys: Int, values: Int, scales: Int) {
      let keys = (layer * heads + head) * headByteCount
      return (keys, keys + keyByteCount, keys + keyByteCount + valueByteCount)
    }
  }

  /// Positions in a block.
  static let blockLength = Int(cquantkit_cache_block)

  let layout: Layout
  private let blockByteCount: Int
  /// The first byte of each block; valid as long as this object.
  private(set) var blocks: [UnsafeMutableRawPointer]

  /// A cache without blocks; one block must fit in `Int` and a head in the kernels' limit.
  init(layout: Layout) {
    guard let blockByteCount = layout.blockByteCount, layout.dimension <= Layout.dimensionLimit
    else {
      preconditionFailure("a cache that does not fit in memory")
    }
    unsafe blocks = []
    self.layout = layout
    self.blockByteCount = blockByteCount
  }

  deinit { unsafe blocks.forEach { unsafe $0.deallocate() } }

  /// Makes sure that positions below `count` have a place.
  func reserve(positions count: Int) {
    while unsafe blocks.count < count.dividedRoundingUp(by: Self.blockLength) {
      let block = UnsafeMutableRawPointer.allocate(
        byteCount: blockByteCount,
        alignment: MemoryRegion.alignment
      )
      // Zeros, since attention multiplies the values of positions it masks by zero.
      unsafe block.initializeMemory(as: UInt8.self, repeating: 0, count: blockByteCount)
      unsafe blocks.append(block)
    }
  }

  /// The memory in use, in bytes.
  var byteCount: Int { unsafe blocks.count * blockByteCount }
}
