//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension Inspection {
  /// A close look at one tensor.
  ///
  /// - Parameter name: The tensor's name.
  /// - Returns: Its scales and codes, or the largest absolute value of each row where it is not
  ///   quantized.
  /// - Throws: `ContainerError` or `CheckpointError` when there is no such tensor or it cannot be read.
  /// - Complexity: O(elements), in memory for one block and the rows' scales.
  public func profile(ofTensor name: String) throws -> TensorProfile {
    switch source {
    case .quantizedFile(let file):
      let tensor = try file.tensor(named: name)
      guard tensor.encoding == .raw else {
        return TensorProfile(
          info: tensor.info,
          storage: tensor.encoding.schemeName,
          statistics: tensor.statistics,
          rowScales: tensor.hasFewScales ? try file.scales(of: tensor) : [],
          groupLength: tensor.scheme?.groupLength,
          nonFiniteRowCount: 0
        )
      }
      return try profile(of: tensor.info, blockCount: tensor.content?.frames.count ?? 0) {
        try file.block($0, of: tensor)
      }
    case .checkpoint(let checkpoint):
      guard let tensor = checkpoint.tensor(named: name) else {
        throw CheckpointError.noTensor(name, path: checkpoint.path)
      }
      let elementsPerBlock = max(1, Self.blockByteCount / tensor.info.elementType.byteCount)
      let elementCount = tensor.info.shape.elementCount
      return try profile(
        of: tensor.info,
        blockCount: elementCount.dividedRoundingUp(by: elementsPerBlock)
      ) {
        let start = $0 * elementsPerBlock
        return try checkpoint.bytes(
          of: tensor,
          elements: start..<min(start + elementsPerBlock, elementCount)
        )
      }
    }
  }

  private static let blockByteCount = 1 << 20

  private func profile(
    of info: TensorInfo,
    blockCount: Int,
    block: (Int) throws -> [UInt8]
  ) throws -> TensorProfile {
    var magnitudes: [Float] = []
    var nonFiniteRowCount = 0
    if let format = info.elementType.floatFormat, info.shape.elementCount > 0 {
      let columnCount = info.shape.dimensions.last ?? 1
      let isKept = info.shape.elementCount / columnCount <= TensorProfile.rowLimit
      var (magnitude, column) = (Float(0), 0)
      for index in 0..<blockCount {
        for value in format.values(in: try block(index)) {
          // A NaN compares with nothing, so that a row once marked stays so.
          if !value.isFinite {
            magnitude = .nan
          } else if value.magnitude > magnitude {
            magnitude = value.magnitude
          }
          column += 1
          guard column == columnCount else { continue }
          if isKept { magnitudes.append(magnitude) }
          if magnitude.isNaN { nonFiniteRowCount += 1 }
          (magnitude, column) = (0, 0)
        }
      }
    }
    return TensorProfile(
      info: info,
      storage: info.elementType.rawValue,
      statistics: nil,
      rowScales: magnitudes,
      nonFiniteRowCount: nonFiniteRowCount
    )
  }
}

extension TensorRecord {
  /// Whether all scales of a quantized tensor can be looked at together.
  fileprivate var hasFewScales: Bool {
    let count = part(named: PartLayout.scalesName)?.shape.elementCount ?? 0
    return count <= (scheme?.groupLength == nil ? TensorProfile.rowLimit : TensorProfile.scaleLimit)
  }
}
