//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Writes a container from its first byte to its last.
///
/// Side files come first, then the tensors, each begun, given its frames part by part and ended, then
/// `finish`. Frames are compressed elsewhere, on as many threads as there are; they are appended in order,
/// by one thread at a time, so the file is the same at any number of threads. Memory grows with the index
/// only. `seal` completes the file, which may then be read at `partialPath`, and `publish` gives it its
/// name; a writer that goes away before leaves nothing, unless it `isKept`.
final class ContainerWriter {
  private let file: AtomicOutputFile
  private let compressor: ZstdCompressor
  private let metadata: ContainerMetadata
  private var sideFiles: [SideFileRecord] = []
  private var sideFileNames: Set<String.UTF8Key> = []
  /// The tensors that are written.
  private(set) var tensors: [TensorRecord] = []
  private var tensorNames: Set<String.UTF8Key> = []
  private var pending: PendingTensor?

  /// Begins a file.
  ///
  /// - Parameters:
  ///   - path: Where the file is to appear.
  ///   - replacing: Whether a file at `path` may be replaced.
  ///   - metadata: How the file comes about; its level is the one that the index is compressed with.
  ///   - resuming: Whether what an interrupted writer left stays, for `adopt`; then this writer `isKept`
  ///     until told otherwise.
  /// - Throws: `FileError` as `AtomicOutputFile` does; `ContainerError.notStorable` for metadata that
  ///   the format has no room for.
  init(
    path: String,
    replacing: Bool,
    metadata: ContainerMetadata,
    resuming: Bool = false
  ) throws {
    guard metadata.isValid else {
      throw ContainerError.notStorable(
        path: path,
        problem: "a name or version in its description is empty, too long or not printable"
      )
    }
    self.metadata = metadata
    compressor = ZstdCompressor(level: metadata.compressionLevel)
    file = try AtomicOutputFile(path: path, replacing: replacing, resuming: resuming)
    try file.append(ContainerHeader().serialized())
  }

  /// The number of bytes written so far.
  var byteCount: Int { file.byteCount }
  /// Where the file is until it is published.
  var partialPath: String { file.partialPath }
  /// Whether what is written stays when this writer goes away before it publishes.
  var isKept: Bool {
    get { file.isKept }
    set { file.isKept = newValue }
  }
  /// How long `seal` waited until the disk had the file.
  var synchronizationDuration: Duration { file.synchronizationDuration }

  /// Appends a file to travel with the weights; before all tensors.
  ///
  /// - Throws: `ContainerError.notStorable` for a name or a size that the format does not allow;
  ///   `FileError` when writing fails.
  func append(sideFile name: String, contents: [UInt8]) throws {
    precondition(tensors.isEmpty && pending == nil, "side files come before the tensors")
    try checkSideFile(name, byteCount: contents.count)
    var frames: [FrameRecord] = []
    for start in stride(from: 0, to: contents.count, by: ContainerFormat.usualBlockByteCount) {
      let end = min(start + ContainerFormat.usualBlockByteCount, contents.count)
      frames.append(try write(try compress(contents[start..<end])))
    }
    sideFiles.append(SideFileRecord(name: name, byteCount: contents.count, frames: frames))
  }

  private func checkSideFile(_ name: String, byteCount: Int) throws {
    let problem: String
    if !ContainerNames.isSideFileName(name) {
      problem = "\(name.quoted) cannot name a file inside it"
    } else if byteCount > ContainerFormat.sideFileByteCountLimit {
      problem =
        "the file \(name.quoted) has \(byteCount) bytes, more than the limit of"
        + " \(ContainerFormat.sideFileByteCountLimit)"
    } else if sideFiles.count == ContainerFormat.sideFileCountLimit {
      problem = "there are more than \(ContainerFormat.sideFileCountLimit) files beside the weights"
    } else if !sideFileNames.insert(String.UTF8Key(name)).inserted {
      problem = "the file \(name.quoted) is there already"
    } else {
      return
    }
    throw ContainerError.notStorable(path: file.path, problem: problem)
  }

  // MARK: What an interrupted writer left

  /// Takes over tensors that an interrupted writer finished, as far as their frames are what they were.
  ///
  /// To be called once, after the side files; all else that the interrupted writer left is removed.
  ///
  /// - Parameters:
  ///   - records: The tensors that it recorded.
  ///   - layouts: The tensors that are to be written.
  /// - Returns: How many of them are taken over, from the first one on.
  /// - Throws: `FileError` when reading or writing fails.
  /// - Complexity: Reads all their frames.
  func adopt(_ records: [TensorRecord], layouts: [TensorLayout]) throws(FileError) -> Int {
    precondition(tensors.isEmpty && pending == nil, "there are no tensors yet")
    for (record, layout) in zip(records, layouts) {
      guard layout.isUsual(record), try hasFrames(of: record),
        tensorNames.insert(String.UTF8Key(record.info.name)).inserted
      else { break }
      file.skip(to: file.byteCount + record.storedByteCount)
      tensors.append(record)
    }
    try file.truncate()
    return tensors.count
  }

  /// Whether the frames of a tensor stand one behind the other where the next byte is to be written.
  private func hasFrames(of record: TensorRecord) throws(FileError) -> Bool {
    var offset = file.byteCount
    for frame in record.parts.flatMap(\.frames) {
      guard frame.offset == offset,
        let bytes = try file.bytes(at: offset, byteCount: frame.storedByteCount),
        Checksum(of: bytes) == frame.checksum
      else { return false }
      offset = frame.end
    }
    return true
  }

  /// The content of a part of a tensor that was taken over.
  ///
  /// - Parameter part: A part of one of `tensors`.
  /// - Returns: Its bytes.
  /// - Throws: `FileError` when reading fails; `ContainerError.notStorable` for a frame that is not what
  ///   taking it over saw.
  func content(of part: PartRecord) throws -> [UInt8] {
    let decompressor = ZstdDecompressor()
    var content: [UInt8] = []
    content.reserveCapacity(part.contentByteCount)
    for frame in part.frames {
      let bytes = try file.bytes(at: frame.offset, byteCount: frame.storedByteCount) ?? []
      do throws(ZstdError) {
        content += try decompressor.decompress(bytes, contentByteCount: frame.contentByteCount)
      } catch {
        throw ContainerError.notStorable(path: partialPath, problem: error.description)
      }
    }
    return content
  }

  // MARK: Tensors

  /// Begins a tensor.
  ///
  /// - Throws: `ContainerError.notStorable` for a name that the format does not allow or that is there
  ///   already.
  func begin(_ layout: TensorLayout) throws {
    precondition(pending == nil, "the tensor before is not ended")
    let name = layout.info.name
    let problem: String
    if !ContainerNames.isLabel(name) {
      problem = "its name is empty, too long or has control characters"
    } else if tensors.count == ContainerFormat.tensorCountLimit {
      problem = "there are more than \(ContainerFormat.tensorCountLimit) tensors"
    } else if !tensorNames.insert(String.UTF8Key(name)).inserted {
      problem = "a tensor of this name is there already"
    } else {
      pending = PendingTensor(layout: layout)
      return
    }
    throw ContainerError.notStorable(path: file.path, tensor: name, problem: problem)
  }

  /// Appends the next block of the tensor that was begun, in the order of `TensorLayout.parts`.
  ///
  /// - Throws: `FileError` when writing fails.
  func append(_ frame: CompressedFrame) throws {
    precondition(pending?.expects(frame) == true, "the frame is the next block of the layout")
    pending?.append(try write(frame))
  }

  /// Ends the tensor that was begun, all of whose blocks are appended.
  ///
  /// - Parameter statistics: What quantizing it cost; nil for a tensor that is not quantized.
  /// - Returns: The record of the tensor.
  @discardableResult
  func end(statistics: QuantizationStatistics?) -> TensorRecord {
    guard let pending, let record = pending.record(statistics: statistics) else {
      preconditionFailure("a tensor is begun and all of its blocks are appended")
    }
    tensors.append(record)
    self.pending = nil
    return record
  }

  /// Writes the index and the footer and waits until the disk has the file.
  ///
  /// - Throws: `ContainerError.notStorable` when the index is larger than the format allows; `FileError`
  ///   when writing fails.
  func seal() throws {
    precondition(pending == nil, "the last tensor is not ended")
    let index = ContainerIndex(metadata: metadata, sideFiles: sideFiles, tensors: tensors)
    try ContainerClosing(file: file, compressor: compressor).append(index: index.json)
    try file.synchronize()
  }

  /// Seals the file and publishes it; throws as these do.
  func finish() throws {
    try seal()
    try publish()
  }

  /// Gives the sealed file its name.
  ///
  /// - Throws: `FileError` when the name was taken meanwhile or the system fails.
  func publish() throws(FileError) { try file.commit() }

  // MARK: Frames

  private func compress(_ content: ArraySlice<UInt8>) throws -> CompressedFrame {
    do throws(ZstdError) {
      return try compressor.compress(content)
    } catch {
      throw ContainerError.notStorable(path: file.path, problem: error.description)
    }
  }

  private func write(_ frame: CompressedFrame) throws(FileError) -> FrameRecord {
    let offset = file.byteCount
    try file.append(frame.bytes)
    return FrameRecord(
      offset: offset,
      storedByteCount: frame.bytes.count,
      contentByteCount: frame.contentByteCount,
      checksum: frame.checksum
    )
  }
}

/// A tensor some of whose blocks are written.
private struct PendingTensor {
  let layout: TensorLayout
  private var frames: [[FrameRecord]]

  init(layout: TensorLayout) {
    self.layout = layout
    frames = layout.parts.map { _ in [] }
  }

  /// The part that the next block belongs to; nil when all are complete.
  private var partIndex: Int? {
    layout.parts.indices.first { frames[$0].count < layout.parts[$0].blockCount }
  }

  func expects(_ frame: CompressedFrame) -> Bool {
    guard let partIndex else { return false }
    let range = layout.parts[partIndex].contentRange(ofBlock: frames[partIndex].count)
    return frame.contentByteCount == range.count
  }

  mutating func append(_ frame: FrameRecord) {
    if let partIndex { frames[partIndex].append(frame) }
  }

  /// The finished record; nil while blocks are missing.
  func record(statistics: QuantizationStatistics?) -> TensorRecord? {
    guard partIndex == nil else { return nil }
    let parts = zip(layout.parts, frames).map { part, frames in
      PartRecord(
        name: part.name,
        typeName: part.elementType.rawValue,
        shape: part.shape,
        blockByteCount: part.blockByteCount,
        frames: frames
      )
    }
    return TensorRecord(
      info: layout.info,
      encoding: layout.encoding,
      rounding: layout.rounding,
      parts: parts,
      statistics: statistics
    )
  }
}
