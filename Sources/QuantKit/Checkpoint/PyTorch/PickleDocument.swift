//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a pickle describes, as plain values: a parser's result, not Python's.
///
/// Pickle is a program for a machine that builds objects by calling functions. Here a call stays what it
/// says, the function's name and its arguments; nothing is looked up, imported or run. Values refer to
/// each other by number, so that a value that many share takes its place once, and freeing deeply nested
/// ones needs no recursion.
struct PickleDocument {
  /// The number of a value.
  struct Reference: Hashable {
    let index: Int32
  }

  /// The name of a Python object that a pickle asks for.
  struct Global: Hashable, CustomStringConvertible {
    let module: String
    let name: String

    var description: String { module + "." + name }
  }

  typealias Item = (key: Reference, value: Reference)

  /// One value.
  enum Value {
    case none
    case boolean(Bool)
    case integer(Int)
    /// An integer outside `Int`: its bytes, two's complement, the least significant first.
    case wideInteger([UInt8])
    case number(Double)
    case text(String)
    case bytes
    case tuple([Reference])
    case list([Reference])
    case dictionary([Item])
    /// An entry of `globals`.
    case global(Int)
    /// The result of a call; the items that were set on it afterwards.
    case call(function: Reference, arguments: Reference, items: [Item])
    /// An object that is kept outside the pickle, by its description.
    case persistent(Reference)
  }

  /// All values, in the order in which they were made.
  let values: [Value]
  /// The value that the pickle stands for.
  let root: Reference
  /// The names that it asks for, each once, in the order in which they come.
  let globals: [Global]
  /// The size of the pickle in bytes.
  let byteCount: Int

  subscript(reference: Reference) -> Value { values[Int(reference.index)] }
}

extension PickleDocument {
  /// The text that a value is, or nil.
  func text(_ reference: Reference) -> String? {
    if case .text(let text) = self[reference] { text } else { nil }
  }

  /// The integer that a value is, or nil.
  func integer(_ reference: Reference) -> Int? {
    if case .integer(let integer) = self[reference] { integer } else { nil }
  }

  /// The elements of a tuple, or nil.
  func tuple(_ reference: Reference) -> [Reference]? {
    if case .tuple(let elements) = self[reference] { elements } else { nil }
  }

  /// The integers of a tuple, or nil when something else is in it.
  func integers(_ reference: Reference) -> [Int]? {
    guard let elements = tuple(reference) else { return nil }
    let integers = elements.compactMap(integer)
    return integers.count == elements.count ? integers : nil
  }

  /// The name that a value is, or nil.
  func global(_ reference: Reference) -> Global? {
    if case .global(let index) = self[reference] { globals[index] } else { nil }
  }

  /// The items of a dictionary, also of an ordered one, or nil.
  func items(_ reference: Reference) -> [Item]? {
    switch self[reference] {
    case .dictionary(let items): return items
    case .call(let function, let arguments, let items):
      let isEmptyAtFirst = tuple(arguments)?.isEmpty == true
      return global(function) == .orderedDictionary && isEmptyAtFirst ? items : nil
    default: return nil
    }
  }
}

extension PickleDocument.Global {
  static let orderedDictionary = Self(module: "collections", name: "OrderedDict")
}
