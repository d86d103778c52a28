//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension QuantizedFile {
  /// Decompresses one block of a tensor's elements or codes.
  ///
  /// - Parameters:
  ///   - blockIndex: The number of the block, from 0.
  ///   - tensor: A tensor of this file.
  ///   - buffer: As many bytes as the block's content has; undefined after a failure.
  /// - Throws: `ContainerError`: `.unsupportedFeature` for a scheme that this version does not know,
  ///   `.damaged` or `.malformed` for a frame that is not what the index says; `FileError` when reading
  ///   fails.
  func readBlock(
    _ blockIndex: Int,
    of tensor: TensorRecord,
    into buffer: UnsafeMutableRawBufferPointer
  ) throws {
    let content = try content(of: tensor)
    try unsafe reader.read(
      content.frames[blockIndex],
      in: .tensor(tensor.info.name, part: content.name, block: blockIndex),
      into: buffer
    )
  }

  /// One block of a tensor's elements or codes.
  ///
  /// - Parameters:
  ///   - blockIndex: The number of the block, from 0 to below `TensorRecord.content`'s number of frames.
  ///   - tensor: A tensor of this file.
  /// - Returns: The bytes that stand at `contentRange(ofBlock:)` of the array.
  /// - Throws: `ContainerError`: `.unsupportedFeature` for a scheme that this version does not know,
  ///   `.damaged` or `.malformed` for a frame that is not what the index says; `FileError` when reading
  ///   fails.
  public func block(_ blockIndex: Int, of tensor: TensorRecord) throws -> [UInt8] {
    let content = try content(of: tensor)
    return try reader.contents(
      of: content.frames[blockIndex],
      in: .tensor(tensor.info.name, part: content.name, block: blockIndex)
    )
  }

  /// The scales of a quantized tensor.
  ///
  /// - Parameter tensor: A tensor of this file.
  /// - Returns: [rows], or [rows, groups] where groups of columns have scales; none for a tensor that is not
  ///   quantized.
  /// - Throws: `ContainerError`: `.unsupportedFeature` for a scheme that this version does not know,
  ///   `.damaged` or `.malformed` for a frame that is not what the index says; `FileError` when reading
  ///   fails.
  public func scales(of tensor: TensorRecord) throws -> [Float] {
    _ = try content(of: tensor)
    guard let part = tensor.part(named: PartLayout.scalesName) else { return [] }
    var scales: [Float] = []
    scales.reserveCapacity(part.shape.elementCount)
    for (number, frame) in part.frames.enumerated() {
      let place = ContainerPlace.tensor(tensor.info.name, part: part.name, block: number)
      let bytes = try reader.contents(of: frame, in: place)
      scales += try decodeScales(bytes, of: tensor, from: frame, place: place)
    }
    return scales
  }

  /// The scales of a block, every one finite and not negative.
  ///
  /// - Throws: `ContainerError.malformed` for another one.
  func decodeScales(
    _ bytes: [UInt8],
    of tensor: TensorRecord,
    from frame: FrameRecord,
    place: ContainerPlace
  ) throws -> [Float] {
    let format = tensor.scheme?.scaleFormat ?? .binary32
    let scales = format.values(in: bytes)
    if let index = scales.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw ContainerError.malformed(
        path: path,
        place: place.description,
        tensor: place.tensor,
        offset: frame.offset,
        problem: "scale \(index) of the block is \(scales[index]), a number from 0 is needed"
      )
    }
    return scales
  }

  /// The part that holds the weights.
  ///
  /// - Throws: `ContainerError.unsupportedFeature` when the scheme is unknown.
  private func content(of tensor: TensorRecord) throws(ContainerError) -> PartRecord {
    guard tensor.encoding == .raw || tensor.scheme != nil, let content = tensor.content else {
      throw .unknownScheme(path: path, tensor: tensor)
    }
    return content
  }
}
