//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A skippable frame of fixed size whose last eight bytes are the checksum of all bytes before them.
///
/// The header and the footer are such frames. Their layout is the same in every version of the format.
enum SealedFrame {
  /// What keeps bytes from being such a frame.
  enum Fault: Error, Equatable, CustomStringConvertible {
    /// The frame's magic number or size is not that of a sealed frame.
    case otherFrame
    /// The checksum does not hold.
    case checksum(expected: Checksum, found: Checksum)

    /// The fault as the end of a sentence.
    var description: String {
      switch self {
      case .otherFrame: "the frame's magic number or size is wrong"
      case .checksum(let expected, let found): "checksum \(expected) expected, \(found) found"
      }
    }
  }

  static let frameHeaderByteCount = 8
  private static let checksumByteCount = 8

  /// The frame around `content`.
  static func sealing(_ content: [UInt8]) -> [UInt8] {
    let byteCount = frameHeaderByteCount + content.count + checksumByteCount
    var writer = ByteWriter()
    writer.append(beginning(frameByteCount: byteCount))
    writer.append(content)
    writer.append(Checksum(of: writer.bytes).value)
    return writer.bytes
  }

  /// The content of a frame.
  ///
  /// - Throws: `Fault` when the frame's beginning or its checksum is wrong.
  static func opening(_ frame: [UInt8]) throws(Fault) -> [UInt8] {
    guard frame.count >= frameHeaderByteCount + checksumByteCount,
      frame.starts(with: beginning(frameByteCount: frame.count))
    else { throw .otherFrame }
    let expected = frame.suffix(checksumByteCount).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    let found = Checksum(of: Array(frame.dropLast(checksumByteCount)))
    guard expected == found.value else {
      throw .checksum(expected: Checksum(value: expected), found: found)
    }
    return Array(frame.dropFirst(frameHeaderByteCount).dropLast(checksumByteCount))
  }

  /// The magic number, and the size of what follows these eight bytes.
  private static func beginning(frameByteCount: Int) -> [UInt8] {
    var writer = ByteWriter()
    writer.append(ContainerFormat.skippableFrameMagic)
    writer.append(UInt32(truncatingIfNeeded: frameByteCount - frameHeaderByteCount))
    return writer.bytes
  }
}
