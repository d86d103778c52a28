//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension ContainerIndex {
  /// Reads and checks an index; what it returns is consistent with itself and with `area`.
  ///
  /// - Parameters:
  ///   - content: The index after decompression.
  ///   - area: The part of the file between the header and the index.
  /// - Throws: `IndexFault` at the first thing that the format does not allow.
  /// - Complexity: O(bytes).
  init(parsing content: [UInt8], area: Range<Int>) throws(IndexFault) {
    let json: JSONText
    do throws(JSONError) {
      json = try JSONText(checking: content)
    } catch {
      throw IndexFault("it is not JSON: \(error)")
    }
    try Self.checkPreamble(json)
    self.init(
      metadata: try ContainerMetadata(parsing: json),
      sideFiles: try SideFileRecord.parseAll(json),
      tensors: try TensorRecord.parseAll(json)
    )
    try checkPlacement(in: area)
  }

  private static func checkPreamble(_ json: JSONText) throws(IndexFault) {
    guard try json.requiredString("format").utf8.elementsEqual(ContainerFormat.name.utf8) else {
      throw IndexFault("'format' is not '\(ContainerFormat.name)'")
    }
    let version = Int(ContainerFormat.version)
    _ = try json.requiredInteger("version", in: version...version)
    // Version 1 has no features beyond what every reader knows, so whatever is named is unknown.
    guard json["requires"] != nil else { return }
    let features = try json.requiredArray("requires", limit: ContainerFormat.listCountLimit)
    if let feature = features.first(where: { _ in true }) {
      throw .unknownFeature(
        try feature.string(named: "requires", where: ContainerNames.isIdentifier)
      )
    }
  }

  /// Checks that the frames fill `area` in the order of the records, without a gap.
  private func checkPlacement(in area: Range<Int>) throws(IndexFault) {
    var position = area.lowerBound
    for file in sideFiles {
      try IndexFault.locating("side file \(file.name.quoted)") { () throws(IndexFault) in
        try Self.check(file.frames, from: &position, to: area.upperBound)
      }
    }
    for tensor in tensors {
      for part in tensor.parts {
        try IndexFault.locating(
          "tensor \(tensor.info.name.quoted), \(part.name)",
          tensor: tensor.info.name
        ) { () throws(IndexFault) in
          try Self.check(part.frames, from: &position, to: area.upperBound)
        }
      }
    }
    guard position == area.upperBound else {
      throw IndexFault(
        "its frames end at offset \(position), the index begins at \(area.upperBound)",
        offset: position
      )
    }
  }

  private static func check(
    _ frames: [FrameRecord],
    from position: inout Int,
    to end: Int
  ) throws(IndexFault) {
    for (number, frame) in frames.enumerated() {
      guard frame.offset == position else {
        throw IndexFault(
          "frame \(number) begins at offset \(frame.offset), the one before it ends at \(position)",
          offset: frame.offset
        )
      }
      guard frame.storedByteCount <= end - position else {
        throw IndexFault(
          "frame \(number) ends at offset \(frame.end), past the index at \(end)",
          offset: frame.offset
        )
      }
      position = frame.end
    }
  }
}
