//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

@testable import QuantKit

extension FuzzTarget {
  /// Texts that reach into every part of a tokenizer.
  private static let texts = [
    "", " ", "Hello, world!  It's 2024.\n\n\tx", "你好，世界 ▁<s></s><|im_end|>",
    "e\u{301}\u{323}\u{1100}\u{1161}👩‍👩‍👧\u{FDFA}ﬁ①",
    String(repeating: "a", count: 500), String(repeating: " ", count: 300),
    "\u{0}\u{FFFD}\u{10FFFF}<0x41>",
  ]

  /// Uses a tokenizer as a program does.
  private static func use(_ tokenizer: Tokenizer) {
    for text in texts {
      let ids = tokenizer.encode(text, addingSpecialTokens: true)
      precondition(
        ids.allSatisfy { (0..<tokenizer.vocabularySize).contains($0) },
        "an id has a place"
      )
      _ = tokenizer.encodeMatchingSpecialTokens(text)
      _ = tokenizer.decode(ids)
    }
    var stream = TextStream(tokenizer: tokenizer, after: [1, 0], skippingSpecialTokens: true)
    for id in -1..<min(tokenizer.vocabularySize + 1, 300) { _ = stream.append(id) }
    _ = stream.finish()
  }

  static let jsonFolders = [
    "bbpe-digits", "bbpe-gpt2", "bbpe-llama3", "bbpe-qwen2", "bbpe-variant", "json-deepseek",
    "json-gemma",
    "json-llama2", "json-metaspace-first", "json-mistral", "json-normalizers", "json-o200k",
    "json-splits",
    "json-t5", "json-unigram",
  ].map { "tokenizer/\($0)" }

  /// The files of tokenizers, and the compiled rules that are inside of two of them.
  static func tokenizerTargets(_ fixtures: FixtureFolder) throws -> [FuzzTarget] {
    let pieceFolders = ["spm-identity", "spm-variant", "spm-llama", "spm-unigram"].map {
      "tokenizer/\($0)"
    }
    let pieceFiles = try fixtures.bytes("tokenizer.model", in: pieceFolders + ["chat"])
    let rules = try pieceFiles.compactMap { bytes -> [UInt8]? in
      let map = try SentencePieceFile(parsing: bytes).normalizer?.characterMap ?? []
      return map.isEmpty ? nil : Array(map)
    }
    let model = try fixtures.bytes("chat/tokenizer.model")
    return [
      FuzzTarget(name: "sentencepiece", seeds: pieceFiles) { bytes in
        use(try Tokenizer(files: TokenizerFiles(path: "x", files: ["tokenizer.model": bytes])))
      },
      FuzzTarget(name: "character-map", seeds: rules + [smallRules]) { bytes in
        let map = try CharacterMap(parsing: bytes[...], path: "x")
        for text in texts {
          let text = Array(text.utf8)
          for start in text.indices { _ = map.longestMatch(in: text, from: start) }
          _ = map.shortestMatch(in: text, within: text.indices)
        }
      },
      FuzzTarget(
        name: "tokenizer-json",
        seeds: try fixtures.bytes("tokenizer.json", in: jsonFolders),
        tokens: [
          "{", "}", "[", "]", ",", "\"", "null", "true", "false", "{\"type\":\"NFKC\"}",
          "{\"type\":\"ByteFallback\"}",
          "{\"type\":\"Strip\",\"content\":\" \",\"start\":1,\"stop\":0}",
          "{\"type\":\"Lowercase\"}",
          "{\"type\":\"Replace\",\"pattern\":{\"Regex\":\"a+\"},\"content\":\"aaaaaaaa\"}",
          "\"unk_id\":0",
          "{\"type\":\"Metaspace\",\"replacement\":\"_\",\"prepend_scheme\":\"always\"}",
          "{\"type\":\"Split\",\"pattern\":{\"Regex\":\".\"},\"behavior\":\"Isolated\"}",
          "\"byte_fallback\":true",
          "{\"id\":3,\"content\":\"a\",\"normalized\":true,\"lstrip\":true,\"single_word\":true}",
          "\"ignore_merges\":true",
        ]
      ) { bytes in
        use(try Tokenizer(files: TokenizerFiles(path: "x", files: ["tokenizer.json": bytes])))
      },
      FuzzTarget(
        name: "tokenizer-config",
        seeds: [
          try fixtures.bytes("chat/tokenizer_config.json"),
          Array(
            #"{"added_tokens_decoder":{"300":{"content":"<x>","special":true}},"bos_token":{"content":"<s>"},"#
              .utf8
          )
            + Array(
              #""add_bos_token":true,"additional_special_tokens":["<y>"],"<z>":301,"legacy":false}"#
                .utf8
            ),
        ],
        tokens: [
          "\"chat_template\":\"{{ messages }}\"", "\"eos_token\":\"</s>\"", "1000000", "null", "[",
          "{", "true",
        ]
      ) { bytes in
        for name in ["tokenizer_config.json", "special_tokens_map.json", "added_tokens.json"] {
          let files = TokenizerFiles(path: "x", files: ["tokenizer.model": model, name: bytes])
          guard let tokenizer = try? Tokenizer(files: files) else { continue }
          use(tokenizer)
          _ = try? ChatFormat(files: files, tokenizer: tokenizer).encode(
            [ChatMessage(role: "user", content: "Hi")],
            tokenizer: tokenizer
          )
        }
      },
    ]
  }

  /// One rule, `A` to `bc`, in as few units as it takes.
  private static let smallRules: [UInt8] = {
    // Unit 0 leads to base 1, so `A` is at 1 ^ 0x41; that leads to base 2 of its own and ends a rule there.
    var units = [UInt32](repeating: 0, count: 128)
    units[0] = 1 << 10
    units[0x40] = 0x41 | 1 << 8 | (0x40 ^ 2) << 10
    units[2] = 0x8000_0000
    let array = units.flatMap { unit in (0..<4).map { UInt8(truncatingIfNeeded: unit >> (8 * $0)) }
    }
    return [0, 2, 0, 0] + array + Array("bc\u{0}".utf8)
  }()
}
