//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a safetensors file holds and where, checked against the size of the file.
///
/// A file is the length of the header (8 bytes, least significant first), the header (JSON, padded with
/// spaces) and the tensors' bytes without a gap.
struct SafetensorsHeader: Sendable {
  /// The longest header that is accepted, in bytes: 128 for each of the most tensors.
  static let byteLimit = 16 << 20
  /// The most tensors that are accepted in one checkpoint.
  static let tensorLimit = 1 << 17
  /// The longest name that is accepted, in bytes.
  static let nameByteLimit = 1_024
  /// The size of the length that every file begins with.
  static let prefixByteCount = 8
  /// The key that holds remarks instead of a tensor.
  static let metadataKey = "__metadata__"

  /// One tensor and where its bytes are.
  struct Entry: Sendable {
    let info: TensorInfo
    var begin: Int
    var end: Int
    /// The place in the header, which orders tensors without bytes.
    let position: Int

    /// The place of its bytes, from the start of the file.
    var range: Range<Int> { begin..<end }

    /// Counts offsets from a place that many bytes earlier.
    mutating func move(by byteCount: Int) {
      begin += byteCount
      end += byteCount
    }
  }

  /// The tensors in the order of their bytes.
  let entries: [Entry]
}
