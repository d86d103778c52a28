//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The tensors of a model in a pickle: a dictionary from names to tensors, as `state_dict()` returns it.
struct StateDictionary {
  /// Where training programs put the state dict of the model in a dictionary of more.
  static let nestingKeys = ["state_dict", "model_state_dict", "model", "module"]
  /// What the names begin with that a model got from being wrapped for several processors.
  static let wrapperPrefix = "module."

  /// The tensors by name, in the order of the dictionary.
  let tensors: [(name: String, value: PickleDocument.Reference)]
  /// The names of entries that are no tensors.
  let otherNames: [String]

  /// Finds the state dict of a pickle.
  ///
  /// It is the first dictionary with a tensor as a value on the way from the pickle's value through
  /// `nestingKeys`.
  ///
  /// - Throws: `CheckpointError`.
  init(of document: PickleDocument, path: String) throws(CheckpointError) {
    let items = try Self.items(of: document, path: path)
    var tensors: [(name: String, value: PickleDocument.Reference)] = []
    var otherNames: [String] = []
    var names: Set<String.UTF8Key> = []
    for item in items {
      let isTensor = TorchTensor.isTensor(item.value, in: document)
      guard let name = document.text(item.key) else {
        guard isTensor else { continue }
        throw .invalidPickle(path: path, problem: "the name of a tensor is no text")
      }
      guard isTensor else {
        otherNames.append(name)
        continue
      }
      guard name.utf8.count <= SafetensorsHeader.nameByteLimit else {
        throw .nameTooLong(name, limit: SafetensorsHeader.nameByteLimit, path: path)
      }
      guard names.insert(String.UTF8Key(name)).inserted else {
        throw .listedTwice(tensor: name, path: path)
      }
      guard tensors.count < SafetensorsHeader.tensorLimit else {
        throw .tooMany("tensors", limit: SafetensorsHeader.tensorLimit, path: path)
      }
      tensors.append((name, item.value))
    }
    Self.unwrap(&tensors, name: \.name)
    self.tensors = tensors
    self.otherNames = otherNames
  }

  /// Takes `wrapperPrefix` off the names of items where all of them begin with it.
  static func unwrap<Item>(_ items: inout [Item], name: WritableKeyPath<Item, String>) {
    let prefix = wrapperPrefix.utf8
    let isWrapped = items.allSatisfy {
      $0[keyPath: name].utf8.starts(with: prefix) && $0[keyPath: name].utf8.count > prefix.count
    }
    guard isWrapped else { return }
    for index in items.indices {
      let plain = items[index][keyPath: name].utf8.dropFirst(prefix.count)
      items[index][keyPath: name] = String(Substring(plain))
    }
  }

  private static func items(
    of document: PickleDocument,
    path: String
  ) throws(CheckpointError) -> [PickleDocument.Item] {
    var place = document.root
    // A dictionary could hold itself.
    for _ in 0...nestingKeys.count {
      guard let items = document.items(place) else { break }
      if items.contains(where: { TorchTensor.isTensor($0.value, in: document) }) { return items }
      let inner = nestingKeys.lazy.compactMap { key in
        items.first { document.text($0.key) == key && document.items($0.value) != nil }
      }.first
      guard let inner else { break }
      place = inner.value
    }
    throw .noStateDictionary(path: path)
  }
}
