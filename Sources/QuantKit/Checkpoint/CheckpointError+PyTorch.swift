//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension CheckpointError {
  // MARK: The file

  static func notPyTorch(path: String) -> CheckpointError {
    CheckpointError(
      .unsupportedFormat,
      path: path,
      "\(path.quoted) was not written by torch.save: it is neither a zip archive nor a file in its "
        + "legacy format"
    )
  }

  static func bigEndian(path: String) -> CheckpointError {
    CheckpointError(
      .unsupportedFormat,
      path: path,
      "\(path.quoted) was written on a big-endian machine, which is not read; save it on another one"
    )
  }

  // MARK: The archive

  static func cutArchive(path: String) -> CheckpointError {
    CheckpointError(
      .truncated,
      path: path,
      "\(path.quoted) begins as a zip archive and does not end as one; download it again"
    )
  }

  static func invalidArchive(path: String, problem: String) -> CheckpointError {
    CheckpointError(
      .invalidArchive,
      path: path,
      "\(path.quoted) is no zip archive that is read: \(problem)"
    )
  }

  static func notATorchArchive(path: String, pickleCount: Int) -> CheckpointError {
    CheckpointError(
      .unsupportedFormat,
      path: path,
      "\(path.quoted) is a zip archive that torch.save has not written: it has \(pickleCount) entries "
        + "'<folder>/data.pkl', one is expected"
    )
  }

  static func unreadableEntry(_ entry: String, how: String, path: String) -> CheckpointError {
    CheckpointError(
      .unsupportedFormat,
      path: path,
      "the entry \(entry.quoted) of \(path.quoted) is \(how); only entries that are stored as they "
        + "are can be read"
    )
  }

  static func overlap(entry: String, path: String, previousEnd: Int) -> CheckpointError {
    CheckpointError(
      .overlap,
      path: path,
      "the entry \(entry.quoted) of \(path.quoted) begins inside the entry before it, which ends at "
        + "offset \(previousEnd)"
    )
  }

  static func entryPastEnd(_ entry: String, path: String) -> CheckpointError {
    CheckpointError(
      .truncated,
      path: path,
      "the entry \(entry.quoted) of \(path.quoted) reaches past the end of the archive's data"
    )
  }

  // MARK: The pickle

  static func pickleTooLarge(path: String, found: Int) -> CheckpointError {
    CheckpointError(
      .limitExceeded,
      path: path,
      "the pickle of \(path.quoted) has \(found) bytes, at most \(PickleDocument.byteLimit) are accepted"
    )
  }

  static func pickle(_ fault: PickleFault, path: String, base: Int = 0) -> CheckpointError {
    let code: Code =
      switch fault.code {
      case .truncated: .truncated
      case .malformed, .unsupportedInstruction: .invalidPickle
      case .limitExceeded: .limitExceeded
      }
    return CheckpointError(
      code,
      path: path,
      "the pickle of \(path.quoted) is not read: at byte \(base + fault.offset), \(fault.problem)"
    )
  }

  static func invalidPickle(
    path: String,
    tensor: String? = nil,
    problem: String
  ) -> CheckpointError {
    CheckpointError(
      .invalidPickle,
      path: path,
      tensor: tensor,
      "the pickle of \(path.quoted) is not read: "
        + (tensor.map { "tensor \($0.quoted): " } ?? "") + problem
    )
  }

  static func forbiddenGlobals(_ names: [String], path: String) -> CheckpointError {
    let listed = names.prefix(10).map(\.quoted).joined(separator: ", ")
    let rest = names.count > 10 ? " and \(names.count - 10) more" : ""
    return CheckpointError(
      .forbiddenGlobals,
      path: path,
      "\(path.quoted) asks for Python objects beyond tensors, which could run any code and are never "
        + "loaded: \(listed)\(rest); convert it to safetensors where you trust it"
    )
  }

  static func noStateDictionary(path: String) -> CheckpointError {
    let keys = StateDictionary.nestingKeys.map { "'\($0)'" }.joined(separator: ", ")
    return CheckpointError(
      .missingWeights,
      path: path,
      "\(path.quoted) holds no dictionary from names to tensors, neither at the top nor under "
        + keys
    )
  }

  // MARK: Storages

  static func missingStorage(_ key: String, path: String) -> CheckpointError {
    CheckpointError(
      .truncated,
      path: path,
      "\(path.quoted) lacks the storage \(key.quoted), which its pickle uses"
    )
  }

  static func cutStorage(_ key: String, path: String) -> CheckpointError {
    CheckpointError(
      .truncated,
      path: path,
      "\(path.quoted) ends inside the storage \(key.quoted); download it again"
    )
  }

  static func storageSize(
    _ key: String,
    path: String,
    expected: Int,
    found: Int
  ) -> CheckpointError {
    CheckpointError(
      .sizeMismatch,
      path: path,
      "the storage \(key.quoted) of \(path.quoted) has \(found) bytes, but the pickle describes "
        + "\(expected)"
    )
  }

  static func outsideStorage(
    _ info: TensorInfo,
    path: String,
    offset: Int,
    strides: [Int],
    storageByteCount: Int
  ) -> CheckpointError {
    CheckpointError(
      .invalidOffsets,
      path: path,
      tensor: info.name,
      "the tensor \(info.name.quoted) in \(path.quoted), \(info.elementType.rawValue) \(info.shape) "
        + "from element \(offset) with the strides \(strides), reaches past the end of its storage of "
        + "\(storageByteCount) bytes"
    )
  }

  static func expansion(path: String, found: Int, limit: Int) -> CheckpointError {
    CheckpointError(
      .limitExceeded,
      path: path,
      "the tensors of \(path.quoted) have \(found) bytes together, since they share or repeat what "
        + "the file holds; at most \(limit) are accepted for a file of its size"
    )
  }
}
