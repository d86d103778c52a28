//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A tensor of a checkpoint and where its elements are stored.
public struct CheckpointTensor: Sendable, Hashable {
  /// Name, type and shape.
  public let info: TensorInfo
  /// The file in the checkpoint folder that holds the elements.
  public let fileName: String
  /// The size of the elements in bytes.
  public var byteCount: Int { info.byteCount ?? 0 }
  /// Which of the checkpoint's open files that is.
  let fileIndex: Int
  /// Where the elements lie in the file.
  let layout: StridedLayout
}
