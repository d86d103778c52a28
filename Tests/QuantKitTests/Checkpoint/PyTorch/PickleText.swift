//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

@testable import QuantKit

/// Pickles put together by hand, instruction by instruction, sound or hostile.
enum PickleText {
  static let none = Array("N".utf8)
  static let `false`: [UInt8] = [0x89]
  static let mark = Array("(".utf8)
  static let tupleToMark = Array("t".utf8)
  static let call = Array("R".utf8)
  static let persistent = Array("Q".utf8)
  static let emptyDictionary = Array("}".utf8)
  static let emptyTuple = Array(")".utf8)
  static let setItems = Array("u".utf8)

  /// A pickle of protocol 2.
  static func program(_ parts: [UInt8]...) -> [UInt8] {
    [0x80, 2] + parts.joined() + Array(".".utf8)
  }

  static func global(_ module: String, _ name: String) -> [UInt8] {
    Array("c\(module)\n\(name)\n".utf8)
  }

  static func text(_ text: String) -> [UInt8] {
    Array("X".utf8) + littleEndian(UInt32(text.utf8.count)) + Array(text.utf8)
  }

  static func integer(_ integer: Int) -> [UInt8] {
    [0x8A, 8] + littleEndian(UInt64(bitPattern: Int64(integer)))
  }

  static func tuple(_ elements: [[UInt8]]) -> [UInt8] {
    mark + elements.joined() + tupleToMark
  }

  static func integers(_ integers: [Int]) -> [UInt8] { tuple(integers.map(integer)) }

  static func storage(_ type: String, key: String = "0", count: Int) -> [UInt8] {
    tuple([text("storage"), global("torch", type), text(key), text("cpu"), integer(count)])
      + persistent
  }

  static func tensor(
    _ storage: [UInt8],
    offset: Int = 0,
    shape: [Int],
    strides: [Int],
    remarks: [UInt8]? = nil
  ) -> [UInt8] {
    let arguments = [
      storage, integer(offset), integers(shape), integers(strides), `false`, emptyDictionary,
    ]
    return global("torch._utils", "_rebuild_tensor_v2")
      + tuple(arguments + (remarks.map { [$0] } ?? [])) + call
  }

  static func dictionary(_ items: KeyValuePairs<String, [UInt8]>) -> [UInt8] {
    emptyDictionary + mark + items.flatMap { text($0.key) + $0.value } + setItems
  }

  /// A state dict with one tensor `w`, U8 [4], in storage `0`.
  static let oneTensor = dictionary([
    "w": tensor(storage("ByteStorage", count: 4), shape: [4], strides: [1])
  ])

  static func littleEndian<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    (0..<T.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}

/// A zip archive put together by hand, sound or hostile.
struct ZipText {
  struct Entry {
    var name: String
    var content: [UInt8]
    var method: UInt16 = 0
    var flags: UInt16 = 0
    var isLarge = false
    /// What the directory says, where that is not the truth.
    var claimedOffset: UInt32?
    var claimedByteCount: UInt32?
    var claimedContentByteCount: UInt32?
    /// What the directory's zip64 field holds, where that is not the truth.
    var largeFields: [UInt64]?
    var nameInHeader: String?
  }

  var entries: [Entry]
  /// Whether there are zip64 records at the end.
  var isLarge = false
  var comment: [UInt8] = []
  var claimedEntryCount: UInt64?
  var claimedDirectoryByteCount: UInt32?

  /// The archive that `torch.save` makes of a pickle and storages.
  init(pickle: [UInt8], storages: KeyValuePairs<String, [UInt8]> = ["0": [1, 2, 3, 4]]) {
    entries =
      [Entry(name: "x/data.pkl", content: pickle)]
      + storages.map { Entry(name: "x/data/\($0.key)", content: $0.value) }
  }

  var bytes: [UInt8] {
    func number<T: FixedWidthInteger>(_ value: T) -> [UInt8] { PickleText.littleEndian(value) }
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let offset = UInt32(bytes.count)
      let size = UInt32(entry.content.count)
      let headerName = Array((entry.nameInHeader ?? entry.name).utf8)
      bytes += number(0x0403_4B50 as UInt32) + number(20 as UInt16) + number(entry.flags)
      bytes += number(entry.method) + number(0 as UInt64) + number(size) + number(size)
      bytes += number(UInt16(headerName.count)) + number(0 as UInt16) + headerName + entry.content
      let fields =
        entry.largeFields
        ?? (entry.isLarge ? [UInt64(size), UInt64(size), UInt64(offset)] : [])
      let extra =
        fields.isEmpty
        ? []
        : number(1 as UInt16) + number(UInt16(fields.count * 8)) + fields.flatMap { number($0) }
      directory += number(0x0201_4B50 as UInt32) + number(0 as UInt32) + number(entry.flags)
      directory += number(entry.method) + number(0 as UInt64)
      directory += number(entry.isLarge ? .max : entry.claimedByteCount ?? size)
      directory += number(
        entry.isLarge ? .max : entry.claimedContentByteCount ?? entry.claimedByteCount ?? size
      )
      directory += number(UInt16(entry.name.utf8.count)) + number(UInt16(extra.count))
      directory += number(0 as UInt64) + number(0 as UInt16)
      directory += number(entry.isLarge ? .max : entry.claimedOffset ?? offset)
      directory += Array(entry.name.utf8) + extra
    }
    let directoryOffset = bytes.count
    bytes += directory
    let count = claimedEntryCount ?? UInt64(entries.count)
    if isLarge {
      let record = UInt64(bytes.count)
      bytes += number(0x0606_4B50 as UInt32) + number(44 as UInt64) + number(0 as UInt32)
      bytes += number(0 as UInt64) + number(count) + number(count)
      bytes += number(UInt64(directory.count)) + number(UInt64(directoryOffset))
      bytes += number(0x0706_4B50 as UInt32) + number(0 as UInt32) + number(record)
      bytes += number(1 as UInt32)
    }
    let shortCount = isLarge && claimedEntryCount == nil ? UInt16.max : UInt16(entries.count)
    bytes += number(0x0605_4B50 as UInt32) + number(0 as UInt32) + number(shortCount)
    bytes += number(shortCount)
    bytes += number(isLarge ? .max : claimedDirectoryByteCount ?? UInt32(directory.count))
    bytes += number(isLarge ? .max : UInt32(directoryOffset))
    bytes += number(UInt16(comment.count)) + comment
    return bytes
  }
}
