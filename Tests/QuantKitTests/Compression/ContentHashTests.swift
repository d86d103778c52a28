//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct ContentHashTests {
  private func hash(_ pieces: [[UInt8]]) -> ContentHash {
    var hasher = ContentHasher()
    for piece in pieces { hasher.append(piece) }
    return hasher.hash
  }

  /// The examples of FIPS 180-2 and the empty message.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func publishedExamples(text: String, expected: String) {
    let bytes = Array(text.utf8)
    #expect(hash([bytes]).description == expected)
    #expect(hash(bytes.map { [$0] }).description == expected)
  }

  @Test func aMillionBytesInPiecesOfAnyLength() {
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    for length in [63, 64, 65_537, 1_000_000] {
      let pieces = stride(from: 0, to: bytes.count, by: length).map {
        Array(bytes[$0..<min($0 + length, bytes.count)])
      }
      #expect(hash(pieces).description == expected)
    }
  }

  @Test func textReadsBack() {
    let hash = hash([[1, 2, 3]])
    #expect(ContentHash(text: hash.description) == hash)
    let digits = hash.description
    for text in [
      "", String(digits.dropLast()), digits + "0", digits.uppercased(), "g" + digits.dropFirst(),
      "é" + digits.dropFirst(2),
    ] {
      #expect(ContentHash(text: text) == nil, "\(text)")
    }
  }
}
