//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// A cursor over the fields of one message in Protocol Buffers' wire format.
///
/// Lengths are checked against the message that holds the field, so a field cannot reach beyond it.
struct ProtobufReader {
  /// Why the bytes are no message, and where.
  struct Failure: Error {
    /// What is wrong, as the end of a sentence.
    let problem: String
    /// Where, in bytes from the start of the file.
    let offset: Int
  }

  /// The content of a field.
  enum Value {
    case integer(UInt64)
    case fixed32(UInt32)
    case fixed64(UInt64)
    case bytes(ArraySlice<UInt8>)
  }

  private let bytes: [UInt8]
  private var position: Int
  private let end: Int

  /// A reader for the message that fills the whole file.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = 0
    end = bytes.count
  }

  /// A reader for the message in a field; offsets in errors still count from the start of the file.
  init(_ message: ArraySlice<UInt8>, of file: [UInt8]) {
    bytes = file
    position = message.startIndex
    end = message.endIndex
  }

  /// The next field, or nil at the end of the message.
  mutating func next() throws(Failure) -> (number: Int, value: Value, offset: Int)? {
    guard position < end else { return nil }
    let offset = position
    let tag = try readInteger()
    guard let number = Int(exactly: tag >> 3), (1..<1 << 29).contains(number) else {
      throw Failure(problem: "a field has an impossible number", offset: offset)
    }
    switch tag & 7 {
    case 0: return (number, .integer(try readInteger()), offset)
    case 1: return (number, .fixed64(try readFixed(byteCount: 8)), offset)
    case 2: return (number, .bytes(try readBytes()), offset)
    case 5: return (number, .fixed32(UInt32(try readFixed(byteCount: 4))), offset)
    default: throw Failure(problem: "field \(number) has an unknown wire type", offset: offset)
    }
  }

  private mutating func readInteger() throws(Failure) -> UInt64 {
    let start = position
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), through: 63, by: 7) {
      guard position < end else { break }
      let byte = bytes[position]
      position += 1
      guard shift < 63 || byte <= 1 else { break }
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
    }
    throw Failure(problem: "an integer is cut off or too long", offset: start)
  }

  private mutating func readFixed(byteCount: Int) throws(Failure) -> UInt64 {
    guard end - position >= byteCount else {
      throw Failure(problem: "a number is cut off", offset: position)
    }
    let raw = bytes[position..<position + byteCount]
    position += byteCount
    return raw.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private mutating func readBytes() throws(Failure) -> ArraySlice<UInt8> {
    let start = position
    let length = try readInteger()
    guard length <= UInt64(end - position) else {
      throw Failure(
        problem: "a field claims \(length) bytes, \(end - position) are left",
        offset: start
      )
    }
    defer { position += Int(length) }
    return bytes[position..<position + Int(length)]
  }
}
