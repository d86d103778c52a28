//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a model's generation_config.json says about generating.
///
/// A value is checked when it is asked for, so that one that the person overrides does no harm.
struct GenerationConfiguration {
  static let fileName = "generation_config.json"

  private let document: JSON
  private let path: String

  /// The configuration of a model.
  ///
  /// - Parameters:
  ///   - document: The content of the file; an empty object when the model has none.
  ///   - path: The file, for messages.
  init(_ document: JSON, path: String) {
    self.document = document
    self.path = path
  }

  /// Whether the model wants its tokens drawn at random.
  func doesSample() throws(SessionError) -> Bool {
    guard let value = self["do_sample"] else { return false }
    guard let flag = value.bool else { throw bad("do_sample", value, "true or false") }
    return flag
  }

  /// A whole number that is not negative, or nil when the file has none.
  func count(_ key: String) throws(SessionError) -> Int? {
    guard let value = self[key] else { return nil }
    guard let count = value.integer, count >= 0 else {
      throw bad(key, value, "a whole number from 0")
    }
    return count
  }

  /// A share from 0 to 1, or nil when the file has none.
  func share(_ key: String) throws(SessionError) -> Float? {
    guard let value = self[key] else { return nil }
    guard let share = value.double, (0...1).contains(share) else {
      throw bad(key, value, "a number from 0 to 1")
    }
    return Float(share)
  }

  /// A number that is not negative, or nil when the file has none.
  func number(_ key: String, allowingZero: Bool) throws(SessionError) -> Float? {
    guard let value = self[key] else { return nil }
    guard let number = value.double.map({ Float($0) }), number.isFinite,
      number > 0 || allowingZero && number == 0
    else { throw bad(key, value, allowingZero ? "a number from 0" : "a number above 0") }
    return number
  }

  private subscript(key: String) -> JSON? {
    guard let value = document[key], !value.isNull else { return nil }
    return value
  }

  private func bad(_ key: String, _ value: JSON, _ expected: String) -> SessionError {
    .badConfiguration(
      path: path,
      key: key,
      found: String(decoding: value.serialized(), as: UTF8.self),
      expected: expected
    )
  }
}
