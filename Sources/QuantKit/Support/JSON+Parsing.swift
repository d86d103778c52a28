//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Why a text is not JSON, and where.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, as the end of a sentence.
  public let problem: String
  /// Where, in bytes from the start of the text.
  public let offset: Int
  /// The key that an object has twice, where that is the fault.
  var duplicateKey: DuplicateKey?

  /// A key that an object has twice.
  struct DuplicateKey: Sendable, Equatable {
    let text: String
    /// How deep the object is nested; 1 for the outermost.
    let depth: Int
  }

  /// What is wrong and where.
  public var description: String { "\(problem) at byte \(offset)" }
}

extension JSON {
  /// The deepest nesting of arrays and objects that is accepted.
  static let depthLimit = 128
  /// The most values that are accepted in one text: what is parsed takes many times the text's memory.
  static let valueLimit = 1 << 22

  /// Parses a text as RFC 8259 defines it.
  ///
  /// Stricter than most parsers where a lenient reading hides damage: duplicate keys, invalid UTF-8,
  /// unpaired surrogates and numbers beyond a double's range are errors, and
  /// so are texts that nest too deep or hold too many values.
  ///
  /// - Parameter bytes: UTF-8, optionally with spaces around the value.
  /// - Throws: `JSONError` with the place of the first fault.
  /// - Complexity: O(bytes).
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    var parser = try JSONParser(bytes, isBuilding: true)
    self = try parser.parseDocument()
  }
}

extension String {
  /// A string compared and hashed by its bytes, since `String` calls canonically equivalent texts equal.
  struct UTF8Key: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: Self, right: Self) -> Bool {
      left.text.utf8.count == right.text.utf8.count
        && left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
      var text = text
      text.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }
}
