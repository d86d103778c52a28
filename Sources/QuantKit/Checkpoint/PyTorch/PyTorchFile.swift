//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A file that `torch.save` wrote, in either of its formats; its pickle is read, its tensors are not.
///
/// The zip format holds the pickle and each storage as entries of an archive. The legacy format, that of
/// PyTorch before 1.6, is four pickles (a magic number, the version, facts about the system, the
/// object), a pickle with the keys of the storages, and the storages, each after its count of elements.
struct PyTorchFile: Sendable {
  /// How the file is laid out.
  enum Format: String, Sendable {
    case zip = "PyTorch, zip format"
    case legacy = "PyTorch, legacy format"
  }

  /// How much larger than the file all tensors together may be, when they share storages or repeat
  /// elements: a file of a few bytes could otherwise ask for any amount of work.
  static let expansionLimit = 8
  /// What all tensors together may have in any case, in bytes.
  static let expansionByteLimit = 64 << 20

  let file: InputFile
  let format: Format
  let document: PickleDocument
  /// Where each storage is that the file holds, by key.
  private let storageRanges: [String.UTF8Key: Range<Int>]

  /// Opens a file and reads its pickle; names that it asks for may still be refused.
  ///
  /// - Throws: `FileError` or `CheckpointError`.
  init(path: String) throws {
    file = try InputFile(path: path)
    switch try Self.format(of: file) {
    case .zip:
      let contents = try TorchArchive(file)
      (format, document, storageRanges) = (.zip, contents.document, contents.storageRanges)
    case .legacy:
      let contents = try LegacyTorchFile(file)
      (format, document, storageRanges) = (.legacy, contents.document, contents.storageRanges)
    case nil:
      throw CheckpointError.notPyTorch(path: path)
    }
  }

  /// The format that the first bytes of a file show, or nil.
  static func format(of file: InputFile) throws(FileError) -> Format? {
    let prefix = try file.bytes(at: 0, byteCount: min(4, file.byteCount))
    if prefix == [0x50, 0x4B, 0x03, 0x04] { return .zip }
    return prefix.count >= 2 && prefix[0] == 0x80 && (2...5).contains(prefix[1]) ? .legacy : nil
  }

  /// The names that the file asks for and must not.
  var refusedGlobals: [PickleDocument.Global] { document.globals.filter { $0.meaning == nil } }

  /// The tensors of the model in the order of their bytes, and the names of the entries beside them.
  ///
  /// - Throws: `CheckpointError`: `.forbiddenGlobals` when the file asks for names that are not read, or
  ///   the tensor at fault.
  func weights() throws(CheckpointError) -> (tensors: [StoredTensor], otherNames: [String]) {
    guard refusedGlobals.isEmpty else {
      throw .forbiddenGlobals(refusedGlobals.map(\.description), path: file.path)
    }
    let storages = try TorchStorage.all(of: document, path: file.path)
    for storage in storages.values.sorted(by: { $0.key < $1.key }) {
      let found = storageRanges[String.UTF8Key(storage.key)]
      guard let found else { throw .missingStorage(storage.key, path: file.path) }
      guard found.count == storage.byteCount else {
        throw .storageSize(
          storage.key,
          path: file.path,
          expected: storage.byteCount,
          found: found.count
        )
      }
    }
    let dictionary = try StateDictionary(of: document, path: file.path)
    var tensors: [StoredTensor] = []
    for (name, value) in dictionary.tensors {
      let tensor = try TorchTensor(value, name: name, in: document, path: file.path)
      tensors.append(try place(tensor, named: name))
    }
    try checkExpansion(of: tensors)
    let order = tensors.indices.sorted {
      (tensors[$0].layout.offset, $0) < (tensors[$1].layout.offset, $1)
    }
    return (order.map { tensors[$0] }, dictionary.otherNames)
  }

  private func place(
    _ tensor: TorchTensor,
    named name: String
  ) throws(CheckpointError) -> StoredTensor {
    let info = TensorInfo(name: name, elementType: tensor.elementType, shape: tensor.shape)
    let storage = storageRanges[String.UTF8Key(tensor.storageKey)] ?? 0..<0
    guard info.byteCount != nil else {
      throw .invalidShape(tensor: name, path: file.path, problem: "too many bytes")
    }
    let size = tensor.elementType.byteCount
    guard tensor.storageOffset <= storage.count / size,
      let layout = StridedLayout(
        offset: storage.lowerBound + tensor.storageOffset * size,
        elementByteCount: size,
        shape: tensor.shape.dimensions,
        strides: tensor.strides
      ), layout.end <= storage.upperBound
    else {
      throw .outsideStorage(
        info,
        path: file.path,
        offset: tensor.storageOffset,
        strides: tensor.strides,
        storageByteCount: storage.count
      )
    }
    return StoredTensor(info: info, layout: layout)
  }

  private func checkExpansion(of tensors: [StoredTensor]) throws(CheckpointError) {
    let byteCount = tensors.map { $0.info.byteCount ?? .max }.saturatingSum()
    let limit = max(
      Self.expansionByteLimit,
      [file.byteCount, Self.expansionLimit].checkedProduct() ?? .max
    )
    guard byteCount <= limit else {
      throw .expansion(path: file.path, found: byteCount, limit: limit)
    }
  }
}
