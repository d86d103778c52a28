//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

@Suite struct TokenizerDocumentTests {
  private static let alphabet = ByteLevelAlphabet.characters.map {
    String(decoding: $0, as: UTF8.self)
  }

  /// A sound file: the 256 bytes, `ab` = 256 and one special token `<e>` = 257.
  private static func document(_ changes: (String, JSON)...) -> JSON {
    var model: [(String, JSON)] = [
      ("type", "BPE"), ("dropout", .null), ("unk_token", .null),
      (
        "vocab",
        .object(
          (alphabet + ["ab"]).enumerated().map {
            .init(key: $0.element, value: .integer($0.offset))
          }
        )
      ),
      ("merges", ["a b"]),
    ]
    var members: [(String, JSON)] = [
      ("version", "1.0"),
      ("added_tokens", [["id": 257, "content": "<e>", "special": true, "normalized": false]]),
      ("normalizer", .null),
      ("pre_tokenizer", ["type": "ByteLevel", "add_prefix_space": false]),
      ("post_processor", .null),
      ("decoder", ["type": "ByteLevel"]),
    ]
    for (key, value) in changes {
      if key.hasPrefix("model.") {
        let key = String(key.dropFirst(6))
        model.removeAll { $0.0 == key }
        model.append((key, value))
      } else {
        members.removeAll { $0.0 == key }
        members.append((key, value))
      }
    }
    members.append(("model", .object(model.map { .init(key: $0.0, value: $0.1) })))
    return .object(members.map { .init(key: $0.0, value: $0.1) })
  }

  private func tokenizer(_ json: JSON) throws(TokenizerError) -> Tokenizer {
    try Tokenizer(
      files: TokenizerFiles(path: "folder", files: ["tokenizer.json": json.serialized()])
    )
  }

  private func ids(_ text: String) -> [Int] { text.utf8.map { Int($0) } }

  @Test func readsASmallFile() throws {
    let tokenizer = try tokenizer(Self.document())
    #expect(tokenizer.vocabularySize == 258)
    #expect(tokenizer.encode("xab<e>") == [120, 256, 257])
    #expect(tokenizer.encode("a b") == ids("a b"))
    #expect(tokenizer.piece(of: 32) == "Ġ")
    #expect(tokenizer.isSpecial(257))
  }

  @Test func readsMergesAsPairs() throws {
    let tokenizer = try tokenizer(Self.document(("model.merges", [["a", "b"]])))
    #expect(tokenizer.encode("ab") == [256])
  }

  @Test func acceptsAModelWithoutType() throws {
    #expect(try tokenizer(Self.document(("model.type", .null))).encode("ab") == [256])
  }

  @Test func leavesOutBytesWithoutPiece() throws {
    let vocabulary: JSON = ["a": 0, "b": 1, "ab": 5]
    let tokenizer = try tokenizer(
      Self.document(("model.vocab", vocabulary), ("added_tokens", []))
    )
    #expect(tokenizer.encode("xaby") == [5])
    #expect(tokenizer.vocabularySize == 6)
    #expect(tokenizer.piece(of: 3) == nil)
    #expect(tokenizer.decode([3, 5, 0]) == "aba")
  }

  @Test func takesTheUnknownPieceForBytesWithoutPiece() throws {
    let tokenizer = try tokenizer(
      Self.document(
        ("model.vocab", ["a": 0, "b": 1, "ab": 2, "?": 3]),
        ("added_tokens", []),
        ("model.unk_token", "?")
      )
    )
    #expect(tokenizer.encode("xab") == [3, 2])
  }

  @Test func templateGivesBeginAndEnd() throws {
    let processor: JSON = [
      "type": "Sequence",
      "processors": [
        ["type": "ByteLevel"],
        [
          "type": "TemplateProcessing",
          "single": [
            ["SpecialToken": ["id": "<e>", "type_id": 0]], ["Sequence": ["id": "A", "type_id": 0]],
            ["SpecialToken": ["id": "<e>", "type_id": 0]],
          ],
          "special_tokens": ["<e>": ["id": "<e>", "ids": [257, 97], "tokens": ["<e>", "a"]]],
        ],
      ],
    ]
    let tokenizer = try tokenizer(Self.document(("post_processor", processor)))
    #expect(tokenizer.beginningIDs == [257, 97])
    #expect(tokenizer.encode("x", addingSpecialTokens: true) == [257, 97, 120, 257, 97])
    #expect(tokenizer.encode("x") == [120])
  }

  static let unsupported: [(key: String, value: JSON, component: String)] = [
    ("model.type", "Unigram", "model 'Unigram' with byte-level pieces"),
    ("model.type", "WordPiece", "model 'WordPiece'"),
    ("model.dropout", .number(0.1), "model option 'dropout'"),
    ("model.end_of_word_suffix", "</w>", "model option 'end_of_word_suffix'"),
    ("model.continuing_subword_prefix", "##", "model option 'continuing_subword_prefix'"),
    ("normalizer", ["type": "BertNormalizer"], "normalizer 'BertNormalizer'"),
    (
      "normalizer", ["type": "Sequence", "normalizers": [["type": "NFC"], ["type": "Nmt"]]],
      "normalizer 'Nmt'"
    ),
    (
      "normalizer", ["type": "Replace", "pattern": ["String": ""], "content": "x"],
      "normalizer 'Replace' with the pattern '' (it matches the empty text)"
    ),
    (
      "pre_tokenizer",
      ["type": "Sequence", "pretokenizers": [["type": "ByteLevel"], ["type": "Metaspace"]]],
      "pre_tokenizer 'Metaspace' after 'ByteLevel'"
    ),
    ("pre_tokenizer", ["type": "UnicodeScripts"], "pre_tokenizer 'UnicodeScripts'"),
    (
      "pre_tokenizer",
      ["type": "Split", "pattern": ["Regex": #"(?<=a)b"#], "behavior": "Isolated"],
      #"with the pattern '(?<=a)b' (groups that begin with '(?<=a' are not known)"#
    ),
    (
      "pre_tokenizer", ["type": "Split", "pattern": ["String": "a"], "behavior": "Swallowed"],
      "behavior 'Swallowed'"
    ),
    (
      "pre_tokenizer", ["type": "Metaspace", "replacement": "_", "prepend_scheme": "last"],
      "prepend_scheme 'last'"
    ),
    (
      "post_processor",
      [
        "type": "Sequence",
        "processors": .array(
          Array(
            repeating: ["type": "TemplateProcessing", "single": [["Sequence": ["id": "A"]]]],
            count: 2
          )
        ),
      ], "post_processor 'TemplateProcessing' after another one"
    ),
    (
      "post_processor",
      [
        "type": "TemplateProcessing",
        "single": [["Sequence": ["id": "A"]], ["Sequence": ["id": "A"]]],
      ], "holds the text 2 times"
    ),
    (
      "decoder", ["type": "Sequence", "decoders": [["type": "Fuse"], ["type": "Metaspace"]]],
      "decoder 'Metaspace' after 'Fuse'"
    ),
    ("post_processor", ["type": "BertProcessing"], "post_processor 'BertProcessing'"),
    ("decoder", ["type": "WordPiece"], "decoder 'WordPiece'"),
  ]

  @Test(arguments: unsupported)
  func refusesOtherComponentsByName(key: String, value: JSON, component: String) throws {
    let error = try #require(throws: TokenizerError.self) {
      try tokenizer(Self.document((key, value)))
    }
    #expect(error.code == .unsupported)
    #expect(error.message.contains(component), "\(error)")
    #expect(error.path == "folder/tokenizer.json")
  }

  static let malformed: [(key: String, value: JSON, problem: String)] = [
    ("model.vocab", ["a": 0, "b": 0, "ab": 2], "'b' has the id 0, which another token has"),
    ("model.vocab", ["a": -1], "'model.vocab.a' is no id"),
    ("model.vocab", ["a": .integer(.max)], "'model.vocab.a' is no id"),
    ("model.vocab", ["a": .number(1.5)], "'model.vocab.a' is no id"),
    ("model.vocab", ["a": "0"], "'model.vocab.a' is no id"),
    ("model.vocab", [], "'model.vocab' is an array, an object is expected"),
    ("model.vocab", .null, "'model.vocab' is missing"),
    ("model.vocab", [:] as JSON, "is not made of pieces"),
    ("model.merges", ["a q q"], "'model.merges[0]' is no pair of pieces"),
    ("model.merges", ["ab"], "'model.merges[0]' is no pair of pieces"),
    ("model.merges", [["a"]], "'model.merges[0]' is no pair of pieces"),
    ("model.merges", ["a b", "a zz"], "'model.merges[1]' is not made of pieces"),
    ("model.merges", ["b a"], "'model.merges[0]' is not made of pieces"),
    ("model.merges", 3, "'model.merges' is a number, an array is expected"),
    ("model.ignore_merges", 1, "'model.ignore_merges' is a number, true or false is expected"),
    ("added_tokens", [3], "'added_tokens[0]' is a number"),
    ("added_tokens", [["content": "x"]], "'added_tokens[0].id' is missing"),
    ("added_tokens", [["id": 300]], "'added_tokens[0].content' is missing"),
    ("added_tokens", [["id": 3, "content": "x y"]], "'x y' has the id 3"),
    ("added_tokens", [["id": 300, "content": "a"]], "'a' has two ids"),
    (
      "added_tokens", [["id": 300, "content": .string(String(repeating: "a", count: 5000))]],
      "at most 4096"
    ),
    (
      "added_tokens", [["id": 4_194_303, "content": "x y"]],
      "the id 4194303 is out of proportion to 258 tokens"
    ),
    (
      "added_tokens",
      .array(
        (0..<300).map { index in
          [
            "id": .integer(257 + index),
            "content": .string(String(repeating: "x", count: 3600) + String(index)),
          ]
        }
      ), "bytes of all added tokens"
    ),
    (
      "post_processor",
      [
        "type": "TemplateProcessing",
        "single": .array(Array(repeating: ["Sequence": ["id": "A"]], count: 65)),
      ], "items of the template: 65, at most 64"
    ),
    (
      "pre_tokenizer",
      ["type": "Metaspace", "replacement": "_", "add_prefix_space": false],
      "'pre_tokenizer.add_prefix_space' contradicts the prepend_scheme 'always'"
    ),
    ("pre_tokenizer", ["type": "Metaspace", "replacement": "__"], "is no character"),
    (
      "normalizer",
      ["type": "Sequence", "normalizers": .array(Array(repeating: ["type": "NFC"], count: 65))],
      "components of the normalizer: 65, at most 64"
    ),
    (
      "normalizer", ["type": "Precompiled", "precompiled_charsmap": "abc"],
      "'normalizer.precompiled_charsmap' is no Base64"
    ),
    (
      "normalizer", ["type": "Precompiled", "precompiled_charsmap": "AQAA"], "rules end too early"
    ),
    ("model.unk_token", "no piece", "'model.unk_token' is 'no piece', which is no piece"),
    (
      "decoder", ["type": "Strip", "content": " ", "start": -1, "stop": 0],
      "'decoder.start' is no id"
    ),
    (
      "post_processor", Self.template(ids: [97, 258]), "its post_processor adds the id 258"
    ),
    (
      "post_processor", Self.template(ids: .array(Array(repeating: 97, count: 65))),
      "ids of the template: 65, at most 64"
    ),
    (
      "normalizer", Self.sequence("normalizers", of: Self.doubling, count: 11),
      "its normalizer can make a text: 2048, at most 1024"
    ),
    (
      "normalizer", Self.sequence("normalizers", of: Self.doubling, count: 64),
      "its normalizer can make a text: 9223372036854775807"
    ),
    (
      "normalizer", ["type": "Prepend", "prepend": .string(String(repeating: "x", count: 2000))],
      "its normalizer can make a text: 2001"
    ),
    (
      "normalizer",
      Self.sequence(
        "normalizers",
        of: ["type": "Precompiled", "precompiled_charsmap": rules],
        count: 2
      ),
      "its normalizer can make a text: 10000"
    ),
    (
      "pre_tokenizer",
      Self.sequence("pretokenizers", of: ["type": "Metaspace", "replacement": "▁"], count: 6),
      "its normalizer and pre_tokenizer can make a text: 4096"
    ),
    (
      "decoder", Self.sequence("decoders", of: Self.doubling, count: 20),
      "its decoder can make a text: 1048576"
    ),
    ("pre_tokenizer", ["type": 3], "'pre_tokenizer.type' is a number, a string is expected"),
    ("pre_tokenizer", ["type": "Sequence"], "'pre_tokenizer.pretokenizers' is missing"),
    ("decoder", .null, "'decoder' is missing"),
    (
      "post_processor",
      ["type": "TemplateProcessing", "single": [["SpecialToken": ["id": "<e>"]]]],
      "'post_processor.special_tokens.<e>' is missing"
    ),
  ]

  /// `single` is the ids before the text.
  private static func template(ids: JSON) -> JSON {
    [
      "type": "TemplateProcessing",
      "single": [["SpecialToken": ["id": "<e>"]], ["Sequence": ["id": "A"]]],
      "special_tokens": ["<e>": ["ids": ids]],
    ]
  }

  private static let doubling: JSON = [
    "type": "Replace", "pattern": ["String": "a"], "content": "aa",
  ]

  /// Rules without a rule, and a replacement of 100 bytes.
  private static let rules: JSON = {
    let bytes = [4, 0, 0, 0, 0, 0, 0, 0x80] + [UInt8](repeating: 0x61, count: 100) + [0]
    return .string(Data(bytes).base64EncodedString())
  }()

  private static func sequence(_ list: String, of element: JSON, count: Int) -> JSON {
    .object([
      .init(key: "type", value: "Sequence"),
      .init(key: list, value: .array(Array(repeating: element, count: count))),
    ])
  }

  /// What published files ask for stays far below the bound.
  @Test(arguments: ["json-gemma", "json-t5", "json-normalizers", "json-llama2", "bbpe-llama3"])
  func goldenTokenizersGrowLittle(name: String) throws {
    let bytes = try InputFile.contents(
      of: Fixtures.path("tokenizer/\(name)/tokenizer.json"),
      limit: 1 << 20
    )
    let document = try TokenizerDocument(parsing: JSON(parsing: bytes), path: name)
    let growth = document.normalizer.growth.multiplied(by: document.preTokenizer.growth)
    #expect(growth.factor <= 200)
  }

  @Test(arguments: malformed)
  func refusesNonsense(key: String, value: JSON, problem: String) throws {
    let error = try #require(throws: TokenizerError.self) {
      try tokenizer(Self.document((key, value)))
    }
    #expect(error.code == .malformed)
    #expect(error.message.contains(problem), "\(error)")
  }

  @Test func namesTheByteWhereJSONEnds() throws {
    let bytes = Array(Self.document().serialized().dropLast(10))
    let error = try #require(throws: TokenizerError.self) {
      try Tokenizer(files: TokenizerFiles(path: "folder", files: ["tokenizer.json": bytes]))
    }
    #expect(error.code == .malformed)
    #expect(error.byteOffset == bytes.count)
  }

  @Test func namesWhatIsMissing() throws {
    let error = try #require(throws: TokenizerError.self) {
      try Tokenizer(files: TokenizerFiles(path: "folder", files: [:]))
    }
    #expect(error.code == .missing)
    #expect(error.path == "folder")
  }
}
