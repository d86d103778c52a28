//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A tensor and where its elements lie in its file.
struct StoredTensor: Sendable {
  let info: TensorInfo
  let layout: StridedLayout
}

/// An open file of weights with its tensors listed, in the order of their bytes.
struct WeightFile: Sendable {
  let file: InputFile
  let tensors: [StoredTensor]
  /// Remarks for the user, one sentence each.
  let notes: [String]

  /// Opens a file and checks all but the elements.
  ///
  /// - Throws: `FileError` or `CheckpointError`.
  init(path: String, format: WeightFormat) throws {
    switch format {
    case .safetensors:
      let opened = try SafetensorsFile(path: path)
      file = opened.file
      tensors = opened.header.entries.map { entry in
        StoredTensor(
          info: entry.info,
          layout: StridedLayout(
            contiguousAt: entry.range.lowerBound,
            elementByteCount: entry.info.elementType.byteCount,
            elementCount: entry.info.shape.elementCount
          )
        )
      }
      notes = []
    case .pyTorch:
      let opened = try PyTorchFile(path: path)
      let weights = try opened.weights()
      file = opened.file
      tensors = weights.tensors
      notes = PyTorchFile.notes(onOtherNames: weights.otherNames, path: path)
    }
  }
}

extension PyTorchFile {
  /// What a person should know about entries of a state dict that are no tensors.
  static func notes(onOtherNames names: [String], path: String) -> [String] {
    guard let first = names.first else { return [] }
    let rest = names.count > 1 ? " and \(names.count - 1) more entries are" : " is"
    let plural = names.count > 1 ? "no tensors and ignored" : "no tensor and ignored"
    return ["in \(Path.lastComponent(of: path).quoted), \(first.quoted)\(rest) \(plural)"]
  }
}
