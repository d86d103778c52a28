//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How one part of a tensor is cut into blocks.
struct PartLayout: Sendable, Equatable {
  static let elementsName = "elements"
  static let codesName = "codes"
  static let scalesName = "scales"

  /// What the part is.
  let name: String
  let elementType: ElementType
  let shape: TensorShape
  /// The smallest piece that blocks consist of: a row of codes or one element; at least 1.
  let unitByteCount: Int
  /// The size of the whole part.
  let byteCount: Int

  /// A part, or nil when its size leaves `Int`.
  ///
  /// - Parameters:
  ///   - name: What the part is.
  ///   - elementType: The type of an element.
  ///   - dimensions: The extents.
  ///   - unitByteCount: The smallest piece that blocks consist of; an element where it is nil.
  init?(name: String, elementType: ElementType, dimensions: [Int], unitByteCount: Int? = nil) {
    guard let shape = TensorShape(dimensions),
      let byteCount = [shape.elementCount, elementType.byteCount].checkedProduct()
    else { return nil }
    self.name = name
    self.elementType = elementType
    self.shape = shape
    self.byteCount = byteCount
    self.unitByteCount = max(unitByteCount ?? elementType.byteCount, 1)
  }

  /// The content of every block but the last that a writer chooses: as many units as 1 MiB holds, at
  /// least one.
  var blockByteCount: Int {
    max(ContainerFormat.usualBlockByteCount / unitByteCount, 1) * unitByteCount
  }

  /// The number of blocks; none for an empty part.
  var blockCount: Int { byteCount.dividedRoundingUp(by: blockByteCount) }

  /// Where the content of a block stands in the part, in bytes.
  func contentRange(ofBlock blockIndex: Int) -> Range<Int> {
    let start = blockIndex * blockByteCount
    return start..<min(start + blockByteCount, byteCount)
  }

  /// The units, which are rows of codes or elements, that a block holds.
  func unitRange(ofBlock blockIndex: Int) -> Range<Int> {
    let range = contentRange(ofBlock: blockIndex)
    return range.lowerBound / unitByteCount..<range.upperBound / unitByteCount
  }
}

/// What a tensor is stored as: the one place that knows which parts a scheme has.
struct TensorLayout: Sendable, Equatable {
  let info: TensorInfo
  let encoding: TensorEncoding
  /// The scheme of a quantized tensor.
  let scheme: QuantizationScheme?
  /// How its codes are found.
  let rounding: TensorRounding
  /// The parts in the order of the file.
  let parts: [PartLayout]

  /// A tensor that keeps its elements as they are; nil when its size leaves `Int`.
  init?(raw info: TensorInfo) {
    guard
      let elements = PartLayout(
        name: PartLayout.elementsName,
        elementType: info.elementType,
        dimensions: info.shape.dimensions
      )
    else { return nil }
    self.info = info
    encoding = .raw
    scheme = nil
    rounding = .nearest
    parts = [elements]
  }

  /// A tensor that is quantized.
  ///
  /// Nil when the scheme cannot hold it: it is no matrix, its type has no weights, or it has more rows or
  /// longer rows than the format allows.
  init?(
    quantized info: TensorInfo,
    scheme: QuantizationScheme,
    rounding: TensorRounding = .nearest
  ) {
    guard info.elementType.isWeightType, info.shape.rank == 2 else { return nil }
    let rowCount = info.shape.dimensions[0]
    let columnCount = info.shape.dimensions[1]
    let codeType: ElementType = scheme.bitsPerCode == 4 ? .i32 : .i8
    let scaleExtents =
      scheme.groupLength == nil
      ? [rowCount] : [rowCount, scheme.scalesPerRow(columnCount: columnCount)]
    guard let rowByteCount = scheme.rowByteCount(columnCount: columnCount) else { return nil }
    let elementsPerRow = rowByteCount / codeType.byteCount
    guard rowCount <= ContainerFormat.rowCountLimit,
      let codes = PartLayout(
        name: PartLayout.codesName,
        elementType: codeType,
        dimensions: [rowCount, elementsPerRow],
        unitByteCount: rowByteCount
      ),
      rowByteCount <= ContainerFormat.blockByteCountLimit,
      let scales = PartLayout(
        name: PartLayout.scalesName,
        elementType: scheme.scaleFormat == .binary16 ? .f16 : .f32,
        dimensions: scaleExtents
      )
    else { return nil }
    self.info = info
    encoding = .quantized(schemeName: scheme.name)
    self.scheme = scheme
    self.rounding = rounding
    parts = [codes, scales]
  }

  /// Whether a record, which fits its own scheme, is what writing this layout gives.
  func isUsual(_ record: TensorRecord) -> Bool {
    record.info == info && record.encoding == encoding && record.rounding == rounding
      && (record.statistics != nil) == (scheme != nil)
      && record.parts.map(\.blockByteCount) == parts.map(\.blockByteCount)
  }

  /// The layout that a recorded encoding asks for.
  ///
  /// - Returns: Nil when the scheme is unknown, so that nothing can be said.
  /// - Throws: `IndexFault` when the tensor cannot be stored so.
  static func expected(
    for info: TensorInfo,
    encoding: TensorEncoding
  ) throws(IndexFault) -> TensorLayout? {
    switch encoding {
    case .raw:
      guard let layout = TensorLayout(raw: info) else {
        throw IndexFault("its size in bytes is out of range")
      }
      return layout
    case .quantized(let name):
      guard let scheme = QuantizationScheme.named(name) else { return nil }
      guard let layout = TensorLayout(quantized: info, scheme: scheme) else {
        throw IndexFault(
          "a tensor of type \(info.elementType.rawValue) and shape \(info.shape) cannot be stored"
            + " with the scheme \(name.quoted)"
        )
      }
      return layout
    }
  }
}
