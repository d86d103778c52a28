//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What the first frame of a file says.
struct ContainerHeader: Equatable {
  /// The bytes that tell the format.
  var magic = ContainerFormat.magic
  /// The version of the format.
  var version = ContainerFormat.version
  /// Zero in version 1.
  var reserved: UInt32 = 0

  /// The frame.
  func serialized() -> [UInt8] {
    var writer = ByteWriter()
    writer.append(magic)
    writer.append(version)
    writer.append(reserved)
    return SealedFrame.sealing(writer.bytes)
  }
}

extension ContainerHeader {
  /// Reads the content of the frame.
  init(parsing reader: inout ByteReader) throws(ByteReader.Shortage) {
    magic = Array(try reader.read(byteCount: ContainerFormat.magic.count))
    version = try reader.readInteger()
    reserved = try reader.readInteger()
  }
}
