//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Ends a file: appends the index and the footer that leads to it.
struct ContainerClosing {
  let file: AtomicOutputFile
  let compressor: ZstdCompressor

  /// Appends both; the file is not yet committed.
  ///
  /// - Parameter index: The index, whose records are those of the frames in the file.
  /// - Throws: `ContainerError.notStorable` when the index is larger than the format allows; `FileError`
  ///   when writing fails.
  func append(index: JSON) throws {
    guard index.valueCount <= JSON.valueLimit else {
      throw notStorable(
        "its index has \(index.valueCount) values, more than the limit of \(JSON.valueLimit)"
      )
    }
    let content = index.serialized()
    guard content.count <= ContainerFormat.indexByteCountLimit else {
      throw notStorable(
        "its index has \(content.count) bytes, more than the limit of"
          + " \(ContainerFormat.indexByteCountLimit)"
      )
    }
    let offset = file.byteCount
    let frame: CompressedFrame
    do throws(ZstdError) {
      frame = try compressor.compress(content[...])
    } catch {
      throw notStorable(error.description)
    }
    try file.append(frame.bytes)
    let footer = ContainerFooter(
      indexOffset: UInt64(offset),
      indexStoredByteCount: UInt64(frame.bytes.count),
      indexContentByteCount: UInt64(frame.contentByteCount),
      indexChecksum: frame.checksum.value,
      fileByteCount: UInt64(file.byteCount + ContainerFormat.footerByteCount)
    )
    try file.append(footer.serialized())
  }

  private func notStorable(_ problem: String) -> ContainerError {
    .notStorable(path: file.path, problem: problem)
  }
}
