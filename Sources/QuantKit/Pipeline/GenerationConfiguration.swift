//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The settings of a model's generation_config.json, each checked when it is asked for.
///
/// `null` counts as absent, and so does a missing file.
struct GenerationConfiguration: Sendable {
  /// The content of the file, or nil when the model has none.
  let content: JSON?
  /// Where it comes from, for messages.
  let path: String

  private subscript(key: String) -> JSON? {
    guard let value = content?[key], !value.isNull else { return nil }
    return value
  }

  /// A number, or nil when the key is absent.
  ///
  /// - Throws: `SessionError` `.badSetting` for anything but a number in the range.
  func number(_ key: String, in range: ClosedRange<Float>) throws(SessionError) -> Float? {
    guard let value = self[key] else { return nil }
    guard let number = value.double.map({ Float($0) }), range.contains(number) else {
      throw bad(key, value, "a number", range)
    }
    return number
  }

  /// A whole number, or nil when the key is absent.
  ///
  /// - Throws: `SessionError` `.badSetting` for anything but a whole number that is not negative.
  func count(_ key: String) throws(SessionError) -> Int? {
    guard let value = self[key] else { return nil }
    guard let count = value.integer, count >= 0 else {
      throw bad(key, value, "a whole number", 0...Float.infinity)
    }
    return count
  }

  /// Whether a key is true; absent ones are not.
  ///
  /// - Throws: `SessionError` `.badSetting` for anything but true and false.
  func isTrue(_ key: String) throws(SessionError) -> Bool {
    guard let value = self[key] else { return false }
    guard let bool = value.bool else {
      throw .badSetting(key, found: text(of: value), expected: "true or false", path: path)
    }
    return bool
  }

  private func bad(
    _ key: String,
    _ value: JSON,
    _ kind: String,
    _ range: ClosedRange<Float>
  ) -> SessionError {
    let lower =
      range.lowerBound == .leastNonzeroMagnitude
      ? "above 0" : "from \(Int(range.lowerBound))"
    let upper = range.upperBound < 2 ? " to \(Int(range.upperBound))" : ""
    return .badSetting(
      key,
      found: text(of: value),
      expected: "\(kind) \(lower)\(upper)",
      path: path
    )
  }

  private func text(of value: JSON) -> String {
    switch value {
    case .bool, .integer, .number: String(decoding: value.serialized(), as: UTF8.self)
    default: value.kindText
    }
  }
}
