//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A `.qkit` file, opened for reading by any number of threads.
///
/// Opening reads and checks the header, the footer and the index, nothing else. Blocks are checked when
/// they are read: first the checksum of the stored bytes, then what zstd itself checks.
public struct QuantizedFile: Sendable {
  /// The path as it was given.
  public let path: String
  /// The size of the file in bytes.
  public let byteCount: Int
  /// What is in the file and where.
  public let index: ContainerIndex
  /// The frame that holds the index.
  let indexFrame: FrameRecord
  let file: InputFile
  let decompressor = ZstdDecompressor()

  /// Opens a file and reads its index.
  ///
  /// - Parameter path: The file.
  /// - Throws: `FileError` when the file cannot be read; `ContainerError` when it is no `.qkit` file, is of
  ///   another version, is cut short, is damaged in its header, index or footer, or breaks a rule of the
  ///   format.
  /// - Complexity: O(size of the index).
  public init(path: String) throws {
    try self.init(path: path, ignoringHeader: false)
  }

  /// Opens a file whose header may be damaged, to repair it; otherwise as `init(path:)`.
  init(path: String, ignoringHeader: Bool) throws {
    file = try InputFile(path: path)
    self.path = path
    byteCount = file.byteCount
    indexFrame = try ContainerOpening(file: file).indexFrame(ignoringHeader: ignoringHeader)
    let content = try FrameReader(file: file, decompressor: decompressor)
      .contents(of: indexFrame, in: .index)
    do throws(IndexFault) {
      index = try ContainerIndex(
        parsing: content,
        area: ContainerFormat.headerByteCount..<indexFrame.offset
      )
    } catch {
      throw ContainerError.index(path: path, offset: indexFrame.offset, fault: error)
    }
  }

  /// The tensor of a name.
  ///
  /// - Throws: `ContainerError.notFound` when there is none.
  /// - Complexity: O(1).
  public func tensor(named name: String) throws(ContainerError) -> TensorRecord {
    guard let tensor = index.tensor(named: name) else {
      throw .notFound(path: path, tensor: name)
    }
    return tensor
  }

  /// The content of a side file, or nil when there is none of that name.
  ///
  /// - Throws: `ContainerError.damaged` or `.malformed` for a frame that is not what the index says;
  ///   `FileError` when reading fails.
  public func sideFile(named name: String) throws -> [UInt8]? {
    guard let record = index.sideFile(named: name) else { return nil }
    var contents: [UInt8] = []
    contents.reserveCapacity(record.byteCount)
    for frame in record.frames {
      contents += try reader.contents(of: frame, in: .sideFile(record.name))
    }
    return contents
  }

  var reader: FrameReader { FrameReader(file: file, decompressor: decompressor) }
}
