//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit

/// The parameters of a request, read one by one, so that none is overlooked.
struct RequestFields {
  private var members: [String: JSON] = [:]

  /// The parameters in a body.
  ///
  /// - Throws: `APIError` where the body is no JSON object.
  init(parsing body: [UInt8]) throws(APIError) {
    let document: JSON
    do throws(JSONError) {
      document = try JSON(parsing: body)
    } catch {
      throw .invalid("the body is not JSON: \(error)", code: "invalid_json")
    }
    guard let members = document.members else {
      throw .invalid("the body is \(document.kindText), not an object", code: "invalid_json")
    }
    // The parser allows no key twice; those that only a dictionary takes for the same are unknown ones.
    for member in members { self.members[member.key] = member.value }
  }

  /// Takes a parameter out; null is the same as leaving it out.
  mutating func take(_ name: String) -> JSON? {
    guard let value = members.removeValue(forKey: name), !value.isNull else { return nil }
    return value
  }

  /// Takes a text out.
  mutating func string(_ name: String) throws(APIError) -> String? {
    guard let value = take(name) else { return nil }
    guard let text = value.string else {
      throw .badValue(name, expected: "a string", found: value)
    }
    return text
  }

  /// Takes a truth value out.
  mutating func bool(_ name: String) throws(APIError) -> Bool? {
    guard let value = take(name) else { return nil }
    guard let flag = value.bool else {
      throw .badValue(name, expected: "true or false", found: value)
    }
    return flag
  }

  /// Takes a whole number out that is in a range.
  mutating func integer(_ name: String, in range: ClosedRange<Int>) throws(APIError) -> Int? {
    guard let value = take(name) else { return nil }
    guard let number = value.integer, range.contains(number) else {
      let limits =
        switch (range.lowerBound, range.upperBound) {
        case (.min, .max): ""
        case (let lower, .max): " from \(lower)"
        case (let lower, let upper): " from \(lower) to \(upper)"
        }
      throw .badValue(name, expected: "a whole number" + limits, found: value)
    }
    return number
  }

  /// Takes a number out that meets a condition.
  mutating func number(
    _ name: String,
    _ expected: String,
    where isValid: (Float) -> Bool
  ) throws(APIError) -> Float? {
    guard let value = take(name) else { return nil }
    guard let number = value.double.map({ Float($0) }), number.isFinite, isValid(number) else {
      throw .badValue(name, expected: expected, found: value)
    }
    return number
  }

  /// Takes a parameter out that may only say what is done anyway.
  mutating func require(
    _ name: String,
    _ neutral: Set<NeutralValue>,
    _ problem: String
  ) throws(APIError) {
    guard let value = take(name), !neutral.contains(where: { $0.matches(value) }) else { return }
    throw .unsupported(name, problem)
  }

  /// Refuses what nobody took: a parameter that is misspelt or not known here could change the reply.
  func requireNothingLeft() throws(APIError) {
    // The first by name, for the same answer every time.
    guard let name = members.filter({ !$0.value.isNull }).keys.min() else { return }
    throw .invalid(
      "there is no parameter \(name.quoted)",
      parameter: name.printable,
      code: "unknown_parameter"
    )
  }
}

/// A value of a parameter that changes nothing.
enum NeutralValue: Hashable {
  case integer(Int)
  case bool(Bool)
  case string(String)
  case emptyList
  case emptyObject
  /// A list of nothing but this.
  case listOf(String)
  /// An object whose `type` is this.
  case type(String)

  func matches(_ value: JSON) -> Bool {
    switch self {
    case .integer(let number): value.double == Double(number)
    case .bool(let flag): value.bool == flag
    case .string(let text): value.string == text
    case .emptyList: value.elements?.isEmpty == true
    case .listOf(let text): value.elements?.allSatisfy { $0.string == text } == true
    case .emptyObject: value.members?.isEmpty == true
    case .type(let name): value["type"]?.string == name
    }
  }
}
