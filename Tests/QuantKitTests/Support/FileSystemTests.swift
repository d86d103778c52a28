//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

struct FileSystemTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test
  func tellsKinds() throws {
    let file = try folder.write("", to: "file")
    try folder.link("link", to: "file")
    try folder.link("nowhere", to: "nothing")
    #expect(FileSystem.kind(of: file) == .file)
    #expect(FileSystem.kind(of: folder.path("link")) == .file)
    #expect(FileSystem.kind(of: folder.path) == .folder)
    #expect(FileSystem.kind(of: "/dev/null") == .other)
    #expect(FileSystem.kind(of: folder.path("nowhere")) == .nothing)
    #expect(FileSystem.kind(of: "") == .nothing)
  }

  @Test
  func listsNamesInTheOrderOfTheirBytes() throws {
    for name in ["b", "a", "B", "é", "a.b", "模型"] { try folder.write("", to: name) }
    #expect(try FileSystem.names(inFolder: folder.path) == ["B", "a", "a.b", "b", "é", "模型"])
    let error = try #require(throws: FileError.self) {
      try FileSystem.names(inFolder: folder.path("missing"))
    }
    #expect(error.code == .notFound)
    let other = try #require(throws: FileError.self) {
      try FileSystem.names(inFolder: folder.path("a"))
    }
    #expect(other.code == .notFound)
  }

  @Test
  func makesFolders() throws {
    try FileSystem.makeFolder(folder.path("new"))
    #expect(FileSystem.kind(of: folder.path("new")) == .folder)
    let error = try #require(throws: FileError.self) {
      try FileSystem.makeFolder(folder.path("new"))
    }
    #expect(error.code == .alreadyExists)
    let missing = try #require(throws: FileError.self) {
      try FileSystem.makeFolder(folder.path("x/y"))
    }
    #expect(missing.code == .notFound)
  }

  @Test
  func resolvesPaths() throws {
    try folder.write("", to: "file")
    try folder.link("link", to: "./file")
    #expect(
      FileSystem.resolved(folder.path("link")) == FileSystem.resolved(folder.path) + "/file"
    )
    #expect(FileSystem.resolved(folder.path("missing")) == folder.path("missing"))
  }
}
