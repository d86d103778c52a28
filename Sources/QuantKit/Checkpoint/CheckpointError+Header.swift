//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension CheckpointError {
  // MARK: The header as a whole

  static func tooShortForHeader(path: String, found: Int) -> CheckpointError {
    CheckpointError(
      .truncated,
      path: path,
      "\(path.quoted) is no complete safetensors file: it has \(found) bytes, fewer than the 8 of "
        + "the header's length; download it again"
    )
  }

  static func headerPastEnd(path: String, expected: Int, found: Int) -> CheckpointError {
    CheckpointError(
      .truncated,
      path: path,
      "\(path.quoted) ends inside its header: the header takes \(expected) bytes, the file has "
        + "\(found); download it again"
    )
  }

  static func headerTooLarge(path: String, found: UInt64, limit: Int) -> CheckpointError {
    CheckpointError(
      .headerTooLarge,
      path: path,
      "\(path.quoted) cannot be a safetensors file: its header takes \(found) bytes, at most \(limit) "
        + "are accepted"
    )
  }

  static func pointerFile(path: String) -> CheckpointError {
    CheckpointError(
      .headerTooLarge,
      path: path,
      "\(path.quoted) is a Git LFS pointer, not the weights; fetch them with 'git lfs pull'"
    )
  }

  static func invalidHeader(
    path: String,
    tensor: String? = nil,
    problem: String
  ) -> CheckpointError {
    CheckpointError(
      .invalidHeader,
      path: path,
      tensor: tensor,
      "the header of \(path.quoted) is invalid: "
        + (tensor.map { "tensor \($0.quoted): " } ?? "") + problem
    )
  }

  // MARK: One tensor

  static func unknownElementType(_ type: String, tensor: String, path: String) -> CheckpointError {
    let known = ElementType.allCases.map(\.rawValue).joined(separator: ", ")
    return CheckpointError(
      .unknownElementType,
      path: path,
      tensor: tensor,
      "the tensor \(tensor.quoted) in \(path.quoted) has the unknown type \(type.quoted); known are "
        + known
    )
  }

  static func invalidShape(tensor: String, path: String, problem: String) -> CheckpointError {
    CheckpointError(
      .invalidShape,
      path: path,
      tensor: tensor,
      "the tensor \(tensor.quoted) in \(path.quoted) has an impossible shape: \(problem)"
    )
  }

  static func invalidOffsets(
    tensor: String,
    path: String,
    begin: Int,
    end: Int,
    dataByteCount: Int
  ) -> CheckpointError {
    CheckpointError(
      .invalidOffsets,
      path: path,
      tensor: tensor,
      "the tensor \(tensor.quoted) in \(path.quoted) has the offsets \(begin) to \(end), which are no "
        + "range within the \(dataByteCount) bytes of data"
    )
  }

  static func overlap(
    tensor: String,
    path: String,
    begin: Int,
    previousEnd: Int
  ) -> CheckpointError {
    CheckpointError(
      .overlap,
      path: path,
      tensor: tensor,
      "the tensor \(tensor.quoted) in \(path.quoted) begins at offset \(begin), inside the tensor "
        + "before it, which ends at \(previousEnd)"
    )
  }

  static func sizeMismatch(
    _ info: TensorInfo,
    path: String,
    expected: Int,
    found: Int
  ) -> CheckpointError {
    CheckpointError(
      .sizeMismatch,
      path: path,
      tensor: info.name,
      "the tensor \(info.name.quoted) in \(path.quoted) has \(found) bytes, but "
        + "\(info.elementType.rawValue) \(info.shape) needs \(expected)"
    )
  }

  // MARK: The data as a whole

  static func dataPastEnd(
    tensor: String,
    path: String,
    expected: Int,
    found: Int
  ) -> CheckpointError {
    CheckpointError(
      .truncated,
      path: path,
      tensor: tensor,
      "\(path.quoted) is cut short: its header announces \(expected) bytes of data, \(found) are "
        + "there, and the tensor \(tensor.quoted) is the first that is not whole; download it again"
    )
  }

  static func hole(tensor: String, path: String, begin: Int, previousEnd: Int) -> CheckpointError {
    CheckpointError(
      .uncoveredBytes,
      path: path,
      tensor: tensor,
      "\(path.quoted) has \(begin - previousEnd) bytes that belong to no tensor, at offset "
        + "\(previousEnd) before the tensor \(tensor.quoted)"
    )
  }

  static func trailingBytes(path: String, expected: Int, found: Int) -> CheckpointError {
    CheckpointError(
      .uncoveredBytes,
      path: path,
      "\(path.quoted) has bytes after its last tensor: \(expected) bytes of data expected, \(found) "
        + "found"
    )
  }
}
