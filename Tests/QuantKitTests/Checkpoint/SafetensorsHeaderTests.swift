//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// A handcrafted file.
struct BrokenFile: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let bytes: [UInt8]
  let code: CheckpointError.Code
  let tensorName: String?
  /// The message after the path, or a part of it.
  let message: String

  /// A file with a header and zeros as data.
  init(
    _ description: String,
    _ header: String,
    dataByteCount: Int = 8,
    code: CheckpointError.Code,
    tensor: String? = nil,
    _ message: String
  ) {
    self.init(
      description,
      bytes: Self.bytes(header: Array(header.utf8), dataByteCount: dataByteCount),
      code: code,
      tensor: tensor,
      message
    )
  }

  init(
    _ description: String,
    bytes: [UInt8],
    code: CheckpointError.Code,
    tensor: String? = nil,
    _ message: String
  ) {
    testDescription = description
    self.bytes = bytes
    self.code = code
    tensorName = tensor
    self.message = message
  }

  /// Length, header and zeros, with nothing checked.
  static func bytes(header: [UInt8], dataByteCount: Int) -> [UInt8] {
    var writer = ByteWriter()
    writer.append(UInt64(header.count))
    writer.append(header)
    writer.append([UInt8](repeating: 0, count: dataByteCount))
    return writer.bytes
  }

  /// One tensor's part of a header.
  static func entry(_ name: String, _ type: String, _ shape: String, _ offsets: String) -> String {
    #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}"#
  }
}

struct SafetensorsHeaderTests {
  private static let a = BrokenFile.entry("a", "F16", "[2]", "[0,4]")

  static let brokenFiles: [BrokenFile] = [
    // The length.
    BrokenFile("empty", bytes: [], code: .truncated, "it has 0 bytes, fewer than the 8"),
    BrokenFile("length cut", bytes: [2, 0, 0, 0, 0, 0, 0], code: .truncated, "it has 7 bytes"),
    BrokenFile(
      "header cut",
      bytes: [3, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8),
      code: .truncated,
      "ends inside its header: the header takes 11 bytes, the file has 10"
    ),
    BrokenFile(
      "length beyond the limit",
      bytes: [0x01, 0, 0, 0x01, 0, 0, 0, 0],
      code: .headerTooLarge,
      "its header takes 16777217 bytes, at most 16777216 are accepted"
    ),
    BrokenFile(
      "length at the limit",
      bytes: [0, 0, 0, 0x01, 0, 0, 0, 0],
      code: .truncated,
      "the header takes 16777224 bytes, the file has 8"
    ),
    BrokenFile(
      "largest length",
      bytes: [UInt8](repeating: 0xFF, count: 8),
      code: .headerTooLarge,
      "its header takes 18446744073709551615 bytes"
    ),
    BrokenFile(
      "Git LFS pointer",
      bytes: Array("version https://git-lfs.github.com/spec/v1\noid sha256:00\n".utf8),
      code: .headerTooLarge,
      "is a Git LFS pointer, not the weights; fetch them with 'git lfs pull'"
    ),
    // The text.
    BrokenFile("no header", "", code: .invalidHeader, "it does not begin with '{'"),
    BrokenFile("space first", " {}", code: .invalidHeader, "it does not begin with '{'"),
    BrokenFile("array", "[]", code: .invalidHeader, "it does not begin with '{'"),
    BrokenFile("not JSON", "{a}", code: .invalidHeader, "a key is missing at byte 1"),
    BrokenFile("text after", "{}x", code: .invalidHeader, "text after the value at byte 2"),
    BrokenFile("NUL padding", "{}\u{0}", code: .invalidHeader, "text after the value at byte 2"),
    BrokenFile(
      "not UTF-8",
      bytes: BrokenFile.bytes(
        header: Array("{\"".utf8) + [0xFF] + Array("\":0}".utf8),
        dataByteCount: 0
      ),
      code: .invalidHeader,
      "it is not UTF-8"
    ),
    BrokenFile(
      "deep nesting",
      "{\"a\":" + String(repeating: "[", count: 100_000),
      code: .invalidHeader,
      "nesting deeper than 128"
    ),
    BrokenFile(
      "metadata no object",
      #"{"__metadata__":[]}"#,
      code: .invalidHeader,
      "__metadata__ does not map strings to strings"
    ),
    BrokenFile(
      "metadata with a number",
      #"{"__metadata__":{"format":"pt","n":1}}"#,
      code: .invalidHeader,
      "__metadata__ does not map strings to strings"
    ),
    BrokenFile(
      "tensor listed twice",
      "{\(a),\(BrokenFile.entry("a", "F16", "[2]", "[4,8]"))}",
      code: .duplicateTensor,
      tensor: "a",
      "lists 'a' twice"
    ),
    BrokenFile(
      "tensor listed twice, once escaped",
      #"{\#(a),"\u0061":{}}"#,
      code: .duplicateTensor,
      tensor: "a",
      "lists 'a' twice"
    ),
    BrokenFile(
      "duplicate key in a tensor",
      #"{"a":{"dtype":"F16","dtype":"F32","shape":[],"data_offsets":[0,2]}}"#,
      code: .invalidHeader,
      "duplicate key 'dtype' at byte 20"
    ),
    // One tensor.
    BrokenFile(
      "tensor no object",
      #"{"a":7}"#,
      code: .invalidHeader,
      tensor: "a",
      "tensor 'a': an object is needed, found a number"
    ),
    BrokenFile(
      "no dtype",
      #"{"a":{"shape":[2],"data_offsets":[0,4]}}"#,
      code: .invalidHeader,
      tensor: "a",
      "tensor 'a': dtype is no string"
    ),
    BrokenFile(
      "unknown dtype",
      "{\(BrokenFile.entry("a", "F4", "[2]", "[0,1]"))}",
      code: .unknownElementType,
      tensor: "a",
      "has the unknown type 'F4'; known are F16, BF16, F32, F64, I8"
    ),
    BrokenFile(
      "dtype in lower case",
      "{\(BrokenFile.entry("a", "f16", "[2]", "[0,4]"))}",
      code: .unknownElementType,
      tensor: "a",
      "has the unknown type 'f16'"
    ),
    BrokenFile(
      "no shape",
      #"{"a":{"dtype":"F16","data_offsets":[0,4]}}"#,
      code: .invalidHeader,
      tensor: "a",
      "shape is no list of whole numbers"
    ),
    BrokenFile(
      "fractional extent",
      "{\(BrokenFile.entry("a", "F16", "[2.0]", "[0,4]"))}",
      code: .invalidHeader,
      tensor: "a",
      "shape is no list of whole numbers"
    ),
    BrokenFile(
      "extent beyond 64 bits",
      "{\(BrokenFile.entry("a", "F16", "[9223372036854775808]", "[0,4]"))}",
      code: .invalidHeader,
      tensor: "a",
      "shape is no list of whole numbers"
    ),
    BrokenFile(
      "negative extent",
      "{\(BrokenFile.entry("a", "F16", "[-1]", "[0,0]"))}",
      code: .invalidShape,
      tensor: "a",
      "an extent is negative"
    ),
    BrokenFile(
      "too many dimensions",
      "{\(BrokenFile.entry("a", "F16", "[1,1,1,1,1,1,1,1,1]", "[0,2]"))}",
      code: .invalidShape,
      tensor: "a",
      "9 dimensions, at most 8 are accepted"
    ),
    BrokenFile(
      "too many elements",
      "{\(BrokenFile.entry("a", "F16", "[4294967296,4294967296]", "[0,4]"))}",
      code: .invalidShape,
      tensor: "a",
      "too many elements"
    ),
    BrokenFile(
      "too many elements before a zero",
      "{\(BrokenFile.entry("a", "F16", "[4294967296,4294967296,0]", "[0,0]"))}",
      code: .invalidShape,
      tensor: "a",
      "too many elements"
    ),
    BrokenFile(
      "too many bytes",
      "{\(BrokenFile.entry("a", "F64", "[2305843009213693952]", "[0,8]"))}",
      code: .invalidShape,
      tensor: "a",
      "too many bytes"
    ),
    BrokenFile(
      "no offsets",
      #"{"a":{"dtype":"F16","shape":[2]}}"#,
      code: .invalidHeader,
      tensor: "a",
      "data_offsets are not two whole numbers"
    ),
    BrokenFile(
      "three offsets",
      "{\(BrokenFile.entry("a", "F16", "[2]", "[0,4,8]"))}",
      code: .invalidHeader,
      tensor: "a",
      "data_offsets are not two whole numbers"
    ),
    BrokenFile(
      "offset as text",
      "{\(BrokenFile.entry("a", "F16", "[2]", #"[0,"4"]"#))}",
      code: .invalidHeader,
      tensor: "a",
      "data_offsets are not two whole numbers"
    ),
    BrokenFile(
      "name too long",
      "{\(BrokenFile.entry(String(repeating: "n", count: 1_025), "F16", "[4]", "[0,8]"))}",
      code: .limitExceeded,
      tensor: String(repeating: "n", count: 1_025),
      "has 1025 bytes, at most 1024 are accepted"
    ),
    // The layout.
    BrokenFile(
      "negative offset",
      "{\(BrokenFile.entry("a", "F16", "[2]", "[-4,0]"))}",
      dataByteCount: 0,
      code: .invalidOffsets,
      tensor: "a",
      "has the offsets -4 to 0, which are no range within the 0 bytes of data"
    ),
    BrokenFile(
      "end before begin",
      "{\(a),\(BrokenFile.entry("b", "F16", "[2]", "[8,4]"))}",
      code: .invalidOffsets,
      tensor: "b",
      "has the offsets 8 to 4"
    ),
    BrokenFile(
      "begin past the data",
      "{\(a),\(BrokenFile.entry("b", "F16", "[2]", "[12,16]"))}",
      code: .invalidOffsets,
      tensor: "b",
      "has the offsets 12 to 16, which are no range within the 8 bytes of data"
    ),
    BrokenFile(
      "largest offsets",
      "{\(BrokenFile.entry("a", "F16", "[2]", "[9223372036854775803,9223372036854775807]"))}",
      code: .invalidOffsets,
      tensor: "a",
      "which are no range"
    ),
    BrokenFile(
      "overlap",
      "{\(a),\(BrokenFile.entry("b", "F16", "[3]", "[2,8]"))}",
      code: .overlap,
      tensor: "b",
      "begins at offset 2, inside the tensor before it, which ends at 4"
    ),
    BrokenFile(
      "same bytes twice",
      "{\(BrokenFile.entry("b", "F16", "[4]", "[0,8]")),\(BrokenFile.entry("c", "F16", "[4]", "[0,8]"))}",
      code: .overlap,
      tensor: "c",
      "begins at offset 0"
    ),
    BrokenFile(
      "tensor without bytes inside another",
      "{\(BrokenFile.entry("a", "F16", "[4]", "[0,8]")),\(BrokenFile.entry("b", "F16", "[0]", "[4,4]"))}",
      code: .overlap,
      tensor: "b",
      "begins at offset 4"
    ),
    BrokenFile(
      "hole at the start",
      "{\(BrokenFile.entry("a", "F16", "[2]", "[4,8]"))}",
      code: .uncoveredBytes,
      tensor: "a",
      "has 4 bytes that belong to no tensor, at offset 0 before the tensor 'a'"
    ),
    BrokenFile(
      "hole between tensors",
      "{\(BrokenFile.entry("b", "F16", "[1]", "[6,8]")),\(a)}",
      code: .uncoveredBytes,
      tensor: "b",
      "has 2 bytes that belong to no tensor, at offset 4"
    ),
    BrokenFile(
      "bytes after the last tensor",
      "{\(a)}",
      dataByteCount: 5,
      code: .uncoveredBytes,
      "has bytes after its last tensor: 4 bytes of data expected, 5 found"
    ),
    BrokenFile(
      "bytes without a tensor",
      "{}",
      dataByteCount: 1,
      code: .uncoveredBytes,
      "0 bytes of data expected, 1 found"
    ),
    BrokenFile(
      "span too long",
      "{\(BrokenFile.entry("a", "F16", "[2]", "[0,8]"))}",
      code: .sizeMismatch,
      tensor: "a",
      "has 8 bytes, but F16 [2] needs 4"
    ),
    BrokenFile(
      "span too short",
      "{\(BrokenFile.entry("a", "F32", "[2,2]", "[0,8]"))}",
      code: .sizeMismatch,
      tensor: "a",
      "has 8 bytes, but F32 [2, 2] needs 16"
    ),
    BrokenFile(
      "data cut",
      "{\(BrokenFile.entry("b", "F16", "[4]", "[4,12]")),\(a)}",
      dataByteCount: 11,
      code: .truncated,
      tensor: "b",
      "its header announces 12 bytes of data, 11 are there, and the tensor 'b' is the first"
    ),
    BrokenFile(
      "data missing",
      "{\(a)}",
      dataByteCount: 0,
      code: .truncated,
      tensor: "a",
      "0 are there"
    ),
  ]

  @Test(arguments: brokenFiles)
  func refuses(file: BrokenFile) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(file.bytes, to: "model.safetensors")
    let error = try #require(throws: CheckpointError.self) { try SafetensorsFile(path: path) }
    #expect(error.code == file.code)
    #expect(error.path == path)
    #expect(error.tensorName == file.tensorName)
    #expect(error.message.contains("'\(path)'"))
    #expect(error.message.contains(file.message), "\(error.message)")
  }

  @Test
  func limitsTheNumberOfTensors() throws {
    let entries = (0...SafetensorsHeader.tensorLimit).map { #""\#($0)":0"# }
    let error = try #require(throws: CheckpointError.self) {
      try SafetensorsHeader(
        parsing: Array("{\(entries.joined(separator: ","))}".utf8),
        fileByteCount: 1 << 40,
        path: "x"
      )
    }
    #expect(error.code == .limitExceeded)
    #expect(
      error.message == "'x' names more than 131072 tensors, which is the most that is accepted"
    )
  }

  // MARK: What is accepted

  private static func header(_ text: String, dataByteCount: Int) throws -> SafetensorsHeader {
    try SafetensorsHeader(
      parsing: Array(text.utf8),
      fileByteCount: 8 + text.utf8.count + dataByteCount,
      path: "x"
    )
  }

  @Test
  func ordersTensorsByTheirBytes() throws {
    let text =
      "{" + BrokenFile.entry("late", "F32", "[1,2]", "[6,14]") + ","
      + BrokenFile.entry("none", "I64", "[3,0]", "[6,6]") + ","
      + #""__metadata__":{"format":"pt"},"#
      + BrokenFile.entry("early", "BOOL", "[6]", "[0,6]") + ","
      + BrokenFile.entry("scalar", "U8", "[]", "[14,15]") + ","
      + BrokenFile.entry("nothing", "F16", "[0]", "[0,0]") + "}   "
    let header = try Self.header(text, dataByteCount: 15)
    #expect(header.entries.map(\.info.name) == ["nothing", "early", "none", "late", "scalar"])
    let start = 8 + text.utf8.count
    #expect(header.entries.map(\.range.lowerBound) == [0, 0, 6, 6, 14].map { start + $0 })
    #expect(header.entries.map(\.range.count) == [0, 6, 0, 8, 1])
    #expect(header.entries[3].info.shape.dimensions == [1, 2])
    #expect(header.entries[4].info.shape.dimensions == [])
  }

  @Test(arguments: ElementType.allCases)
  func knowsEveryElementType(type: ElementType) throws {
    let text = "{" + BrokenFile.entry("a", type.rawValue, "[3]", "[0,\(3 * type.byteCount)]") + "}"
    let header = try Self.header(text, dataByteCount: 3 * type.byteCount)
    #expect(header.entries.first?.info.elementType == type)
  }

  @Test
  func acceptsNamesThatOnlyLookEqual() throws {
    let text =
      "{" + BrokenFile.entry("\u{E9}", "U8", "[1]", "[0,1]") + ","
      + BrokenFile.entry("e\u{301}", "U8", "[1]", "[1,2]") + ","
      + BrokenFile.entry("", "U8", "[1]", "[2,3]") + "}"
    #expect(try Self.header(text, dataByteCount: 3).entries.count == 3)
  }

  @Test
  func acceptsAFileWithoutTensors() throws {
    #expect(try Self.header("{}", dataByteCount: 0).entries.isEmpty)
    #expect(try Self.header(#"{"__metadata__":{}}"#, dataByteCount: 0).entries.isEmpty)
  }
}
