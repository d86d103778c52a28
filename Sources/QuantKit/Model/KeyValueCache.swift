//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a model remembers of the tokens fed so far: their keys and values in every layer.
///
/// Memory grows in blocks of 64 positions as tokens come, up to the capacity. For one thread at a time.
public final class KeyValueCache {
  /// The largest number of tokens.
  public let capacity: Int
  /// The number of tokens fed so far.
  public private(set) var count = 0
  let blocks: KeyValueBlocks
  private let configuration: ModelConfiguration
  private let arithmetic: Arithmetic
  /// The memory for the activations of tokens that are fed to this cache alone.
  let workspaces: WorkspaceStore

  init(
    configuration: ModelConfiguration,
    arithmetic: Arithmetic,
    format: KeyValueFormat,
    capacity: Int
  ) {
    precondition(capacity >= 0, "a cache has no negative capacity")
    self.capacity = capacity
    self.configuration = configuration
    self.arithmetic = arithmetic
    blocks = KeyValueBlocks(layout: .init(configuration: configuration, format: format))
    workspaces = WorkspaceStore(configuration: configuration, arithmetic: arithmetic)
  }

  /// Forgets all tokens but the first ones.
  ///
  /// `count` must not be above the number of tokens fed. The memory stays for the next tokens.
  public func truncate(to count: Int) {
    precondition(count >= 0 && count <= self.count, "only tokens that are there can be kept")
    self.count = count
  }

  /// The memory of keys and values in use, in bytes.
  public var byteCount: Int { blocks.byteCount }

  /// The memory that keys and values of so many positions take up, in bytes.
  ///
  /// - Parameters:
  ///   - configuration: The model.
  ///   - format: How keys and values are stored.
  ///   - positions: The number of tokens, not negative.
  /// - Returns: The size, or nil when it leaves `Int`.
  public static func byteCount(
    configuration: ModelConfiguration,
    format: KeyValueFormat,
    positions: Int
  ) -> Int? {
    let layout = KeyValueBlocks.Layout(configuration: configuration, format: format)
    guard let blockByteCount = layout.blockByteCount else { return nil }
    let blockCount = positions.dividedRoundingUp(by: KeyValueBlocks.blockLength)
    return [blockCount, blockByteCount].checkedProduct()
  }

  /// Whether the cache was made for such a model.
  func belongs(
    to configuration: ModelConfiguration,
    _ arithmetic: Arithmetic,
    _ format: KeyValueFormat
  ) -> Bool {
    self.configuration == configuration && self.arithmetic == arithmetic
      && blocks.layout.format == format
  }

  /// Makes room for the next tokens.
  func reserve(tokenCount: Int) { blocks.reserve(positions: count + tokenCount) }

  /// Counts tokens whose keys and values have been stored.
  func advance(by tokenCount: Int) { count += tokenCount }
}

extension KeyValueBlocks.Layout {
  init(configuration: ModelConfiguration, format: KeyValueFormat) {
    self.init(
      layers: configuration.layerCount,
      heads: configuration.keyValueHeadCount,
      dimension: configuration.headDimension,
      format: format
    )
  }
}
