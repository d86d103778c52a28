//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A tensor as a pickle describes it: a view of a storage.
struct TorchTensor {
  let storageKey: String
  let elementType: ElementType
  /// Where the view begins, in elements from the start of the storage.
  let storageOffset: Int
  let shape: TensorShape
  /// How far apart elements are along each dimension, in elements.
  let strides: [Int]

  /// Whether a value is a tensor or a parameter, going by the function that makes it.
  static func isTensor(_ reference: PickleDocument.Reference, in document: PickleDocument) -> Bool {
    guard case .call(let function, _, _) = document[reference] else { return false }
    switch document.global(function)?.meaning {
    case .rebuildTensor, .rebuildParameter: return true
    default: return false
    }
  }

  /// Reads a tensor or parameter.
  ///
  /// - Throws: `CheckpointError` that names the tensor.
  init(
    _ reference: PickleDocument.Reference,
    name: String,
    in document: PickleDocument,
    path: String
  ) throws(CheckpointError) {
    func invalid(_ problem: String) -> CheckpointError {
      .invalidPickle(path: path, tensor: name, problem: problem)
    }
    guard case .call(let function, let arguments, _) = document[reference],
      let arguments = document.tuple(arguments)
    else { throw invalid("it is no tensor") }
    switch document.global(function)?.meaning {
    case .rebuildParameter(let count):
      guard arguments.count == count, Self.isPlainTensor(arguments[0], in: document) else {
        throw invalid("a parameter is made of something else than a tensor")
      }
      try self.init(arguments[0], name: name, in: document, path: path)
    case .rebuildTensor(let counts, let typePosition, let remarksPosition):
      guard counts.contains(arguments.count) else {
        throw invalid("it is made with \(arguments.count) arguments")
      }
      // Marks of elements that are to be read negated or conjugated.
      if remarksPosition < arguments.count {
        switch document[arguments[remarksPosition]] {
        case .none: break
        case .dictionary(let items) where items.isEmpty: break
        default: throw invalid("it is marked as negated or conjugated, which is not read")
        }
      }
      try self.init(
        arguments: arguments,
        type: typePosition.map { arguments[$0] },
        in: document,
        path: path,
        name: name,
        invalid: invalid
      )
    default: throw invalid("it is no tensor")
    }
  }

  private static func isPlainTensor(
    _ reference: PickleDocument.Reference,
    in document: PickleDocument
  ) -> Bool {
    guard case .call(let function, _, _) = document[reference],
      case .rebuildTensor = document.global(function)?.meaning
    else { return false }
    return true
  }

  private init(
    arguments: [PickleDocument.Reference],
    type: PickleDocument.Reference?,
    in document: PickleDocument,
    path: String,
    name: String,
    invalid: (String) -> CheckpointError
  ) throws(CheckpointError) {
    guard case .persistent(let description) = document[arguments[0]] else {
      throw invalid("it is made of something else than a storage")
    }
    let storage = try TorchStorage(description, in: document, path: path)
    switch (storage.elementType, type.flatMap(document.global)?.meaning) {
    case (let elementType?, nil) where type == nil: self.elementType = elementType
    case (nil, .elementType(let elementType)?): self.elementType = elementType
    default: throw invalid("its type is not known")
    }
    guard let offset = document.integer(arguments[1]),
      let extents = document.integers(arguments[2]),
      let strides = document.integers(arguments[3]), strides.count == extents.count
    else { throw invalid("its place, shape or strides are no whole numbers, or not as many") }
    guard extents.count <= TensorShape.rankLimit else {
      throw .invalidShape(
        tensor: name,
        path: path,
        problem: "\(extents.count) dimensions, at most \(TensorShape.rankLimit) are accepted"
      )
    }
    guard let shape = TensorShape(extents) else {
      throw .invalidShape(
        tensor: name,
        path: path,
        problem: extents.contains { $0 < 0 } ? "an extent is negative" : "too many elements"
      )
    }
    guard offset >= 0, strides.allSatisfy({ $0 >= 0 }) else {
      throw .invalidShape(tensor: name, path: path, problem: "its offset or a stride is negative")
    }
    storageKey = storage.key
    storageOffset = offset
    self.shape = shape
    self.strides = strides
  }
}
