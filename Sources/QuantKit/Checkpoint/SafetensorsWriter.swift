//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Writes a safetensors file: the header first, then the tensors' bytes in order, piece by piece.
///
/// Memory does not grow with the tensors, the same tensors give the same bytes, and the file appears under
/// its name complete or not at all. For one thread at a time.
final class SafetensorsWriter {
  /// The tensors in the order of the file.
  let tensors: [TensorInfo]
  private let file: AtomicOutputFile
  private let byteCounts: [Int]
  /// The tensor whose bytes come next; it has some left, or there is none.
  private var position = 0
  /// How many of its bytes are written.
  private var writtenByteCount = 0

  /// Begins a file and writes its header.
  ///
  /// - Parameters:
  ///   - path: Where the file is to appear.
  ///   - tensors: What it will hold, in order.
  ///   - metadata: Remarks for readers; `format` is what Python's libraries look at.
  ///   - replacing: Whether a file at `path` may be replaced.
  /// - Throws: `CheckpointError` for tensors that no safetensors file can hold, `FileError` when the file
  ///   cannot be written. No file is begun then.
  init(
    path: String,
    tensors: [TensorInfo],
    metadata: KeyValuePairs<String, String> = ["format": "pt"],
    replacing: Bool = false
  ) throws {
    let (header, byteCounts) = try Self.header(of: tensors, metadata: metadata, path: path)
    self.tensors = tensors
    self.byteCounts = byteCounts
    file = try AtomicOutputFile(path: path, replacing: replacing)
    try file.append(header)
    skipFinished()
  }

  /// Length, text and padding, and the size of each tensor.
  private static func header(
    of tensors: [TensorInfo],
    metadata: KeyValuePairs<String, String>,
    path: String
  ) throws(CheckpointError) -> (bytes: [UInt8], byteCounts: [Int]) {
    var members: [JSON.Member] = []
    if !metadata.isEmpty {
      let remarks = metadata.map { JSON.Member(key: $0.key, value: .string($0.value)) }
      members.append(JSON.Member(key: SafetensorsHeader.metadataKey, value: .object(remarks)))
    }
    var names: Set<String.UTF8Key> = [String.UTF8Key(SafetensorsHeader.metadataKey)]
    var byteCounts: [Int] = []
    var offset = 0
    for tensor in tensors {
      guard names.insert(String.UTF8Key(tensor.name)).inserted else {
        throw .listedTwice(tensor: tensor.name, path: path)
      }
      guard let byteCount = tensor.byteCount, byteCount <= Int.max - offset else {
        throw .invalidShape(tensor: tensor.name, path: path, problem: "too many bytes")
      }
      let value: JSON = [
        "dtype": .string(tensor.elementType.rawValue),
        "shape": .array(tensor.shape.dimensions.map { .integer($0) }),
        "data_offsets": [.integer(offset), .integer(offset + byteCount)],
      ]
      members.append(JSON.Member(key: tensor.name, value: value))
      byteCounts.append(byteCount)
      offset += byteCount
    }
    var text = JSON.object(members).serialized()
    // Spaces at its end put the data at a multiple of eight.
    text += repeatElement(
      UInt8(ascii: " "),
      count: text.count.dividedRoundingUp(by: 8) * 8 - text.count
    )
    guard text.count <= SafetensorsHeader.byteLimit else {
      throw .headerTooLarge(
        path: path,
        found: UInt64(text.count),
        limit: SafetensorsHeader.byteLimit
      )
    }
    var writer = ByteWriter()
    writer.append(UInt64(text.count))
    writer.append(text)
    return (writer.bytes, byteCounts)
  }

  /// Appends bytes of the tensor at `index`.
  ///
  /// - Throws: `FileError` when the file cannot be written.
  /// - Precondition: All tensors before it are complete, and it has that many bytes left.
  func append(_ bytes: UnsafeRawBufferPointer, toTensorAt index: Int) throws(FileError) {
    guard bytes.count > 0 else { return }
    precondition(index == position, "tensors are written one after the other")
    precondition(
      bytes.count <= byteCounts[index] - writtenByteCount,
      "a tensor gets too many bytes"
    )
    try unsafe file.append(bytes)
    writtenByteCount += bytes.count
    skipFinished()
  }

  /// Appends bytes of the tensor at `index`; the same as with a buffer.
  func append(_ bytes: [UInt8], toTensorAt index: Int) throws(FileError) {
    try unsafe bytes.withUnsafeBufferPointer { buffer throws(FileError) in
      try unsafe append(UnsafeRawBufferPointer(buffer), toTensorAt: index)
    }
  }

  private func skipFinished() {
    while position < byteCounts.count, writtenByteCount == byteCounts[position] {
      position += 1
      writtenByteCount = 0
    }
  }

  /// Makes the file durable and gives it its name.
  ///
  /// - Throws: `FileError`; then nothing has changed under the name.
  /// - Precondition: All tensors are complete.
  func commit() throws(FileError) {
    precondition(position == byteCounts.count, "a tensor lacks bytes")
    try file.commit()
  }
}
