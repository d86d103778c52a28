//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// A folder of `Fixtures/tokenizer` with a tokenizer and what the original library makes of it.
struct GoldenTokenizer: Sendable, CustomTestStringConvertible {
  /// A text with its ids.
  struct Case: Sendable {
    let text: String
    let ids: [Int]
    let idsWithSpecial: [Int]?
    /// With special tokens in the text taken as plain text.
    let plainIDs: [Int]?
    let decoded: String
  }

  /// Ids with their text.
  struct Decoding: Sendable {
    let ids: [Int]
    let decoded: String
    let decodedSkippingSpecial: String?
  }

  private static let sentencePiece = [
    "spm-llama", "spm-identity", "spm-variant", "spm-unigram", "spm-unigram-unk",
  ]
  private static let byteLevel = [
    "bbpe-gpt2", "bbpe-llama3", "bbpe-qwen2", "bbpe-variant", "bbpe-digits", "json-o200k",
    "json-deepseek",
  ]
  private static let pipelines = [
    "json-llama2", "json-mistral", "json-gemma", "json-metaspace-first", "json-normalizers",
    "json-splits", "json-unigram", "json-t5",
  ]

  let name: String
  var testDescription: String { name }

  static let all = (sentencePiece + byteLevel + pipelines).map(Self.init(name:))

  func files() throws -> TokenizerFiles {
    try TokenizerFiles(folder: Fixtures.path("tokenizer/\(name)"))
  }

  func tokenizer() throws -> Tokenizer { try Tokenizer(files: files()) }

  private func json() throws -> JSON {
    try Fixtures.json("tokenizer/\(name)/cases.json")
  }

  func cases() throws -> [Case] {
    try #require(json()["cases"]?.elements).map { json in
      Case(
        text: try #require(json["text"]?.string),
        ids: try #require(json["ids"]?.integers),
        idsWithSpecial: json["ids_with_special"]?.integers,
        plainIDs: json["ids_plain"]?.integers,
        decoded: try #require(json["decoded"]?.string)
      )
    }
  }

  func decodings() throws -> [Decoding] {
    try (#require(json()["cases"]?.elements) + #require(json()["decode_only"]?.elements)).map {
      json in
      Decoding(
        ids: try #require(json["ids"]?.integers),
        decoded: try #require(json["decoded"]?.string),
        decodedSkippingSpecial: json["decoded_skip_special"]?.string
      )
    }
  }
}

extension JSON {
  /// The elements when this is an array of whole numbers.
  var integers: [Int]? {
    guard let elements else { return nil }
    let integers = elements.compactMap(\.integer)
    return integers.count == elements.count ? integers : nil
  }
}

extension Fixtures {
  static func bytes(_ name: String) throws -> [UInt8] {
    try InputFile.contents(of: path(name), limit: .max)
  }

  static func json(_ name: String) throws -> JSON {
    try JSON(parsing: bytes(name))
  }
}

/// Compares by bytes: canonically equivalent texts are not equal here.
func expectEqualBytes(
  _ actual: String,
  _ expected: String,
  _ comment: @autoclosure () -> Comment? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(Array(actual.utf8) == Array(expected.utf8), comment(), sourceLocation: sourceLocation)
}
