//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A storage as a pickle describes it: elements kept outside the pickle, under a key.
struct TorchStorage: Hashable {
  let key: String
  /// The type of the elements; nil for bytes.
  let elementType: ElementType?
  let byteCount: Int

  /// Reads the description, which is a tuple.
  ///
  /// `("storage", <type>, key, device, count of elements)`, in the legacy format followed by the place
  /// in another storage, which no version of `torch` that is still around writes.
  init(_ description: PickleDocument.Reference, in document: PickleDocument, path: String)
    throws(CheckpointError)
  {
    func invalid(_ problem: String) -> CheckpointError {
      .invalidPickle(path: path, problem: "a storage is described wrongly: \(problem)")
    }
    guard let fields = document.tuple(description), (5...6).contains(fields.count) else {
      throw invalid("a tuple of 5 or 6 values is needed")
    }
    guard document.text(fields[0]) == "storage" else { throw invalid("it is no storage") }
    guard let key = document.text(fields[2]) else { throw invalid("its key is no text") }
    guard document.text(fields[3]) != nil else { throw invalid("its device is no text") }
    guard let count = document.integer(fields[4]), count >= 0 else {
      throw invalid("its count of elements is no whole number that is not negative")
    }
    if let view = fields.dropFirst(5).first {
      guard case .none = document[view] else { throw invalid("it is a part of another storage") }
    }
    switch document.global(fields[1])?.meaning {
    case .storage(let type): elementType = type
    case .untypedStorage: elementType = nil
    default: throw invalid("its type is none")
    }
    guard let byteCount = [count, elementType?.byteCount ?? 1].checkedProduct() else {
      throw invalid("it has too many elements")
    }
    self.key = key
    self.byteCount = byteCount
  }

  /// Every storage that a pickle describes, by key.
  ///
  /// - Throws: `CheckpointError` when a description is wrong or two of one key differ.
  static func all(
    of document: PickleDocument,
    path: String
  ) throws(CheckpointError) -> [String.UTF8Key: TorchStorage] {
    var storages: [String.UTF8Key: TorchStorage] = [:]
    for case .persistent(let description) in document.values {
      let storage = try TorchStorage(description, in: document, path: path)
      let other = storages.updateValue(storage, forKey: String.UTF8Key(storage.key))
      guard other == nil || other == storage else {
        throw .invalidPickle(
          path: path,
          problem: "the storage \(storage.key.quoted) is described in two ways"
        )
      }
    }
    return storages
  }
}
