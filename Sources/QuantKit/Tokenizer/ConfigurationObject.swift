//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// An object of a JSON file, read with errors that name the file and the key.
///
/// A member that is `null` counts as absent, as in the libraries that write these files.
struct ConfigurationObject {
  let path: String
  /// How to get here from the top of the file, such as `model.` or the empty text.
  let prefix: String
  let members: [JSON.Member]

  /// The object that fills a file.
  init(_ json: JSON, path: String) throws(TokenizerError) {
    guard let members = json.members else {
      throw .malformed(path: path, problem: "it is \(json.kindText), an object is expected")
    }
    self.init(members: members, path: path, prefix: "")
  }

  private init(members: [JSON.Member], path: String, prefix: String) {
    self.path = path
    self.prefix = prefix
    self.members = members
  }

  subscript(key: String) -> JSON? {
    members.first { $0.key == key && !$0.value.isNull }?.value
  }

  func bool(_ key: String) throws(TokenizerError) -> Bool? {
    guard let value = self[key] else { return nil }
    guard let bool = value.bool else { throw wrongType(key, "true or false", value) }
    return bool
  }

  func string(_ key: String) throws(TokenizerError) -> String? {
    guard let value = self[key] else { return nil }
    guard let string = value.string else { throw wrongType(key, "a string", value) }
    return string
  }

  func elements(_ key: String) throws(TokenizerError) -> [JSON]? {
    guard let value = self[key] else { return nil }
    guard let elements = value.elements else { throw wrongType(key, "an array", value) }
    return elements
  }

  /// An id: a whole number that is not negative and below the limit of `PieceTable`.
  func id(_ key: String) throws(TokenizerError) -> Int? {
    guard let value = self[key] else { return nil }
    return try id(value, key: key)
  }

  func object(_ key: String) throws(TokenizerError) -> ConfigurationObject? {
    guard let value = self[key] else { return nil }
    return try object(value, key: key)
  }

  /// The objects of an array.
  func objects(_ key: String) throws(TokenizerError) -> [ConfigurationObject]? {
    guard let elements = try elements(key) else { return nil }
    var objects: [ConfigurationObject] = []
    for (index, element) in elements.enumerated() {
      objects.append(try object(element, key: "\(key)[\(index)]"))
    }
    return objects
  }

  /// A value that is in this object in some way, as an object of its own.
  func object(_ value: JSON, key: String) throws(TokenizerError) -> ConfigurationObject {
    guard let members = value.members else { throw wrongType(key, "an object", value) }
    return ConfigurationObject(members: members, path: path, prefix: "\(prefix)\(key).")
  }

  /// A value that is in this object in some way, as an id.
  func id(_ value: JSON, key: String) throws(TokenizerError) -> Int {
    guard let id = value.integer, (0..<PieceTable.countLimit).contains(id) else {
      throw .malformed(
        path: path,
        problem: "'\(prefix)\(key)' is no id from 0 to \(PieceTable.countLimit - 1)"
      )
    }
    return id
  }

  /// A member that must be there.
  func required<Value>(_ value: Value?, _ key: String) throws(TokenizerError) -> Value {
    guard let value else { throw missing(key) }
    return value
  }

  func missing(_ key: String) -> TokenizerError {
    .malformed(path: path, problem: "'\(prefix)\(key)' is missing")
  }

  private func wrongType(_ key: String, _ expected: String, _ found: JSON) -> TokenizerError {
    .wrongType(path: path, key: prefix + key, expected: expected, found: found)
  }
}
