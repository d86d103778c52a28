//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension PickleDocument {
  /// Reads a pickle that begins with the first byte; bytes after its end are left alone.
  ///
  /// The instructions are those that `torch.save` writes with the protocols 2 to 5, a short list. Refused
  /// are all others: those of protocols 0 and 1, registered extensions, sets, objects made from a state.
  ///
  /// - Throws: `PickleFault` for the first instruction at fault.
  /// - Complexity: O(bytes), and no recursion.
  init(parsing bytes: [UInt8]) throws(PickleFault) {
    var parser = PickleParser(bytes)
    self = try parser.parse()
  }
}

/// Decodes instructions and has the machine carry them out.
private struct PickleParser {
  private var reader: ByteReader
  private var machine = PickleMachine()

  init(_ bytes: [UInt8]) { reader = ByteReader(bytes) }

  mutating func parse() throws(PickleFault) -> PickleDocument {
    while true {
      machine.instructionOffset = reader.offset
      let code = try integer(UInt8.self)
      guard let instruction = Instruction(rawValue: code) else {
        throw machine.fault(.unsupportedInstruction, Instruction.refusal(of: code))
      }
      if instruction == .stop { return try machine.finish(byteCount: reader.offset) }
      try execute(instruction)
    }
  }

  private mutating func execute(_ instruction: Instruction) throws(PickleFault) {
    switch instruction {
    case .stop: break
    case .protocol:
      let version = try integer(UInt8.self)
      guard (2...5).contains(version) else {
        throw machine.fault(.malformed, "its protocol is \(version), 2 to 5 are read")
      }
    case .frame:
      let byteCount = try integer(UInt64.self)
      guard byteCount <= UInt64(reader.remainingByteCount) else { throw shortage(of: byteCount) }

    case .none: try machine.push(.none)
    case .true: try machine.push(.boolean(true))
    case .false: try machine.push(.boolean(false))
    case .integer1: try machine.push(.integer(Int(integer(UInt8.self))))
    case .integer2: try machine.push(.integer(Int(integer(UInt16.self))))
    case .integer4:
      try machine.push(.integer(Int(Int32(bitPattern: integer(UInt32.self)))))
    case .long1: try pushLong(byteCount: Int(integer(UInt8.self)))
    case .long4: try pushLong(byteCount: Int(integer(UInt32.self)))
    case .number:
      // The one number that is stored with its most significant byte first.
      try machine.push(.number(Double(bitPattern: integer(UInt64.self).byteSwapped)))
    case .text1, .string1: try pushText(byteCount: UInt64(integer(UInt8.self)))
    case .text4, .string4: try pushText(byteCount: UInt64(integer(UInt32.self)))
    case .text8: try pushText(byteCount: integer(UInt64.self))
    case .bytes1: try pushBytes(byteCount: UInt64(integer(UInt8.self)))
    case .bytes4: try pushBytes(byteCount: UInt64(integer(UInt32.self)))

    case .mark: try machine.mark()
    case .emptyTuple: try machine.push(.tuple([]))
    case .tuple: try pushTuple(machine.popToMark())
    case .tuple1: try pushTuple(machine.pop(count: 1))
    case .tuple2: try pushTuple(machine.pop(count: 2))
    case .tuple3: try pushTuple(machine.pop(count: 3))
    case .emptyList: try machine.push(.list([]))
    case .append: try machine.add([machine.pop()], to: machine.top())
    case .appends: try machine.add(machine.popToMark(), to: machine.top())
    case .emptyDictionary: try machine.push(.dictionary([]))
    case .setItem: try machine.setItems(machine.pop(count: 2), on: machine.top())
    case .setItems: try machine.setItems(machine.popToMark(), on: machine.top())
    case .pop: _ = try machine.pop()

    case .put1: try machine.memoize(UInt32(integer(UInt8.self)))
    case .put4: try machine.memoize(integer(UInt32.self))
    case .memoize: try machine.memoize(nil)
    case .get1: try machine.recall(UInt32(integer(UInt8.self)))
    case .get4: try machine.recall(integer(UInt32.self))

    case .global: try machine.pushGlobal(module: line(), name: line())
    case .stackGlobal:
      let names = try machine.pop(count: 2)
      guard let module = machine.text(names[0]), let name = machine.text(names[1]) else {
        throw machine.fault(.malformed, "it asks for a name that is no text")
      }
      try machine.pushGlobal(module: module, name: name)
    case .call, .newObject: try machine.call()
    case .build:
      // The state would become attributes, such as the versions of a state dict's modules.
      _ = try machine.pop()
      _ = try machine.top()
    case .persistent:
      let description = try machine.pop()
      try machine.push(.persistent(description), holding: [description])
    }
  }

  // MARK: Operands

  private mutating func pushTuple(_ elements: [PickleDocument.Reference]) throws(PickleFault) {
    try machine.push(.tuple(elements), holding: elements)
  }

  private mutating func pushLong(byteCount: Int) throws(PickleFault) {
    guard byteCount <= PickleDocument.integerByteLimit else {
      throw machine.fault(
        .limitExceeded,
        "an integer has \(byteCount) bytes, at most \(PickleDocument.integerByteLimit) are accepted"
      )
    }
    let bytes = Array(try take(UInt64(byteCount)))
    guard byteCount <= 8 else { return try machine.push(.wideInteger(bytes)) }
    let isNegative = (bytes.last ?? 0) >= 0x80
    let bits = bytes.reversed().reduce(isNegative ? ~0 : 0) { $0 << 8 | Int($1) }
    try machine.push(.integer(bits))
  }

  private mutating func pushText(byteCount: UInt64) throws(PickleFault) {
    guard let text = String(validating: try take(byteCount), as: UTF8.self) else {
      throw machine.fault(.malformed, "a text is not UTF-8")
    }
    try machine.push(.text(text))
  }

  private mutating func pushBytes(byteCount: UInt64) throws(PickleFault) {
    _ = try take(byteCount)
    try machine.push(.bytes)
  }

  private func shortage(of byteCount: UInt64) -> PickleFault {
    machine.fault(
      .truncated,
      "\(byteCount) bytes are needed, \(reader.remainingByteCount) are left"
    )
  }

  private mutating func take(_ byteCount: UInt64) throws(PickleFault) -> ArraySlice<UInt8> {
    guard byteCount <= UInt64(reader.remainingByteCount),
      let bytes = try? reader.read(byteCount: Int(byteCount))
    else { throw shortage(of: byteCount) }
    return bytes
  }

  private mutating func integer<T: FixedWidthInteger & UnsignedInteger>(
    _ type: T.Type
  ) throws(PickleFault) -> T {
    guard let integer = try? reader.readInteger(type) else {
      throw shortage(of: UInt64(T.bitWidth / 8))
    }
    return integer
  }

  /// The bytes up to the next line break, which is passed over.
  private mutating func line() throws(PickleFault) -> String {
    var bytes: [UInt8] = []
    while true {
      let byte = try integer(UInt8.self)
      if byte == UInt8(ascii: "\n") { break }
      guard bytes.count < PickleDocument.globalByteLimit else {
        throw machine.fault(
          .limitExceeded,
          "it asks for a name of more than \(PickleDocument.globalByteLimit) bytes"
        )
      }
      bytes.append(byte)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw machine.fault(.malformed, "it asks for a name that is not UTF-8")
    }
    return text
  }
}

/// The instructions that are read.
private enum Instruction: UInt8 {
  case mark = 0x28  // (
  case emptyTuple = 0x29  // )
  case stop = 0x2E  // .
  case pop = 0x30  // 0
  case bytes4 = 0x42  // B
  case bytes1 = 0x43  // C
  case number = 0x47  // G
  case integer4 = 0x4A  // J
  case integer1 = 0x4B  // K
  case integer2 = 0x4D  // M
  case none = 0x4E  // N
  case persistent = 0x51  // Q
  case call = 0x52  // R
  case string4 = 0x54  // T
  case string1 = 0x55  // U
  case text4 = 0x58  // X
  case emptyList = 0x5D  // ]
  case append = 0x61  // a
  case build = 0x62  // b
  case global = 0x63  // c
  case appends = 0x65  // e
  case get1 = 0x68  // h
  case get4 = 0x6A  // j
  case put1 = 0x71  // q
  case put4 = 0x72  // r
  case setItem = 0x73  // s
  case tuple = 0x74  // t
  case setItems = 0x75  // u
  case emptyDictionary = 0x7D  // }
  case `protocol` = 0x80
  case newObject = 0x81
  case tuple1 = 0x85
  case tuple2 = 0x86
  case tuple3 = 0x87
  case `true` = 0x88
  case `false` = 0x89
  case long1 = 0x8A
  case long4 = 0x8B
  case text1 = 0x8C
  case text8 = 0x8D
  case stackGlobal = 0x93
  case memoize = 0x94
  case frame = 0x95

  /// Why a code that is none of these is refused.
  static func refusal(of code: UInt8) -> String {
    switch code {
    case 0x82, 0x83, 0x84:
      return "it asks for a registered extension, which could be any function"
    case 0x69, 0x6F, 0x92: return "it makes an object of a class by an instruction that is not read"
    default:
      let digits = String(code, radix: 16, uppercase: true)
      return "the instruction 0x\(digits.count < 2 ? "0" : "")\(digits) is not read"
    }
  }
}
