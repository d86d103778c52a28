//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// Files that are made to do harm: each is refused with its own error, in little time and memory.
struct HostilePyTorchFileTests {
  private typealias P = PickleText

  private func expectRefusal(
    _ bytes: [UInt8],
    _ code: CheckpointError.Code,
    _ part: String,
    tensor: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes, to: "x.bin")
    let start = ContinuousClock.now
    let error = try #require(throws: CheckpointError.self, sourceLocation: sourceLocation) {
      try WeightFile(path: path, format: .pyTorch)
    }
    // A second or two with optimization; a build without it on a busy machine takes half a minute.
    #expect(ContinuousClock.now - start < .seconds(120), sourceLocation: sourceLocation)
    #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
    #expect(error.path == path, sourceLocation: sourceLocation)
    #expect(error.tensorName == tensor, sourceLocation: sourceLocation)
    #expect(error.message.contains(part), "\(error)", sourceLocation: sourceLocation)
    #expect(error.message.contains("x.bin"), sourceLocation: sourceLocation)
  }

  private func expectRefusal(
    pickle: [UInt8],
    _ code: CheckpointError.Code,
    _ part: String,
    tensor: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try expectRefusal(
      ZipText(pickle: pickle).bytes,
      code,
      part,
      tensor: tensor,
      sourceLocation: sourceLocation
    )
  }

  @Test
  func theSoundFileIsRead() throws {
    let folder = try TemporaryFolder()
    for isLarge in [false, true] {
      var archive = ZipText(pickle: P.program(P.oneTensor))
      archive.isLarge = isLarge
      for index in archive.entries.indices { archive.entries[index].isLarge = isLarge }
      let path = try folder.write(archive.bytes, to: "x.bin")
      let file = try WeightFile(path: path, format: .pyTorch)
      #expect(file.tensors.map(\.info.name) == ["w"])
      #expect(try file.file.bytes(0..<4, of: file.tensors[0].layout) == [1, 2, 3, 4])
    }
  }

  // MARK: Code

  @Test(arguments: [
    ("os", "system"), ("posix", "system"), ("builtins", "eval"), ("__builtin__", "getattr"),
    ("torch", "load"), ("torch.storage", "_load_from_bytes"), ("collections", "OrderedDict\u{301}"),
  ])
  func forbiddenCalls(module: String, name: String) throws {
    let call = P.global(module, name) + P.tuple([P.text("touch x")]) + P.call
    for pickle in [
      P.program(call), P.program(P.oneTensor, call, Array("0".utf8)),
      P.program(P.dictionary(["w": call])),
      P.program(P.oneTensor, call, Array("b".utf8)),
      P.program(P.text(module), P.text(name), [0x93], P.emptyTuple, [0x81]),
    ] {
      try expectRefusal(pickle: pickle, .forbiddenGlobals, "'\(module).\(name)'")
      // As a plain pickle, and in the place of the magic number of the legacy format.
      try expectRefusal(pickle, .forbiddenGlobals, "'\(module).\(name)'")
    }
  }

  @Test
  func severalForbiddenNamesAreListed() throws {
    let names = (0..<12).flatMap { P.global("m", "f\($0)") + Array("0".utf8) }
    try expectRefusal(
      pickle: P.program(names, P.none),
      .forbiddenGlobals,
      "'m.f0', 'm.f1', 'm.f2', 'm.f3', 'm.f4', 'm.f5', 'm.f6', 'm.f7', 'm.f8', 'm.f9' and 2 more"
    )
  }

  @Test(arguments: [
    (PickleText.text("os.system"), "calls what is no name"),
    (PickleText.integer(1), "calls what is no name"),
    (PickleText.none, "calls what is no name"),
  ])
  func callsOfWhatIsNoName(function: [UInt8], problem: String) throws {
    try expectRefusal(
      pickle: P.program(function, P.emptyTuple, P.call),
      .invalidPickle,
      problem
    )
  }

  @Test(
    arguments: [
      ([0x82, 1], "registered extension"), ([0x83, 1, 0], "registered extension"),
      ([0x84, 1, 0, 0, 0], "registered extension"),
      (Array("ios\nsystem\n".utf8), "makes an object of a class"),
      (Array("o".utf8), "makes an object of a class"), ([0x92], "makes an object of a class"),
      (Array("P0\n".utf8), "instruction 0x50"), (Array("S'a'\n".utf8), "instruction 0x53"),
      (Array("2".utf8), "instruction 0x32"), ([0x8F], "instruction 0x8F"),
      ([0x97], "instruction 0x97"), ([0x00], "instruction 0x00"), ([0xFF], "instruction 0xFF"),
    ] as [([UInt8], String)]
  )
  func instructions(bytes: [UInt8], problem: String) throws {
    try expectRefusal(pickle: P.program(P.mark, bytes), .invalidPickle, problem)
  }

  // MARK: Bombs

  @Test
  func recursionBombs() throws {
    // Tuples around tuples; lists inside lists; marks without end.
    let deep = [UInt8](repeating: 0x85, count: 500_000)
    try expectRefusal(pickle: P.program(P.none, deep), .limitExceeded, "nested more than 100 deep")
    let lists = (0..<200_000).flatMap { _ in Array("](".utf8) }
    try expectRefusal(pickle: P.program(lists), .limitExceeded, "nested more than 100 deep")
    let appended = Array("]".utf8) + (0..<50_000).flatMap { _ in Array("q\u{0}]h\u{0}a".utf8) }
    try expectRefusal(pickle: P.program(appended), .limitExceeded, "nested more than 100 deep")
    let marks = [UInt8](repeating: 0x28, count: 1_000_000)
    try expectRefusal(pickle: P.program(marks), .limitExceeded, "nested more than 100 deep")
  }

  @Test
  func memoBombs() throws {
    // Each tuple holds the one before twice: 2^90 leaves, and a few bytes.
    let doubled = (0..<90).flatMap { _ in [0x71, 0, 0x68, 0, 0x86] as [UInt8] }
    try expectRefusal(pickle: P.program(P.none, doubled), .missingWeights, "no dictionary")
    // One level more than is accepted.
    let deeper = (0..<101).flatMap { _ in [0x71, 0, 0x68, 0, 0x86] as [UInt8] }
    try expectRefusal(
      pickle: P.program(P.none, deeper),
      .limitExceeded,
      "nested more than 100 deep"
    )
    // A tuple of a thousand references to a tuple of a thousand references and so on, again and again.
    let wide =
      Array("N".utf8)
      + (0..<3_000).flatMap { _ in
        Array("q\u{0}0(".utf8) + (0..<1_000).flatMap { _ in Array("h\u{0}".utf8) }
          + Array("0t0N".utf8)
      }
    try expectRefusal(pickle: P.program(wide), .limitExceeded, "more than 524288 values")
  }

  @Test
  func hugeMemoNumbers() throws {
    let put: [UInt8] = [0x72, 0xFF, 0xFF, 0xFF, 0xFF]
    let get: [UInt8] = [0x6A, 0xFE, 0xFF, 0xFF, 0xFF]
    try expectRefusal(
      pickle: P.program(P.none, put, get),
      .invalidPickle,
      "recalls value 4294967294, which it has not remembered"
    )
  }

  @Test
  func stackBomb() throws {
    let nones = [UInt8](repeating: 0x4E, count: 300_000)
    try expectRefusal(pickle: P.program(nones), .limitExceeded, "wait on the stack")
  }

  @Test
  func manyNames() throws {
    let names = (0..<1_100).flatMap { P.global("m", "f\($0)") + Array("0".utf8) }
    try expectRefusal(pickle: P.program(names, P.none), .limitExceeded, "more than 1024 names")
    let long = String(repeating: "a", count: 300)
    try expectRefusal(
      pickle: P.program(P.global(long, "f")),
      .limitExceeded,
      "a name of more than 256 bytes"
    )
  }

  @Test(
    arguments: [
      ([0x58, 0xFF, 0xFF, 0xFF, 0xFF], .truncated, "4294967295 bytes are needed"),
      ([0x58, 0xFF, 0xFF, 0xFF, 0x7F], .truncated, "2147483647 bytes are needed"),
      (
        [0x8D, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], .truncated,
        "18446744073709551615 bytes are needed"
      ),
      ([0x8B, 0xFF, 0xFF, 0xFF, 0x7F], .limitExceeded, "an integer has 2147483647 bytes"),
      ([0x8B, 0xFF, 0xFF, 0xFF, 0xFF], .limitExceeded, "an integer has 4294967295 bytes"),
      ([0x8A, 0xFF], .limitExceeded, "an integer has 255 bytes"),
      ([0x8A, 0x20], .truncated, "32 bytes are needed"),
      ([0x55, 0x20], .truncated, "32 bytes are needed"),
      ([0x95, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], .truncated, "bytes are needed"),
      ([0x58, 2, 0, 0, 0, 0xC3, 0x28], .invalidPickle, "not UTF-8"),
      ([0x80, 6], .invalidPickle, "its protocol is 6"),
      ([0x2E], .invalidPickle, "the stack is empty"),
      ([0x52], .invalidPickle, "the stack is empty"),
      ([0x74], .invalidPickle, "there is no mark"),
      ([0x4E, 0x4E, 0x61], .invalidPickle, "added to what is no list"),
      ([0x4E, 0x4E, 0x4E, 0x73], .invalidPickle, "set on what is no dictionary"),
      ([0x7D, 0x28, 0x4E, 0x75], .invalidPickle, "a key has no value"),
      ([0x4E, 0x4E], .invalidPickle, "left on the stack"),
      ([0x63, 0x61], .truncated, "bytes are needed"),
      ([0x28, 0x4E, 0x85, 0x28, 0x30], .invalidPickle, "the stack is empty"),
    ] as [([UInt8], CheckpointError.Code, String)]
  )
  func brokenPickles(bytes: [UInt8], code: CheckpointError.Code, problem: String) throws {
    try expectRefusal(pickle: P.program(bytes), code, problem)
  }

  // MARK: Storages and tensors

  private func pickle(
    _ type: String = "ByteStorage",
    count: Int = 4,
    offset: Int = 0,
    shape: [Int] = [4],
    strides: [Int] = [1]
  ) -> [UInt8] {
    let storage = P.storage(type, count: count)
    return P.program(
      P.dictionary(["w": P.tensor(storage, offset: offset, shape: shape, strides: strides)])
    )
  }

  @Test
  func storages() throws {
    try expectRefusal(
      pickle: pickle(count: 5),
      .sizeMismatch,
      "has 4 bytes, but the pickle describes 5"
    )
    try expectRefusal(
      pickle: pickle(count: 3),
      .sizeMismatch,
      "has 4 bytes, but the pickle describes 3"
    )
    try expectRefusal(pickle: pickle("FloatStorage"), .sizeMismatch, "describes 16")
    try expectRefusal(pickle: pickle("DoubleStorage", count: .max), .invalidPickle, "too many")
    try expectRefusal(pickle: pickle(count: -1), .invalidPickle, "not negative")
    try expectRefusal(pickle: pickle("ComplexFloatStorage"), .forbiddenGlobals, "'torch.Complex")
    try expectRefusal(
      ZipText(pickle: pickle(), storages: ["1": [1, 2, 3, 4]]).bytes,
      .truncated,
      "lacks the storage '0'"
    )
  }

  @Test(
    arguments: [
      (1, [4], [1]), (0, [5], [1]), (0, [2, 2], [3, 1]), (0, [2], [4]), (4, [1], [1]),
      (5, [0], [1]),
      (0, [2], [.max]), (.max, [1], [1]), (0, [3, 3], [.max / 2, .max / 2]), (.max, [0], [0]),
    ] as [(Int, [Int], [Int])]
  )
  func viewsPastTheirStorage(offset: Int, shape: [Int], strides: [Int]) throws {
    try expectRefusal(
      pickle: pickle(offset: offset, shape: shape, strides: strides),
      .invalidOffsets,
      "reaches past the end of its storage of 4 bytes",
      tensor: "w"
    )
  }

  @Test
  func impossibleShapes() throws {
    try expectRefusal(
      pickle: pickle(shape: [-4]),
      .invalidShape,
      "an extent is negative",
      tensor: "w"
    )
    try expectRefusal(
      pickle: pickle(strides: [-1]),
      .invalidShape,
      "a stride is negative",
      tensor: "w"
    )
    try expectRefusal(
      pickle: pickle(offset: -1),
      .invalidShape,
      "a stride is negative",
      tensor: "w"
    )
    try expectRefusal(
      pickle: pickle(shape: [.max, 3], strides: [0, 0]),
      .invalidShape,
      "too many",
      tensor: "w"
    )
    try expectRefusal(
      pickle: pickle(shape: [4], strides: [1, 1]),
      .invalidPickle,
      "or not as many",
      tensor: "w"
    )
    let ones = [Int](repeating: 1, count: 9)
    try expectRefusal(
      pickle: pickle(shape: ones, strides: ones),
      .invalidShape,
      "9 dimensions",
      tensor: "w"
    )
  }

  @Test
  func expandedTensorsBeyondMeasure() throws {
    try expectRefusal(
      pickle: pickle(shape: [1 << 40], strides: [0]),
      .limitExceeded,
      "have 1099511627776 bytes together"
    )
    let storage = P.storage("ByteStorage", count: 4)
    let many = (0..<3).map { index in
      P.text("w\(index)") + P.tensor(storage, shape: [1 << 25], strides: [0])
    }
    try expectRefusal(
      pickle: P.program(P.emptyDictionary, P.mark, many.flatMap { $0 }, P.setItems),
      .limitExceeded,
      "have 100663296 bytes together"
    )
  }

  @Test
  func persistentIdsOfAnotherShape() throws {
    let type = P.global("torch", "ByteStorage")
    let storage = P.text("storage")
    let cases: [([UInt8], String)] = [
      (P.text("storage"), "a tuple of 5 or 6 values"),
      (P.tuple([storage, type, P.text("0"), P.text("cpu")]), "a tuple of 5 or 6 values"),
      (P.tuple([P.text("module"), type, P.text("0"), P.text("cpu"), P.integer(4)]), "no storage"),
      (P.tuple([storage, P.none, P.text("0"), P.text("cpu"), P.integer(4)]), "its type is none"),
      (
        P.tuple([
          storage, P.global("torch", "float16"), P.text("0"), P.text("cpu"), P.integer(4),
        ]), "its type is none"
      ),
      (P.tuple([storage, type, P.integer(0), P.text("cpu"), P.integer(4)]), "its key is no text"),
      (P.tuple([storage, type, P.text("0"), P.none, P.integer(4)]), "its device is no text"),
      (P.tuple([storage, type, P.text("0"), P.text("cpu"), P.text("4")]), "no whole number"),
      (
        P.tuple([
          storage, type, P.text("0"), P.text("cpu"), P.integer(4),
          P.tuple([P.text("0"), P.integer(0), P.integer(4)]),
        ]), "a part of another storage"
      ),
    ]
    for (description, problem) in cases {
      let tensor = P.tensor(description + P.persistent, shape: [4], strides: [1])
      try expectRefusal(pickle: P.program(P.dictionary(["w": tensor])), .invalidPickle, problem)
    }
    let two = P.dictionary([
      "w": P.tensor(P.storage("ByteStorage", count: 4), shape: [4], strides: [1]),
      "v": P.tensor(P.storage("HalfStorage", count: 2), shape: [2], strides: [1]),
    ])
    try expectRefusal(pickle: P.program(two), .invalidPickle, "'0' is described in two ways")
  }

  @Test
  func tensorsMadeOtherwise() throws {
    let storage = P.storage("ByteStorage", count: 4)
    let rebuild = P.global("torch._utils", "_rebuild_tensor_v2")
    let parameter = P.global("torch._utils", "_rebuild_parameter")
    let negated = P.tensor(
      storage,
      shape: [4],
      strides: [1],
      remarks: P.dictionary(["neg": [0x88]])
    )
    let cases: [([UInt8], String)] = [
      (rebuild + P.tuple([storage]) + P.call, "made with 1 arguments"),
      (
        rebuild
          + P.tuple([
            P.none, P.integer(0), P.integers([4]), P.integers([1]), P.false, P.none,
          ]) + P.call, "something else than a storage"
      ),
      (parameter + P.tuple([P.none, P.false, P.none]) + P.call, "something else than a tensor"),
      (negated, "negated or conjugated"),
    ]
    for (tensor, problem) in cases {
      let pickle = P.program(P.dictionary(["w": tensor]))
      try expectRefusal(pickle: pickle, .invalidPickle, problem, tensor: "w")
    }
    // A parameter of a parameter of a parameter.
    let nested = (0..<90).reduce(P.tensor(storage, shape: [4], strides: [1])) { inner, _ in
      parameter + P.tuple([inner, P.false, P.none]) + P.call
    }
    let pickle = P.program(P.dictionary(["w": nested]))
    try expectRefusal(pickle: pickle, .limitExceeded, "nested more than 100 deep")
  }

  @Test
  func names() throws {
    let tensor = P.tensor(P.storage("ByteStorage", count: 4), shape: [4], strides: [1])
    let twice = P.dictionary(["w": tensor, "v": tensor, "w": tensor])
    try expectRefusal(pickle: P.program(twice), .duplicateTensor, "lists 'w' twice", tensor: "w")
    let long = String(repeating: "w", count: 1_025)
    try expectRefusal(
      pickle: P.program(P.dictionary([long: tensor])),
      .limitExceeded,
      "1025 bytes",
      tensor: long
    )
    let numbered = P.emptyDictionary + P.mark + P.integer(1) + tensor + P.setItems
    try expectRefusal(pickle: P.program(numbered), .invalidPickle, "name of a tensor is no text")
  }

  @Test
  func noStateDictionary() throws {
    for value in [
      P.none, P.emptyDictionary, P.text("x"), P.dictionary(["other": P.oneTensor]),
      // A dictionary that holds itself.
      Array("}q\u{0}X\u{5}\u{0}\u{0}\u{0}modelh\u{0}s".utf8),
    ] {
      try expectRefusal(
        pickle: P.program(value),
        .missingWeights,
        "no dictionary from names to tensors"
      )
    }
  }

  // MARK: Archives

  private func expectRefusal(
    _ code: CheckpointError.Code,
    _ part: String,
    sourceLocation: SourceLocation = #_sourceLocation,
    change: (inout ZipText) -> Void
  ) throws {
    var archive = ZipText(pickle: P.program(P.oneTensor))
    change(&archive)
    try expectRefusal(archive.bytes, code, part, sourceLocation: sourceLocation)
  }

  @Test
  func entriesThatCannotBeReadInPlace() throws {
    for method: UInt16 in [8, 12, 93, 99] {
      try expectRefusal(.unsupportedFormat, "'x/data/0' of") { $0.entries[1].method = method }
    }
    for flag in [0, 6, 13] {
      try expectRefusal(.unsupportedFormat, "is encrypted") { $0.entries[0].flags = 1 << flag }
    }
    try expectRefusal(.invalidArchive, "4 bytes that are stored as they are and claims 9") {
      $0.entries[1].claimedByteCount = 4
      $0.entries[1].claimedContentByteCount = 9
    }
  }

  @Test
  func lyingSizesAndPlaces() throws {
    try expectRefusal(.invalidArchive, "not what its directory says") {
      $0.entries[1].claimedByteCount = 3
    }
    try expectRefusal(.invalidArchive, "not what its directory says") {
      $0.entries[1].claimedByteCount = 1 << 30
    }
    try expectRefusal(.truncated, "past the end of the archive's data") {
      $0.entries[1].claimedOffset = 1 << 30
    }
    try expectRefusal(.overlap, "begins inside the entry before it") {
      $0.entries[1].claimedOffset = 0
    }
    try expectRefusal(.overlap, "begins inside the entry before it") {
      $0.entries[1].claimedOffset = 50
    }
    try expectRefusal(.invalidArchive, "not what its directory says") {
      $0.entries[1].nameInHeader = "x/data/1"
    }
    try expectRefusal(.invalidArchive, "two entries 'x/data/0'") {
      $0.entries.append($0.entries[1])
    }
    try expectRefusal(.unsupportedFormat, "it has 2 entries") {
      $0.entries.append(ZipText.Entry(name: "y/data.pkl", content: []))
    }
    try expectRefusal(.unsupportedFormat, "it has 0 entries") { $0.entries[0].name = "data.pkl" }
  }

  @Test
  func ends() throws {
    try expectRefusal(.truncated, "does not end as one") { $0.comment = [1, 2, 3] }
    try expectRefusal(.invalidArchive, "does not end at") { $0.claimedDirectoryByteCount = 7 }
    try expectRefusal(.invalidArchive, "directory has 4294967294 bytes") {
      $0.claimedDirectoryByteCount = .max - 1
    }
    try expectRefusal(.invalidArchive, "zip64 record is missing") {
      $0.claimedDirectoryByteCount = .max
    }
    try expectRefusal([0x50, 0x4B, 0x03, 0x04], .truncated, "does not end as one")
    try expectRefusal(
      Array("PK\u{5}\u{6}".utf8),
      .unsupportedFormat,
      "was not written by torch.save"
    )
    try expectRefusal([], .unsupportedFormat, "was not written by torch.save")
  }

  @Test
  func largeFieldsThatDisagree() throws {
    try expectRefusal(.invalidArchive, "its end records disagree: 2 and 3") {
      $0.isLarge = true
      $0.claimedEntryCount = 3
    }
    for fields: [UInt64] in [[4], [4, 4], [4, 4, 0, 0]] {
      try expectRefusal(.invalidArchive, "zip64 fields of its entry 'x/data/0'") {
        $0.entries[1].isLarge = true
        $0.entries[1].largeFields = fields
      }
    }
    try expectRefusal(.invalidArchive, "zip64 fields of its entry 'x/data/0'") {
      $0.entries[1].largeFields = [4]
    }
    try expectRefusal(.truncated, "past the end of the archive's data") {
      $0.entries[1].isLarge = true
      $0.entries[1].largeFields = [.max, .max, 0]
    }
    try expectRefusal(.invalidArchive, "claims 5") {
      $0.entries[1].isLarge = true
      $0.entries[1].largeFields = [5, 4, 0]
    }
  }

  @Test
  func byteOrder() throws {
    try expectRefusal(.unsupportedFormat, "big-endian") {
      $0.entries.append(ZipText.Entry(name: "x/byteorder", content: Array("big".utf8)))
    }
  }

  // MARK: The legacy format

  private func legacy(
    _ object: [UInt8]? = nil,
    version: Int = 1_001,
    isLittleEndian: Bool = true,
    keys: [UInt8]? = nil,
    counts: [UInt64] = [4],
    data: [UInt8] = [1, 2, 3, 4]
  ) -> [UInt8] {
    let magic: [UInt8] = [
      0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19,
    ]
    let system = P.dictionary(["little_endian": [isLittleEndian ? 0x88 : 0x89]])
    let keys = keys ?? Array("](".utf8) + P.text("0") + Array("e".utf8)
    return P.program(magic) + P.program(P.integer(version)) + P.program(system)
      + P.program(object ?? P.oneTensor) + P.program(keys)
      + counts.flatMap { P.littleEndian($0) + data }
  }

  @Test
  func legacyFiles() throws {
    let folder = try TemporaryFolder()
    let file = try WeightFile(path: folder.write(legacy(), to: "x.bin"), format: .pyTorch)
    #expect(try file.file.bytes(0..<4, of: file.tensors[0].layout) == [1, 2, 3, 4])

    try expectRefusal(legacy(version: 1_000), .invalidPickle, "version of its format")
    try expectRefusal(legacy(isLittleEndian: false), .unsupportedFormat, "big-endian")
    try expectRefusal(legacy(counts: [5]), .sizeMismatch, "has 5 bytes, but the pickle describes 4")
    try expectRefusal(legacy(counts: [.max]), .sizeMismatch, "but the pickle describes 4")
    try expectRefusal(legacy(counts: []), .truncated, "ends inside the storage '0'")
    try expectRefusal(legacy(data: [1]), .truncated, "ends inside the storage '0'")
    try expectRefusal(legacy(data: [1, 2, 3, 4, 5]), .uncoveredBytes, "bytes after")
    try expectRefusal(
      legacy(keys: Array("]".utf8), counts: []),
      .truncated,
      "lacks the storage '0'"
    )
    try expectRefusal(legacy(keys: P.none), .invalidPickle, "list of storages is none")
    let twice = Array("](".utf8) + P.text("0") + P.text("0") + Array("e".utf8)
    try expectRefusal(legacy(keys: twice, counts: [4, 4]), .invalidPickle, "names one twice")
    let call = P.global("os", "system") + P.tuple([P.text("touch x")]) + P.call
    try expectRefusal(legacy(call), .forbiddenGlobals, "'os.system'")
    try expectRefusal(P.program(P.none), .unsupportedFormat, "was not written by torch.save")
    let piece: [UInt8] =
      [0x58, 0, 0, 16, 0] + [UInt8](repeating: 65, count: 1 << 20) + Array("0".utf8)
    let endless: [UInt8] = [0x80, 2] + (0..<40).flatMap { _ in piece }
    try expectRefusal(endless, .limitExceeded, "at most 8388608 are accepted")
  }
}
