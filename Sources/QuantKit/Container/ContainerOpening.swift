//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Finds the index of a file, in the order that Formats.md lays down.
struct ContainerOpening {
  let file: InputFile

  /// Checks the header, unless it may be wrong, and the footer.
  ///
  /// - Parameter ignoringHeader: Whether the header's bytes do not count; the footer repeats what they say.
  /// - Returns: Where the index frame is; it lies within the file and its sizes are within their limits.
  /// - Throws: `ContainerError` when one of them is not what it must be, `FileError` when reading fails.
  func indexFrame(ignoringHeader: Bool = false) throws -> FrameRecord {
    if ignoringHeader { try checkSize() } else { try checkHeader() }
    let footerOffset = file.byteCount - ContainerFormat.footerByteCount
    let footer = try readFooter(at: footerOffset)
    guard footer.fileByteCount == UInt64(file.byteCount) else {
      throw ContainerError.wrongSize(
        path: file.path,
        expected: footer.fileByteCount,
        found: file.byteCount
      )
    }
    guard let frame = FrameRecord(indexOf: footer) else {
      throw malformed("the footer", at: footerOffset, "a size of the index is out of range")
    }
    guard frame.offset >= ContainerFormat.headerByteCount, frame.offset <= footerOffset,
      frame.storedByteCount == footerOffset - frame.offset
    else {
      throw malformed(
        "the footer",
        at: footerOffset,
        "an index of \(frame.storedByteCount) bytes at offset \(frame.offset) does not end where"
          + " the footer begins"
      )
    }
    return frame
  }

  private func checkHeader() throws {
    let byteCount = ContainerFormat.headerByteCount
    guard file.byteCount >= byteCount else {
      // What is there may still tell a cut .qkit file from any other small file.
      let beginning = try file.bytes(at: 0, byteCount: file.byteCount)
      guard !beginning.isEmpty, ContainerHeader().serialized().starts(with: beginning) else {
        throw ContainerError.notContainer(path: file.path)
      }
      throw ContainerError.tooShort(path: file.path, byteCount: file.byteCount)
    }
    let bytes = try file.bytes(at: 0, byteCount: byteCount)
    let magicRange = SealedFrame.frameHeaderByteCount..<SealedFrame.frameHeaderByteCount + 8
    guard Array(bytes[magicRange]) == ContainerFormat.magic else {
      throw ContainerError.notContainer(path: file.path)
    }
    var reader = ByteReader(try open(bytes, at: 0, place: "the header"))
    let header = try ContainerHeader(parsing: &reader)
    try check(version: header.version, reserved: header.reserved, at: 0, place: "the header")
    try checkSize()
  }

  private func checkSize() throws {
    let byteCount = ContainerFormat.headerByteCount + ContainerFormat.footerByteCount
    guard file.byteCount >= byteCount else {
      throw ContainerError.tooShort(path: file.path, byteCount: file.byteCount)
    }
  }

  private func readFooter(at offset: Int) throws -> ContainerFooter {
    let bytes = try file.bytes(at: offset, byteCount: ContainerFormat.footerByteCount)
    let content: [UInt8]
    do throws(SealedFrame.Fault) {
      content = try SealedFrame.opening(bytes)
    } catch .otherFrame {
      throw ContainerError.missingFooter(path: file.path, offset: offset)
    } catch {
      throw damaged("the footer", at: offset, error)
    }
    var reader = ByteReader(content)
    let footer = try ContainerFooter(parsing: &reader)
    guard footer.magic == ContainerFormat.magic else {
      throw malformed("the footer", at: offset, "its magic is not 'QuantKit'")
    }
    try check(version: footer.version, reserved: footer.reserved, at: offset, place: "the footer")
    return footer
  }

  private func open(_ bytes: [UInt8], at offset: Int, place: String) throws -> [UInt8] {
    do throws(SealedFrame.Fault) {
      return try SealedFrame.opening(bytes)
    } catch {
      throw damaged(place, at: offset, error)
    }
  }

  private func check(version: UInt32, reserved: UInt32, at offset: Int, place: String) throws {
    guard version == ContainerFormat.version else {
      throw ContainerError.unsupportedVersion(path: file.path, found: version)
    }
    guard reserved == 0 else {
      throw malformed(place, at: offset, "its reserved field is \(reserved), not 0")
    }
  }

  private func damaged(
    _ place: String,
    at offset: Int,
    _ fault: SealedFrame.Fault
  ) -> ContainerError {
    .damaged(path: file.path, place: place, offset: offset, problem: fault.description)
  }

  private func malformed(_ place: String, at offset: Int, _ problem: String) -> ContainerError {
    .malformed(path: file.path, place: place, offset: offset, problem: problem)
  }
}

extension FrameRecord {
  /// The index frame that a footer names, or nil when a number is larger than the format allows.
  fileprivate init?(indexOf footer: ContainerFooter) {
    guard let offset = Int(exactly: footer.indexOffset),
      let contentByteCount = Int(exactly: footer.indexContentByteCount),
      let storedByteCount = Int(exactly: footer.indexStoredByteCount),
      (1...ContainerFormat.indexByteCountLimit).contains(contentByteCount),
      storedByteCount
        <= ContainerFormat.storedByteCountLimit(contentByteCount: contentByteCount)
    else { return nil }
    self.offset = offset
    self.storedByteCount = storedByteCount
    self.contentByteCount = contentByteCount
    checksum = Checksum(value: footer.indexChecksum)
  }
}
