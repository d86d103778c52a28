//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What the last frame of a file says.
struct ContainerFooter: Equatable {
  /// Where the index frame begins.
  var indexOffset: UInt64
  /// The size of the index frame.
  var indexStoredByteCount: UInt64
  /// The size of the index after decompression.
  var indexContentByteCount: UInt64
  /// The checksum of the index frame.
  var indexChecksum: UInt64
  /// The size of the whole file.
  var fileByteCount: UInt64
  /// The version of the format.
  var version = ContainerFormat.version
  /// Zero in version 1.
  var reserved: UInt32 = 0
  /// The bytes that tell the format.
  var magic = ContainerFormat.magic

  /// The frame.
  func serialized() -> [UInt8] {
    var writer = ByteWriter()
    writer.append(indexOffset)
    writer.append(indexStoredByteCount)
    writer.append(indexContentByteCount)
    writer.append(indexChecksum)
    writer.append(fileByteCount)
    writer.append(version)
    writer.append(reserved)
    writer.append(magic)
    return SealedFrame.sealing(writer.bytes)
  }
}

extension ContainerFooter {
  /// Reads the content of the frame.
  init(parsing reader: inout ByteReader) throws(ByteReader.Shortage) {
    indexOffset = try reader.readInteger()
    indexStoredByteCount = try reader.readInteger()
    indexContentByteCount = try reader.readInteger()
    indexChecksum = try reader.readInteger()
    fileByteCount = try reader.readInteger()
    version = try reader.readInteger()
    reserved = try reader.readInteger()
    magic = Array(try reader.read(byteCount: ContainerFormat.magic.count))
  }
}
