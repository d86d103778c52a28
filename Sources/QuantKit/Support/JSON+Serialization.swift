//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension JSON {
  /// The text without spaces or line breaks, members in order: the same bytes for the same value.
  ///
  /// Doubles are written with the fewest digits that read back to the same value.
  /// - Precondition: no number is NaN or infinite.
  public func serialized() -> [UInt8] {
    var output: [UInt8] = []
    append(to: &output, indentation: nil)
    return output
  }

  /// The text with two spaces of indentation for each level and a line break at the end.
  ///
  /// - Precondition: no number is NaN or infinite.
  public func prettyPrinted() -> [UInt8] {
    var output: [UInt8] = []
    append(to: &output, indentation: 0)
    output.append(UInt8(ascii: "\n"))
    return output
  }

  /// Writes an object as `prettyPrinted` would, whose last member is an array of elements that are made one
  /// after the other.
  ///
  /// - Parameters:
  ///   - members: The other members, one at least.
  ///   - key: The key of the array.
  ///   - elements: Its elements.
  ///   - write: Receives the text in pieces.
  /// - Throws: What `write` throws.
  /// - Precondition: no number is NaN or infinite.
  static func prettyPrint<Failure: Error>(
    _ members: [Member],
    endingWith key: String,
    _ elements: some Sequence<JSON>,
    to write: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    precondition(!members.isEmpty, "the array follows other members")
    var output: [UInt8] = []
    JSON.object(members).append(to: &output, indentation: 0)
    // The line break and the brace that end the object.
    output.removeLast(2)
    output.append(UInt8(ascii: ","))
    appendLineBreak(to: &output, indentation: 1)
    append(key, to: &output)
    output.append(contentsOf: ": [".utf8)
    var isFirst = true
    for element in elements {
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      appendLineBreak(to: &output, indentation: 2)
      element.append(to: &output, indentation: 2)
      if output.count >= pieceByteCount {
        try write(output)
        output.removeAll(keepingCapacity: true)
      }
    }
    if !isFirst { appendLineBreak(to: &output, indentation: 1) }
    output.append(contentsOf: "]\n}\n".utf8)
    try write(output)
  }

  private static let pieceByteCount = 1 << 16

  private func append(to output: inout [UInt8], indentation: Int?) {
    switch self {
    case .null: output.append(contentsOf: "null".utf8)
    case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): output.append(contentsOf: String(value).utf8)
    case .number(let value):
      precondition(value.isFinite, "JSON has no notation for NaN and infinity")
      output.append(contentsOf: value.description.utf8)
    case .string(let text): Self.append(text, to: &output)
    case .array(let elements):
      Self.append(elements, between: "[", and: "]", to: &output, indentation: indentation) {
        $0.append(to: &$1, indentation: $2)
      }
    case .object(let members):
      Self.append(members, between: "{", and: "}", to: &output, indentation: indentation) {
        Self.append($0.key, to: &$1)
        $1.append(contentsOf: ($2 == nil ? ":" : ": ").utf8)
        $0.value.append(to: &$1, indentation: $2)
      }
    }
  }

  private static func append<Item>(
    _ items: [Item],
    between opening: String,
    and closing: String,
    to output: inout [UInt8],
    indentation: Int?,
    item append: (Item, inout [UInt8], Int?) -> Void
  ) {
    let inner = indentation.map { $0 + 1 }
    output.append(contentsOf: opening.utf8)
    for (position, item) in items.enumerated() {
      if position > 0 { output.append(UInt8(ascii: ",")) }
      appendLineBreak(to: &output, indentation: inner)
      append(item, &output, inner)
    }
    if !items.isEmpty { appendLineBreak(to: &output, indentation: indentation) }
    output.append(contentsOf: closing.utf8)
  }

  private static func appendLineBreak(to output: inout [UInt8], indentation: Int?) {
    guard let indentation else { return }
    output.append(UInt8(ascii: "\n"))
    output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * indentation))
  }

  private static func append(_ text: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): output.append(contentsOf: #"\""#.utf8)
      case UInt8(ascii: "\\"): output.append(contentsOf: #"\\"#.utf8)
      case 0x0A: output.append(contentsOf: #"\n"#.utf8)
      case 0x0D: output.append(contentsOf: #"\r"#.utf8)
      case 0x09: output.append(contentsOf: #"\t"#.utf8)
      case 0..<0x20, 0x7F:
        let digits = String(byte, radix: 16)
        output.append(contentsOf: (#"\u00"# + (digits.count == 1 ? "0" : "") + digits).utf8)
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}
