//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct PathTests {
  @Test(arguments: [
    ("", "b", "b"), ("a", "b", "a/b"), ("a/", "b", "a/b"), ("/", "b", "/b"), (".", "b", "./b"),
    ("a/\u{301}", "b", "a/\u{301}/b"),
  ])
  func joins(folder: String, name: String, path: String) {
    #expect(Path.join(folder, name) == path)
  }

  @Test(arguments: [
    ("a/b", "b", "a"), ("a/b/", "b", "a"), ("a//b//", "b", "a"), ("/a", "a", "/"),
    ("//a/", "a", "/"),
    ("a", "a", "."), ("a/", "a", "."), ("/", "/", "/"), ("//", "/", "/"), ("", "", "."),
    ("../a", "a", ".."), (".", ".", "."), ("a/b/c", "c", "a/b"), ("/a/b", "b", "/a"),
    // A combining mark joins with a slash before it into one character of a string.
    ("a/\u{301}b", "\u{301}b", "a"),
  ])
  func splits(path: String, last: String, folder: String) {
    #expect(Path.lastComponent(of: path).utf8.elementsEqual(last.utf8))
    #expect(Path.folder(of: path) == folder)
  }

  @Test(arguments: [
    ("a", true), ("a.b", true), ("...", true), (" ", true), ("", false), (".", false),
    ("..", false),
    ("/a", false), ("a/b", false), ("a/", false), ("../a", false), ("a\u{0}b", false),
    ("a/\u{301}b", false), ("a\\b", true),
  ])
  func tellsPlainNames(name: String, isPlain: Bool) {
    #expect(Path.isPlainName(name) == isPlain)
  }
}
