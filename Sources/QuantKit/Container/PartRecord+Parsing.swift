//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension PartRecord {
  /// Reads a record and checks that its frames make up what its type and shape ask for.
  ///
  /// - Parameters:
  ///   - json: The record.
  ///   - name: Its name.
  ///   - tensorShape: The shape of the tensor, whose memory is used again for a part of the same shape.
  /// - Throws: `IndexFault`.
  init(
    parsing json: JSONText,
    name: String,
    tensorShape: TensorShape
  ) throws(IndexFault) {
    self.name = name
    typeName = try json.requiredString("type", where: ContainerNames.isIdentifier)
    let shape = try TensorShape(parsing: json)
    self.shape = shape == tensorShape ? tensorShape : shape
    blockByteCount = try json.requiredInteger(
      "block_size",
      in: 1...ContainerFormat.blockByteCountLimit
    )
    frames = try FrameRecord.parseAll(json)
    try checkBlocks()
  }

  private func checkBlocks() throws(IndexFault) {
    for (number, frame) in frames.enumerated() {
      let isLast = number == frames.count - 1
      guard
        frame.contentByteCount == blockByteCount
          || isLast && frame.contentByteCount < blockByteCount
      else {
        throw IndexFault(
          "frame \(number) holds \(frame.contentByteCount) bytes, a block has \(blockByteCount)",
          offset: frame.offset
        )
      }
    }
    // The size of an unknown type's elements is for the scheme to say, which then is unknown too.
    guard let elementType else { return }
    guard let expected = [shape.elementCount, elementType.byteCount].checkedProduct(),
      expected == contentByteCount
    else {
      throw IndexFault(
        "its frames hold \(contentByteCount) bytes, which is not the size of \(typeName) \(shape)"
      )
    }
  }

  /// Reads the member `parts`.
  static func parseAll(
    _ json: JSONText,
    of tensorShape: TensorShape
  ) throws(IndexFault) -> [PartRecord] {
    var parts: [PartRecord] = []
    let elements = try json.requiredArray("parts", limit: ContainerFormat.partCountLimit)
    parts.reserveCapacity(elements.count)
    for (number, element) in elements.enumerated() {
      let name = try IndexFault.locating("part \(number)") { () throws(IndexFault) in
        try element.requiredString("name", where: ContainerNames.isIdentifier)
      }
      parts.append(
        try IndexFault.locating(name) { () throws(IndexFault) in
          guard !parts.contains(where: { $0.name == name }) else {
            throw IndexFault("it is listed twice")
          }
          return try PartRecord(parsing: element, name: name, tensorShape: tensorShape)
        }
      )
    }
    return parts
  }
}

extension TensorShape {
  /// Reads the member `shape`.
  init(parsing json: JSONText) throws(IndexFault) {
    var dimensions: [Int] = []
    for extent in try json.requiredArray("shape", limit: TensorShape.rankLimit) {
      dimensions.append(
        try extent.integer(named: "shape", in: 0...ContainerFormat.integerLimit)
      )
    }
    guard let shape = TensorShape(dimensions) else {
      throw IndexFault("'shape' \(dimensions) has too many elements")
    }
    self = shape
  }
}
