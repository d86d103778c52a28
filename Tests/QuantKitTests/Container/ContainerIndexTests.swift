//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// The checks of Formats.md 1.10 that look into the index, by their numbers.
struct ContainerIndexTests {
  /// A change to the index and what the error must say.
  struct Change: Sendable, CustomTestStringConvertible {
    let check: Int
    let path: [JSONStep]
    let value: JSON?
    let problem: String
    var tensor: String?

    var testDescription: String { "check \(check): \(path) = \(value.debugDescription)" }

    init(
      _ check: Int,
      _ path: [JSONStep],
      _ value: JSON?,
      _ problem: String,
      tensor: String? = nil
    ) {
      self.check = check
      self.path = path
      self.value = value
      self.problem = problem
      self.tensor = tensor
    }
  }

  let folder: TemporaryFolder
  let forged: ForgedContainer

  init() throws {
    folder = try TemporaryFolder()
    forged = try ForgedContainer(ExampleContainer.bytes(in: folder))
  }

  private func open(_ forged: ForgedContainer) throws -> QuantizedFile {
    try QuantizedFile(path: folder.write(forged.bytes(), to: "changed.qkit"))
  }

  private func expectRefusal(_ change: Change) throws {
    var forged = forged
    try forged.set(change.path, to: change.value)
    let error = try #require(throws: ContainerError.self) { try open(forged) }
    #expect(error.code == .malformed)
    #expect(error.message.contains(change.problem), "\(error.message)")
    #expect(error.tensor == change.tensor)
    #expect(error.offset != nil)
  }

  // MARK: 10 and 11, the text

  @Test(arguments: [
    ("", "content"), ("{", "a key is missing"), ("[]", "an object with 'format'"),
    ("{\"format\":\"qkit\"", "unexpected end"),
    (#"{"format":"qkit","format":"qkit"}"#, "duplicate"),
    ("{\"format\":\"\u{1}\"}", "control character"), (#"{"a":"\ud800"}"#, "surrogate"),
    (String(repeating: "[", count: 129), "nesting deeper than 128"),
    ("{\"a\":1e999}", "out of range"),
  ])
  func check10IndexIsNotJSON(text: String, problem: String) throws {
    var forged = forged
    forged.index = Array(text.utf8)
    if text.isEmpty { forged.index = [0x20] }
    let error = try #require(throws: ContainerError.self) { try open(forged) }
    #expect(error.code == .malformed)
    #expect(error.message.contains("the index"))
    if !text.isEmpty { #expect(error.message.contains(problem), "\(error.message)") }
  }

  @Test func check10IndexIsNotUTF8() throws {
    var forged = forged
    let position = try #require(forged.index.firstIndex(of: UInt8(ascii: "k")))
    forged.index[position] = 0xFF
    let error = try #require(throws: ContainerError.self) { try open(forged) }
    #expect(error.message.contains("UTF-8"))
  }

  @Test(arguments: [
    Change(10, ["format"], "gguf", "'format' is not 'qkit'"),
    Change(10, ["format"], 1, "'format' must be a string"),
    Change(10, ["format"], nil, "'format' is missing"),
    Change(10, ["version"], 2, "'version' is 2"),
    Change(10, ["version"], nil, "'version' is missing"),
    Change(11, ["requires"], 1, "'requires' must be an array"),
    Change(11, ["requires"], [1], "'requires' must be a string"),
  ])
  func check10And11(change: Change) throws { try expectRefusal(change) }

  @Test func check11UnknownFeatureIsNamed() throws {
    var forged = forged
    try forged.set("requires", to: ["volumes"])
    let error = try #require(throws: ContainerError.self) { try open(forged) }
    #expect(error.code == .unsupportedFeature)
    #expect(error.message.contains("'volumes'"))
    try forged.set("requires", to: [])
    _ = try open(forged)
  }

  // MARK: 12, members

  @Test(arguments: [
    Change(12, ["tool"], nil, "'tool' is missing"),
    Change(12, ["tool"], "x", "an object with 'name' expected"),
    Change(12, ["tool", "name"], "", "'name' is empty"),
    Change(12, ["tool", "version"], "a\u{1B}b", "not allowed"),
    Change(12, ["recipe", "name"], nil, "'name' is missing"),
    Change(12, ["recipe", "bits"], 0, "'bits' is 0"),
    Change(12, ["recipe", "bits"], 33, "'bits' is 33"),
    Change(12, ["compression", "name"], nil, "'name' is missing"),
    Change(12, ["compression", "level"], 1_000_001, "'level' is 1000001"),
    Change(12, ["compression", "level"], .number(1.5), "whole number"),
    Change(12, ["model", "architectures"], nil, "'architectures' is missing"),
    Change(
      12,
      ["model", "architectures"],
      .array(Array(repeating: "a", count: 65)),
      "65 elements"
    ),
    Change(12, ["model", "model_type"], 1, "'model_type' must be a string"),
    Change(12, ["side_files"], nil, "'side_files' is missing"),
    Change(12, ["side_files"], .object([]), "'side_files' must be an array"),
    Change(12, ["side_files", 0, "name"], "../config.json", "side file 0: 'name' is empty"),
    Change(12, ["side_files", 0, "name"], "a\\b", "not allowed"),
    Change(12, ["side_files", 0, "name"], .string(String(repeating: "n", count: 256)), "too long"),
    Change(12, ["side_files", 0, "size"], -1, "'size' is -1"),
    Change(12, ["side_files", 0, "size"], 67_108_865, "'size' is 67108865"),
    Change(12, ["side_files", 0, "frames"], nil, "side file 'config.json': 'frames' is missing"),
    Change(12, ["tensors"], nil, "'tensors' is missing"),
    Change(12, ["tensors", 0], 1, "tensor 0: an object with 'name' expected"),
    Change(12, ["tensors", 0, "name"], "", "tensor 0: 'name' is empty"),
    Change(12, ["tensors", 0, "name"], .string(String(repeating: "n", count: 1025)), "too long"),
  ])
  func check12MembersOfTheIndex(change: Change) throws { try expectRefusal(change) }

  @Test(arguments: [
    Change(12, ["provenance"], 1, "provenance: an object with 'sources' expected"),
    Change(12, ["provenance"], .object([]), "provenance: 'sources' is missing"),
    Change(12, ["provenance", "sources"], "x", "'sources' must be an array"),
    Change(
      12,
      ["provenance", "sources"],
      .array(Array(repeating: 0, count: 2049)),
      "2049 elements"
    ),
    Change(12, ["provenance", "sources", 0], 1, "source 0: an object with 'name' expected"),
    Change(12, ["provenance", "sources", 0, "name"], "a/b", "source 0: 'name' is empty"),
    Change(12, ["provenance", "sources", 0, "name"], "config.json", "is listed twice"),
    Change(12, ["provenance", "sources", 0, "size"], -1, "'size' is -1"),
    Change(12, ["provenance", "sources", 0, "sha256"], nil, "'sha256' is missing"),
    Change(12, ["provenance", "sources", 0, "sha256"], "00", "64 lower-case hexadecimal"),
    Change(
      12,
      ["provenance", "sources", 0, "sha256"],
      .string(String(repeating: "A", count: 64)),
      "64 lower-case hexadecimal"
    ),
  ])
  func check12Provenance(change: Change) throws {
    var forged = forged
    try forged.set("provenance", to: Self.provenance)
    let sources = try open(forged).index.metadata.sources
    #expect(sources.map(\.name) == ["model.safetensors", "config.json"])
    #expect(sources.map(\.byteCount) == [9, 25])
    #expect(sources.map(\.hash.description) == Self.hashes)
    try forged.set(change.path, to: change.value)
    let error = try #require(throws: ContainerError.self) { try open(forged) }
    #expect(error.code == .malformed)
    #expect(error.message.contains(change.problem), "\(error.message)")
  }

  private static let hashes = [
    String(repeating: "0f", count: 32), String(repeating: "a", count: 64),
  ]
  private static let provenance: JSON = [
    "sources": [
      ["name": "model.safetensors", "size": 9, "sha256": .string(hashes[0])],
      ["name": "config.json", "size": 25, "sha256": .string(hashes[1])],
    ]
  ]

  static let int8 = ExampleContainer.int8Name
  static let int4 = ExampleContainer.int4Name
  static let raw = ExampleContainer.rawName

  @Test(arguments: [
    Change(12, ["type"], nil, "'type' is missing"),
    Change(12, ["type"], "F12", "its type 'F12' is unknown"),
    Change(12, ["type"], "F 16", "'type' is empty, too long or not allowed"),
    Change(12, ["shape"], nil, "'shape' is missing"),
    Change(12, ["shape"], [2, -4], "'shape' is -4"),
    Change(12, ["shape"], [.number(2.5), 4], "whole number"),
    Change(12, ["shape"], [1, 1, 1, 1, 1, 1, 1, 2, 4], "9 elements"),
    Change(12, ["shape"], [4_294_967_296, 4_294_967_296], "too many elements"),
    Change(12, ["shape"], [9_007_199_254_740_992, 1], "outside 0 to 9007199254740991"),
    Change(12, ["scheme"], nil, "'scheme' is missing"),
    Change(12, ["scheme"], "int8-row", "an object with 'name' expected"),
    Change(12, ["scheme", "name"], "int8 row", "not allowed"),
    Change(12, ["scheme", "name"], .string(String(repeating: "s", count: 65)), "too long"),
    Change(12, ["scheme", "rounding"], 5, "'rounding' must be a string"),
    Change(12, ["scheme", "step"], "wide", "'step' must be a number"),
    Change(12, ["scheme", "step"], 0, "'step' is 0.0, a number from"),
    Change(12, ["scheme", "step"], .number(1e300), "a number from"),
    Change(12, ["parts"], nil, "'parts' is missing"),
    Change(12, ["parts"], .array(Array(repeating: [], count: 17)), "17 elements"),
    Change(12, ["parts", 0, "name"], 5, "part 0: 'name' must be a string"),
    Change(12, ["parts", 0, "type"], nil, "codes: 'type' is missing"),
    Change(12, ["parts", 0, "shape"], nil, "codes: 'shape' is missing"),
    Change(12, ["parts", 0, "block_size"], 0, "codes: 'block_size' is 0"),
    Change(12, ["parts", 0, "block_size"], 67_108_865, "'block_size' is 67108865"),
    Change(12, ["parts", 0, "frames", 0], .object([]), "frame 0: a frame must be an array"),
    Change(12, ["parts", 0, "frames", 0], [70, 21, 8], "frame 0: a frame must be an array"),
    Change(12, ["parts", 0, "frames", 0, 0], -1, "'offset' is -1"),
    Change(12, ["parts", 0, "frames", 0, 0], .number(1e300), "whole number"),
    Change(12, ["parts", 0, "frames", 0, 1], 0, "'stored size' is 0"),
    Change(12, ["parts", 0, "frames", 0, 1], 137, "'stored size' is 137, outside 1 to 136"),
    Change(12, ["parts", 0, "frames", 0, 2], 0, "'content size' is 0"),
    Change(12, ["parts", 0, "frames", 0, 2], 67_108_865, "'content size' is 67108865"),
    Change(12, ["parts", 0, "frames", 0, 2], "8", "whole number"),
    Change(12, ["parts", 0, "frames", 0, 3], "EF30836891D14094", "16 lower-case hexadecimal"),
    Change(12, ["parts", 0, "frames", 0, 3], 1, "16 lower-case hexadecimal"),
    Change(13, ["parts", 1, "name"], "codes", "codes: it is listed twice"),
    Change(15, ["parts", 0, "block_size"], 4, "frame 0 holds 8 bytes, a block has 4"),
    Change(15, ["parts", 0, "shape"], [2, 5], "not the size of I8 [2, 5]"),
    Change(15, ["parts", 0, "type"], "U16", "not the size of U16 [2, 4]"),
    Change(15, ["parts", 0, "frames"], [], "frames hold 0 bytes"),
    Change(16, ["shape"], [4, 2], "codes: I8 [4, 2] expected, I8 [2, 4] found"),
    Change(16, ["shape"], [8], "cannot be stored with the scheme 'int8-row'"),
    Change(16, ["shape"], [16_777_217, 1], "cannot be stored with the scheme"),
    Change(16, ["type"], "I8", "cannot be stored with the scheme 'int8-row'"),
    Change(16, ["scheme", "name"], "int4-row", "codes: I32 [2, 1] expected, I8 [2, 4] found"),
    Change(16, ["scheme", "name"], "raw", "the scheme 'raw' has the parts [\"elements\"]"),
    Change(16, ["parts", 0, "name"], "codex", "has the parts"),
    Change(16, ["parts", 0, "type"], "U8", "codes: I8 [2, 4] expected, U8 [2, 4] found"),
    Change(16, ["parts", 0, "shape"], [4, 2], "I8 [4, 2] found"),
    Change(16, ["parts", 0, "block_size"], 9, "cuts a piece of 4 bytes"),
    Change(16, ["parts", 1, "block_size"], 9, "cuts a piece of 4 bytes"),
    Change(18, ["parts", 0, "frames", 0, 0], 71, "frame 0 begins at offset 71"),
    Change(18, ["parts", 0, "frames", 0, 0], 69, "the one before it ends at 70"),
    Change(18, ["parts", 0, "frames", 0, 1], 22, "scales: frame 0 begins at offset 91"),
  ])
  func checksOfATensor(change: Change) throws {
    let change = Change(
      change.check,
      ["tensors", 0] + change.path,
      change.value,
      change.problem,
      tensor: Self.int8
    )
    try expectRefusal(change)
  }

  // MARK: 13 to 18

  @Test func check13TensorsAndSideFilesListedTwice() throws {
    var forged = forged
    let tensor = try forged.value("tensors", 0)
    try forged.set("tensors", 3, to: tensor)
    #expect(throws: ContainerError.self) { try open(forged) }
    forged = self.forged
    try forged.set("tensors", 1, "name", to: .string(Self.int8))
    let error = try #require(throws: ContainerError.self) { try open(forged) }
    #expect(error.tensor == Self.int8)
    #expect(error.message.contains("listed twice"))
    forged = self.forged
    let file = try forged.value("side_files", 0)
    try forged.set("side_files", 1, to: file)
    let second = try #require(throws: ContainerError.self) { try open(forged) }
    #expect(second.message.contains("side file 'config.json': it is listed twice"))
  }

  /// Names that look alike but have other bytes are other names.
  @Test func check13NamesAreComparedByBytes() throws {
    var forged = forged
    try forged.set("tensors", 0, "name", to: "\u{E9}")
    try forged.set("tensors", 1, "name", to: "e\u{301}")
    let file = try open(forged)
    #expect(try file.tensor(named: "\u{E9}").scheme == .int8Row)
    #expect(try file.tensor(named: "e\u{301}").scheme == .int4Row)
  }

  @Test(arguments: [
    Change(14, ["side_files", 0, "size"], 24, "its frames hold 25 bytes, its size is 24"),
    Change(14, ["side_files", 0, "frames"], [], "its frames hold 0 bytes, its size is 25"),
    Change(18, ["side_files", 0, "frames", 0, 0], 33, "frame 0 begins at offset 33"),
    Change(18, ["side_files"], [], "frame 0 begins at offset 70", tensor: Self.int8),
    Change(18, ["tensors", 2], nil, "its frames end at offset 162, the index begins at 187"),
    Change(
      18,
      ["tensors", 2, "parts", 0, "frames", 0, 1],
      26,
      "ends at offset 188, past the index",
      tensor: Self.raw
    ),
    Change(
      18,
      ["tensors", 2, "parts", 0, "frames", 0, 1],
      24,
      "its frames end at offset 186"
    ),
  ])
  func check14And18(change: Change) throws { try expectRefusal(change) }

  @Test func check18OrderOfTensors() throws {
    var forged = forged
    let (first, second) = try (forged.value("tensors", 0), forged.value("tensors", 1))
    try forged.set("tensors", 0, to: second)
    try forged.set("tensors", 1, to: first)
    let error = try #require(throws: ContainerError.self) { try open(forged) }
    #expect(error.message.contains("frame 0 begins at offset 112"))
  }

  @Test(arguments: [
    Change(17, ["sum_of_squares"], -1, "no weights of this shape"),
    Change(17, ["sum_of_squares"], nil, "'sum_of_squares' is missing"),
    Change(17, ["sum_of_squared_errors"], "0", "'sum_of_squared_errors' must be a number"),
    Change(17, ["max_abs_error"], -1, "no weights of this shape"),
    Change(17, ["max_abs_error"], .number(1e300), "no weights of this shape"),
    Change(17, ["code_counts", 0], 1, "no weights of this shape"),
    Change(17, ["code_counts", 0], -1, "'code_counts' is -1"),
    Change(17, ["code_counts", 0], nil, "no weights of this shape"),
    Change(17, ["code_counts", 16], 0, "17 elements"),
  ])
  func check17Statistics(change: Change) throws {
    try expectRefusal(
      Change(
        17,
        ["tensors", 1, "statistics"] + change.path,
        change.value,
        change.problem,
        tensor: Self.int4
      )
    )
  }

  // MARK: What must be accepted

  @Test func unknownMembersAreIgnored() throws {
    var forged = forged
    for path: [JSONStep] in [
      ["x"], ["tool", "x"], ["recipe", "x"], ["compression", "x"], ["model", "x"],
      ["side_files", 0, "x"], ["tensors", 0, "x"], ["tensors", 0, "scheme", "x"],
      ["tensors", 0, "parts", 0, "x"], ["tensors", 1, "statistics", "x"],
      ["tensors", 0, "parts", 0, "frames", 0, 4],
    ] {
      try forged.set(path, to: ["later": true])
    }
    let file = try open(forged)
    #expect(try file.scales(of: file.tensor(named: Self.int8)) == [1, 0])
    #expect(try file.verify(using: ThreadPool(threadCount: 1)).isEmpty)
  }

  @Test func orderOfMembersHasNoMeaning() throws {
    var forged = forged
    let members = try #require(JSON(parsing: forged.index).members)
    forged.index = JSON.object(members.reversed()).prettyPrinted()
    #expect(try open(forged).index.tensors.count == 3)
  }

  @Test func unknownSchemeIsAnErrorOnlyWhereItMatters() throws {
    var forged = forged
    try forged.set("tensors", 0, "scheme", to: ["name": "int3-group", "group_size": 64])
    try forged.set("tensors", 0, "parts", 0, "name", to: "packed")
    try forged.set("tensors", 0, "parts", 0, "type", to: "U3")
    try forged.set("tensors", 0, "statistics", to: "anything")
    let file = try open(forged)
    let tensor = try file.tensor(named: Self.int8)
    #expect(tensor.encoding == .quantized(schemeName: "int3-group"))
    #expect(tensor.scheme == nil)
    #expect(tensor.statistics == nil)
    #expect(tensor.contentByteCount == 16)
    for read in [{ _ = try file.block(0, of: tensor) }, { _ = try file.scales(of: tensor) }] {
      let error = try #require(throws: ContainerError.self) { try read() }
      #expect(error.code == .unsupportedFeature)
      #expect(error.tensor == Self.int8)
      #expect(error.offset == 70)
      #expect(error.message.contains("'int3-group'"))
    }
    #expect(try file.scales(of: file.tensor(named: Self.int4)) == [0.5, 1])
    #expect(try file.verify(using: ThreadPool(threadCount: 1)).isEmpty)
  }

  @Test func absentTensorIsNamed() throws {
    let file = try open(forged)
    let error = try #require(throws: ContainerError.self) { try file.tensor(named: "none") }
    #expect(error.code == .notFound)
    #expect(error.tensor == "none")
  }

  @Test func recordsReadBackAsTheyWereWritten() throws {
    let file = try open(forged)
    #expect(file.index.serialized() == forged.index)
    var forged = forged
    try forged.set("provenance", to: Self.provenance)
    // Provenance has its place between model and side files.
    let members = try #require(JSON(parsing: open(forged).index.serialized()).members)
    #expect(members.map(\.key).suffix(4) == ["model", "provenance", "side_files", "tensors"])
    #expect(members[6].value == Self.provenance)
  }
}
