//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What is wrong with an index, before it is known which file the index is in.
struct IndexFault: Error, Equatable {
  /// The feature that the file needs and this version lacks, when that is all that is wrong.
  private(set) var unknownFeature: String?
  /// What is wrong, as the end of a sentence, the place in front where it is known.
  private(set) var problem: String
  /// The tensor concerned, where it is known.
  private(set) var tensor: String?
  /// The position in the file that is concerned, where there is one.
  let offset: Int?

  init(_ problem: String, tensor: String? = nil, offset: Int? = nil) {
    self.problem = problem
    self.tensor = tensor
    self.offset = offset
  }

  /// The fault of a sound file that only a later version can read.
  static func unknownFeature(_ name: String) -> IndexFault {
    var fault = IndexFault("it requires \(name.quoted)")
    fault.unknownFeature = name
    return fault
  }

  /// Runs `body` and puts the place that it works on in front of the faults that it throws.
  static func locating<Result>(
    _ place: @autoclosure () -> String,
    tensor: @autoclosure () -> String? = nil,
    _ body: () throws(IndexFault) -> Result
  ) throws(IndexFault) -> Result {
    do throws(IndexFault) {
      return try body()
    } catch {
      var fault = error
      fault.problem = "\(place()): \(error.problem)"
      fault.tensor = error.tensor ?? tensor()
      throw fault
    }
  }
}

extension JSONText {
  /// The value of a member that must be there.
  func required(_ key: String) throws(IndexFault) -> JSONText {
    guard members != nil else {
      throw IndexFault("an object with '\(key)' expected, \(kindText) found")
    }
    guard let value = self[key] else { throw IndexFault("'\(key)' is missing") }
    return value
  }

  /// The elements of a member that must be an array of at most `limit` elements.
  func requiredArray(_ key: String, limit: Int) throws(IndexFault) -> Elements {
    let value = try required(key)
    guard let elements = value.elements else {
      throw IndexFault("'\(key)' must be an array, it is \(value.kindText)")
    }
    guard elements.count <= limit else {
      throw IndexFault("'\(key)' has \(elements.count) elements, more than the limit of \(limit)")
    }
    return elements
  }

  /// A member that must be a whole number within `range`.
  func requiredInteger(
    _ key: String,
    in range: ClosedRange<Int> = 0...ContainerFormat.integerLimit
  ) throws(IndexFault) -> Int {
    try required(key).integer(named: key, in: range)
  }

  /// The value, which must be a whole number within `range`.
  func integer(named name: String, in range: ClosedRange<Int>) throws(IndexFault) -> Int {
    guard let value = integer else {
      throw IndexFault("\(name.quoted) must be a whole number of at most 64 bits")
    }
    guard range.contains(value) else {
      throw IndexFault(
        "\(name.quoted) is \(value), outside \(range.lowerBound) to \(range.upperBound)"
      )
    }
    return value
  }

  /// A member that must be a number.
  func requiredNumber(_ key: String) throws(IndexFault) -> Double {
    let value = try required(key)
    guard let number = value.double else {
      throw IndexFault("'\(key)' must be a number, it is \(value.kindText)")
    }
    return number
  }

  /// A member that must be a string that `isValid` accepts.
  func requiredString(
    _ key: String,
    where isValid: (String) -> Bool = ContainerNames.isLabel
  ) throws(IndexFault) -> String {
    try required(key).string(named: key, where: isValid)
  }

  /// The value, which must be a string that `isValid` accepts.
  func string(named name: String, where isValid: (String) -> Bool) throws(IndexFault) -> String {
    guard let text = string else {
      throw IndexFault("\(name.quoted) must be a string, it is \(kindText)")
    }
    guard isValid(text) else {
      throw IndexFault("\(name.quoted) is empty, too long or not allowed")
    }
    return text
  }
}
