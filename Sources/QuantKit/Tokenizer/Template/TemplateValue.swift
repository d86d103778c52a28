//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What an expression of a chat template gives: the values of Python that templates handle.
enum TemplateValue {
  /// Nothing of that name; allowed where Jinja allows it.
  case undefined(String)
  case none
  case bool(Bool)
  case integer(Int)
  case string(String)
  case list([TemplateValue])
  /// What some filters give: elements that can be gone through once.
  case iterator([TemplateValue])
  case dictionary([Member])
  /// An object with members that can be set, by its number.
  case namespace(Int)
  case function(String)
  /// The variable `loop`.
  case loop(index: Int, count: Int)

  struct Member {
    let key: String
    let value: TemplateValue
  }

  var isTrue: Bool {
    switch self {
    case .undefined, .none: false
    case .bool(let value): value
    case .integer(let value): value != 0
    case .string(let text): !text.isEmpty
    case .list(let elements): !elements.isEmpty
    case .dictionary(let members): !members.isEmpty
    case .iterator, .namespace, .function, .loop: true
    }
  }

  var isDefined: Bool { if case .undefined = self { false } else { true } }

  /// The value as a number where Python takes it as one.
  var integer: Int? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .integer(let value): value
    default: nil
    }
  }

  /// The value with its article, for messages.
  var kindText: String {
    switch self {
    case .undefined(let name): "'\(name)', which is undefined,"
    case .none: "none"
    case .bool: "true or false"
    case .integer: "a number"
    case .string: "a string"
    case .list: "a list"
    case .iterator: "a sequence to go through once"
    case .dictionary: "a dictionary"
    case .namespace: "a namespace"
    case .function(let name): "the function '\(name)'"
    case .loop: "the variable 'loop'"
    }
  }

  /// Equality as Python has it: strings by code points, true and 1 equal.
  static func areEqual(_ left: TemplateValue, _ right: TemplateValue) -> Bool {
    switch (left, right) {
    case (.undefined, .undefined), (.none, .none): true
    case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
    case (.list(let left), .list(let right)):
      left.count == right.count && zip(left, right).allSatisfy(areEqual)
    case (.dictionary(let left), .dictionary(let right)):
      left.count == right.count
        && left.allSatisfy { member in
          right.contains { $0.key == member.key && areEqual($0.value, member.value) }
        }
    case (.namespace(let left), .namespace(let right)): left == right
    case (.function(let left), .function(let right)): left == right
    default: left.integer.map { $0 == right.integer } ?? false
    }
  }

  /// The member of a dictionary.
  subscript(key: String) -> TemplateValue? {
    guard case .dictionary(let members) = self else { return nil }
    return members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
  }
}
