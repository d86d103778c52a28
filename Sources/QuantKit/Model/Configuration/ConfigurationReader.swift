//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Takes values out of a configuration; null counts as absent, as it does in Python.
struct ConfigurationReader {
  /// The content of config.json, or of an object in it.
  let configuration: JSON
  /// Where it comes from, for messages.
  let path: String
  /// The key that holds the object, where it is not the whole.
  var parent: String?

  subscript(key: String) -> JSON? {
    guard let value = configuration[key], !value.isNull else { return nil }
    return value
  }

  /// Whether a key is there, be it with null.
  func has(_ key: String) -> Bool { configuration[key] != nil }

  func bad(_ key: String, _ value: JSON, _ expected: String) -> ModelError {
    bad(key, found: value.shortText, expected)
  }

  func bad(_ key: String, found: String, _ expected: String) -> ModelError {
    .badValue(key: name(of: key), found: found, expected: expected, path: path)
  }

  private func name(of key: String) -> String { parent.map { "\($0).\(key)" } ?? key }

  func integer(_ key: String, _ range: ClosedRange<Int>) throws(ModelError) -> Int {
    guard let value = try optionalInteger(key, range) else {
      throw .missingKey(name(of: key), expected: "a whole number", path: path)
    }
    return value
  }

  func optionalInteger(_ key: String, _ range: ClosedRange<Int>) throws(ModelError) -> Int? {
    guard let value = self[key] else { return nil }
    guard let integer = value.integer, range.contains(integer) else {
      throw bad(key, value, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return integer
  }

  func number(_ key: String, _ range: ClosedRange<Double>) throws(ModelError) -> Double {
    guard let value = try optionalNumber(key, range) else {
      throw .missingKey(name(of: key), expected: "a number", path: path)
    }
    return value
  }

  func optionalNumber(_ key: String, _ range: ClosedRange<Double>) throws(ModelError) -> Double? {
    try self[key].map { value throws(ModelError) in
      guard let number = value.double, range.contains(number) else {
        throw bad(key, value, "a number from \(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }
  }

  func optionalBool(_ key: String) throws(ModelError) -> Bool? {
    try self[key].map { value throws(ModelError) in
      guard let bool = value.bool else { throw bad(key, value, "true or false") }
      return bool
    }
  }

  /// The elements of an array, each through `body`; nil when there is no array.
  func optionalArray<Element>(
    _ key: String,
    of expected: String,
    _ body: (JSON) -> Element?
  ) throws(ModelError) -> [Element]? {
    guard let value = self[key] else { return nil }
    guard let elements = value.elements else { throw bad(key, value, "an array of \(expected)") }
    var results: [Element] = []
    for element in elements {
      guard let result = body(element) else {
        throw bad(key, found: "with \(element.shortText)", "an array of \(expected)")
      }
      results.append(result)
    }
    return results
  }

  /// One id or an array of them.
  func tokenIDs(_ key: String, vocabularySize: Int) throws(ModelError) -> [Int] {
    guard let value = self[key] else { return [] }
    var ids: [Int] = []
    for element in value.elements ?? [value] {
      guard let id = element.integer, id >= 0, id < vocabularySize else {
        throw bad(key, element, "token ids below vocab_size \(vocabularySize)")
      }
      ids.append(id)
    }
    return ids
  }
}

extension JSON {
  /// The value for a message; what is long or nested only as its kind.
  var shortText: String {
    switch self {
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let text) where text.utf8.count <= 40: "'\(text)'"
    default: kindText
    }
  }
}
