//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A value in a JSON text that has been checked, read where it stands.
///
/// For headers and indexes with many thousands of records: as `JSON` they would take many times the memory of
/// their text. The rules are those of `JSON(parsing:)`, and so are the faults.
struct JSONText: Sendable {
  private let bytes: [UInt8]
  /// Where the value begins.
  private let start: Int

  /// Checks a text, all of it, and stands for its value.
  ///
  /// - Throws: `JSONError` with the place of the first fault.
  /// - Complexity: O(bytes), in memory of 8 bytes for each key of an object.
  init(checking bytes: [UInt8]) throws(JSONError) {
    var parser = try JSONParser(bytes, isBuilding: false)
    _ = try parser.parseDocument()
    self.init(bytes: bytes, start: bytes.skippingSpace(from: 0))
  }

  private init(bytes: [UInt8], start: Int) {
    self.bytes = bytes
    self.start = start
  }

  /// The value and all that it holds, which takes many times the memory of its text.
  var value: JSON {
    do throws(JSONError) {
      var parser = try JSONParser(bytes, at: start, isBuilding: true)
      return try parser.parseValue()
    } catch {
      preconditionFailure("the text was checked: \(error)")
    }
  }
}

extension JSONText {
  private var isArray: Bool { bytes[start] == UInt8(ascii: "[") }
  private var isObject: Bool { bytes[start] == UInt8(ascii: "{") }
  /// The value where it holds no others.
  private var scalar: JSON? { isArray || isObject ? nil : value }

  /// Whether this is a string.
  var isString: Bool { bytes[start] == UInt8(ascii: "\"") }
  /// The text when this is a string.
  var string: String? { scalar?.string }
  /// The value when this is a whole number.
  var integer: Int? { scalar?.integer }
  /// The value when this is a number of either kind.
  var double: Double? { scalar?.double }
  /// The kind of value with its article, for messages.
  var kindText: String { (scalar ?? (isArray ? .array([]) : .object([]))).kindText }

  /// The elements when this is an array.
  var elements: Elements? { isArray ? Elements(bytes: bytes, start: start) : nil }
  /// The members when this is an object.
  var members: Members? { isObject ? Members(bytes: bytes, start: start) : nil }

  /// The value of a member, or nil when this is no object or has no such key.
  ///
  /// - Complexity: O(bytes of the object).
  subscript(key: String) -> JSONText? {
    members?.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
  }
}

extension JSONText {
  /// The elements of an array, found one after the other.
  struct Elements: Sequence, IteratorProtocol {
    private var items: Items

    fileprivate init(bytes: [UInt8], start: Int) { items = Items(bytes: bytes, end: start) }

    /// How many there are.
    ///
    /// - Complexity: O(bytes of the array).
    var count: Int { reduce(0) { count, _ in count + 1 } }

    mutating func next() -> JSONText? {
      guard let element = items.nextStart() else { return nil }
      return items.value(at: element)
    }
  }

  /// The members of an object, found one after the other.
  struct Members: Sequence, IteratorProtocol {
    private var items: Items

    fileprivate init(bytes: [UInt8], start: Int) { items = Items(bytes: bytes, end: start) }

    mutating func next() -> (key: String, value: JSONText)? {
      guard let start = items.nextStart() else { return nil }
      let key = items.value(at: start)
      let colon = items.bytes.skippingSpace(from: items.end)
      return (key.string ?? "", items.value(at: items.bytes.skippingSpace(from: colon + 1)))
    }
  }

  /// The way through an array or an object.
  private struct Items {
    let bytes: [UInt8]
    /// Where the value before ends; at first, where the opening bracket is.
    var end: Int

    /// Where the next element or member begins, or nil when there is none.
    func nextStart() -> Int? {
      let mark = bytes.skippingSpace(from: end)
      guard !bytes.isClosing(at: mark) else { return nil }
      let start = bytes.skippingSpace(from: mark + 1)
      return bytes.isClosing(at: start) ? nil : start
    }

    /// The value at a place, which is passed over.
    mutating func value(at start: Int) -> JSONText {
      end = bytes.endOfValue(at: start)
      return JSONText(bytes: bytes, start: start)
    }
  }
}

/// Ways through a text that was checked, so that no place is past its end.
extension [UInt8] {
  fileprivate func skippingSpace(from place: Int) -> Int {
    var place = place
    while self[place] <= UInt8(ascii: " ") { place += 1 }
    return place
  }

  fileprivate func isClosing(at place: Int) -> Bool {
    self[place] == UInt8(ascii: "]") || self[place] == UInt8(ascii: "}")
  }

  fileprivate func endOfValue(at start: Int) -> Int {
    var place = start
    var depth = 0
    repeat {
      switch self[place] {
      case UInt8(ascii: "\""): place = endOfString(at: place)
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        place += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        place += 1
      case UInt8(ascii: ","), UInt8(ascii: ":"), ...UInt8(ascii: " "): place += 1
      default:
        // A number or a word.
        while place < count, self[place] > UInt8(ascii: " "), self[place] != UInt8(ascii: ","),
          !isClosing(at: place)
        { place += 1 }
      }
    } while depth > 0
    return place
  }

  private func endOfString(at start: Int) -> Int {
    var place = start + 1
    while self[place] != UInt8(ascii: "\"") {
      place += self[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    return place + 1
  }
}
