//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The constants of the `.qkit` format; Formats.md defines what they mean and repeats the limits.
enum ContainerFormat {
  /// The version that is written and read.
  static let version: UInt32 = 1
  /// The bytes that tell the format, in the header and in the footer.
  static let magic = Array("QuantKit".utf8)
  /// The magic number of the skippable frames that hold the header and the footer.
  static let skippableFrameMagic: UInt32 = 0x184D_2A51
  /// The name of the format in the index.
  static let name = "qkit"

  /// The size of the header frame.
  static let headerByteCount = 32
  /// The size of the footer frame.
  static let footerByteCount = 72

  // MARK: What a writer aims at

  /// The content that a block of a tensor has where its rows allow: 1 MiB.
  static let usualBlockByteCount = 1 << 20

  // MARK: Limits

  /// The largest integer in a file: what every JSON reader holds exactly.
  static let integerLimit = 1 << 53 - 1
  /// The largest content of the index: 24 MiB.
  static let indexByteCountLimit = 24 << 20
  /// The largest content of any other frame: 2 MiB.
  static let blockByteCountLimit = 1 << 21
  /// The most tensors.
  static let tensorCountLimit = 1 << 17
  /// The most parts of a tensor.
  static let partCountLimit = 16
  /// The most rows of a quantized tensor, which bounds its scales.
  static let rowCountLimit = 1 << 24
  /// The longest name of a tensor and the longest text about the file's making, in bytes of UTF-8.
  static let nameByteCountLimit = 1024
  /// The longest name of a scheme, a part, a type or a required feature.
  static let identifierByteCountLimit = 64
  /// The most classes that a model's configuration may name, and the most required features.
  static let listCountLimit = 64
  /// The most side files.
  static let sideFileCountLimit = 1024
  /// The largest side file: 64 MiB.
  static let sideFileByteCountLimit = 1 << 26
  /// The most source files that the provenance may list.
  static let sourceFileCountLimit = 1 << 11
  /// The longest name of a side file, in bytes of UTF-8.
  static let sideFileNameByteCountLimit = 255

  /// The largest size that a frame may be stored in: what zstd needs for content that does not compress.
  ///
  /// - Precondition: the content's size is within its limit.
  static func storedByteCountLimit(contentByteCount: Int) -> Int {
    contentByteCount + contentByteCount / 128 + 128
  }
}
