//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a frame of a container belongs to.
public enum ContainerPlace: Hashable, Sendable, CustomStringConvertible {
  /// The header.
  case header
  /// The index.
  case index
  /// A file that travels with the weights.
  case sideFile(String)
  /// A block of a part of a tensor, counted from 0.
  case tensor(String, part: String, block: Int)

  /// The place with its article, for messages.
  public var description: String {
    switch self {
    case .header: "the header"
    case .index: "the index"
    case .sideFile(let name): "the side file \(name.quoted)"
    case .tensor(let name, let part, let block): "tensor \(name.quoted) (\(part), block \(block))"
    }
  }

  /// The tensor's name, if it is one.
  public var tensor: String? {
    if case .tensor(let name, _, _) = self { name } else { nil }
  }
}

/// Reads single frames and checks them against their records.
struct FrameReader: Sendable {
  let file: InputFile
  let decompressor: ZstdDecompressor

  /// Reads a frame into a buffer of exactly its content's size.
  ///
  /// - Throws: `ContainerError.damaged` when the stored bytes are not those that the record's checksum was
  ///   made of; `.malformed` when they are, but do not decompress to what the record says; `FileError` when
  ///   reading fails.
  func read(
    _ frame: FrameRecord,
    in place: ContainerPlace,
    into content: UnsafeMutableRawBufferPointer
  ) throws {
    precondition(content.count == frame.contentByteCount, "the buffer has the content's size")
    let stored = try checkedBytes(of: frame, in: place)
    do throws(ZstdError) {
      try unsafe decompressor.decompress(stored, into: content)
    } catch {
      throw malformed(frame, in: place, error)
    }
  }

  /// The content of a frame; throws as `read`.
  func contents(of frame: FrameRecord, in place: ContainerPlace) throws -> [UInt8] {
    let stored = try checkedBytes(of: frame, in: place)
    do throws(ZstdError) {
      return try decompressor.decompress(stored, contentByteCount: frame.contentByteCount)
    } catch {
      throw malformed(frame, in: place, error)
    }
  }

  /// A frame as it is stored; throws `ContainerError.damaged` or `FileError` as `read`.
  func checkedBytes(of frame: FrameRecord, in place: ContainerPlace) throws -> [UInt8] {
    let stored = try file.bytes(at: frame.offset, byteCount: frame.storedByteCount)
    let found = Checksum(of: stored)
    guard found == frame.checksum else {
      throw ContainerError.damaged(
        path: file.path,
        place: place.description,
        tensor: place.tensor,
        offset: frame.offset,
        problem: SealedFrame.Fault.checksum(expected: frame.checksum, found: found).description
      )
    }
    return stored
  }

  private func malformed(
    _ frame: FrameRecord,
    in place: ContainerPlace,
    _ error: ZstdError
  ) -> ContainerError {
    .malformed(
      path: file.path,
      place: place.description,
      tensor: place.tensor,
      offset: frame.offset,
      problem: "the frame at offset \(frame.offset) is not as recorded: \(error)"
    )
  }
}
