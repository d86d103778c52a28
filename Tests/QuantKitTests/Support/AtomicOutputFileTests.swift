//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

struct AtomicOutputFileTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("out")
  }

  @Test
  func appearsOnCommitOnly() throws {
    let file = try AtomicOutputFile(path: path, replacing: false)
    #expect(try folder.names() == ["out.partial"])
    try file.append([1, 2])
    #expect(file.byteCount == 2)
    try file.append([])
    try file.append([3])
    #expect(file.byteCount == 3)
    #expect(try folder.names() == ["out.partial"])
    try file.commit()
    #expect(try folder.names() == ["out"])
    #expect(try folder.contents("out") == [1, 2, 3])
  }

  @Test(arguments: [true, false])
  func vanishesWithoutCommit(replacing: Bool) throws {
    do {
      let file = try AtomicOutputFile(path: path, replacing: replacing)
      try file.append([1])
    }
    #expect(try folder.names() == [])
  }

  @Test
  func refusesToReplace() throws {
    try folder.write("old", to: "out")
    let error = try #require(throws: FileError.self) {
      try AtomicOutputFile(path: path, replacing: false)
    }
    #expect(error.code == .alreadyExists)
    #expect(error.message.contains("'\(path)'"))
    #expect(error.message.contains("--force"))
    #expect(try folder.names() == ["out"])
    #expect(try folder.contents("out") == Array("old".utf8))
  }

  @Test
  func replacesWhenAskedTo() throws {
    try folder.write("old", to: "out")
    let file = try AtomicOutputFile(path: path, replacing: true)
    try file.append(Array("new".utf8))
    #expect(try folder.contents("out") == Array("old".utf8))
    try file.commit()
    #expect(try folder.contents("out") == Array("new".utf8))
    #expect(try folder.names() == ["out"])
  }

  @Test
  func keepsAnOutputThatAppearsMeanwhile() throws {
    do {
      let file = try AtomicOutputFile(path: path, replacing: false)
      try file.append([1])
      try folder.write("other", to: "out")
      let error = try #require(throws: FileError.self) { try file.commit() }
      #expect(error.code == .alreadyExists)
    }
    #expect(try folder.names() == ["out"])
    #expect(try folder.contents("out") == Array("other".utf8))
  }

  @Test
  func writesOverAStalePartialFile() throws {
    try folder.write(String(repeating: "stale", count: 100), to: "out.partial")
    let file = try AtomicOutputFile(path: path, replacing: false)
    try file.append([7])
    try file.commit()
    #expect(try folder.contents("out") == [7])
    #expect(try folder.names() == ["out"])
  }

  /// A process killed between giving the output its name and taking the other one away leaves both.
  @Test(arguments: [true, false])
  func leavesAnOutputAloneWhosePartialNameStayed(commits: Bool) throws {
    try folder.write("old", to: "out")
    try FileManager.default.linkItem(atPath: path, toPath: folder.path("out.partial"))
    do {
      let file = try AtomicOutputFile(path: path, replacing: true)
      try file.append(Array("new".utf8))
      #expect(try folder.contents("out") == Array("old".utf8))
      if commits { try file.commit() }
    }
    #expect(try folder.contents("out") == Array((commits ? "new" : "old").utf8))
    #expect(try folder.names() == ["out"])
  }

  @Test
  func excludesASecondWriter() throws {
    let first = try AtomicOutputFile(path: path, replacing: true)
    try first.append([1])
    let error = try #require(throws: FileError.self) {
      try AtomicOutputFile(path: path, replacing: true)
    }
    #expect(error.code == .busy)
    try first.append([2])
    try first.commit()
    #expect(try folder.contents("out") == [1, 2])
    #expect(throws: Never.self) { try AtomicOutputFile(path: path, replacing: true) }
  }

  /// Writers in a race each publish whole files or fail; what stands there is one writer's.
  @Test(.timeLimit(.minutes(2)))
  func survivesRacingWriters() throws {
    let path = path
    ThreadPool(threadCount: 4).forEach(below: 400) { index in
      do {
        let file = try AtomicOutputFile(path: path, replacing: true)
        for _ in 0..<3 { try file.append([UInt8(truncatingIfNeeded: index)]) }
        if index % 3 != 0 { try file.commit() }
      } catch {
        #expect((error as? FileError)?.code == .busy)
      }
    }
    let contents = try folder.contents("out")
    #expect(contents.count == 3)
    #expect(Set(contents).count == 1)
    #expect(try folder.names() == ["out"])
  }

  @Test
  func refusesFoldersDevicesAndMissingFolders() throws {
    try folder.makeFolder("folder")
    for (path, code) in [
      (folder.path("folder"), FileError.Code.wrongKind),
      (folder.path("folder/"), .wrongKind),
      (folder.path("none/"), .wrongKind),
      ("", .wrongKind),
      ("/dev/null", .wrongKind),
      (folder.path("none/out"), .notFound),
      ("/dev/null/out", .notFound),
    ] {
      for replacing in [true, false] {
        let error = try #require(throws: FileError.self, "\(path)") {
          try AtomicOutputFile(path: path, replacing: replacing)
        }
        #expect(error.code == code, "\(error)")
        #expect(throws: FileError.self) {
          try AtomicOutputFile.checkTarget(path, replacing: replacing)
          // What only creating the file shows.
          if code == .notFound { throw error }
        }
      }
    }
    #expect(try folder.names() == ["folder"])
  }

  @Test(arguments: ["folder", "pipe", "link"])
  func refusesAPartialNameThatIsTaken(kind: String) throws {
    let partial = folder.path("out.partial")
    switch kind {
    case "folder": try folder.makeFolder("out.partial")
    case "pipe": try folder.makePipe("out.partial")
    default:
      try folder.write("mine", to: "other")
      try folder.link("out.partial", to: "other")
    }
    let error = try #require(throws: FileError.self) {
      try AtomicOutputFile(path: path, replacing: false)
    }
    #expect(error.path == partial)
    #expect(try folder.names().contains("out.partial"))
    if kind == "link" { #expect(try folder.contents("other") == Array("mine".utf8)) }
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may write anywhere"))
  func reportsAFolderThatMayNotBeWritten() throws {
    try folder.makeFolder("locked")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o555],
      ofItemAtPath: folder.path("locked")
    )
    let error = try #require(throws: FileError.self) {
      try AtomicOutputFile(path: folder.path("locked/out"), replacing: false)
    }
    #expect(error.code == .permissionDenied)
  }

  // MARK: Symbolic links

  @Test
  func replacesWhatALinkLeadsTo() throws {
    try folder.makeFolder("disk")
    try folder.write("old", to: "disk/real")
    try folder.link("out", to: "disk/real")
    let file = try AtomicOutputFile(path: path, replacing: true)
    try file.append(Array("new".utf8))
    try file.commit()
    #expect(try folder.contents("disk/real") == Array("new".utf8))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "disk/real")
    #expect(try folder.names() == ["disk", "out"])
    #expect(throws: FileError.self) { try AtomicOutputFile(path: path, replacing: false) }
  }

  @Test
  func refusesADanglingLinkBeforeTheWork() throws {
    try folder.link("out", to: "nothing")
    let error = try #require(throws: FileError.self) {
      try AtomicOutputFile(path: path, replacing: false)
    }
    #expect(error.code == .alreadyExists)
    try FileSystem.write([1], to: path, replacing: true)
    #expect(try folder.contents("out") == [1])
  }

  // MARK: Going on

  @Test
  func keepsWhatItIsToldToKeep() throws {
    do {
      let file = try AtomicOutputFile(path: path, replacing: false)
      try file.append([1, 2, 3, 4, 5])
      file.isKept = true
    }
    #expect(try folder.names() == ["out.partial"])
    let file = try AtomicOutputFile(path: path, replacing: false, resuming: true)
    try file.append([1])
    #expect(try file.bytes(at: 1, byteCount: 4) == [2, 3, 4, 5])
    #expect(try file.bytes(at: 2, byteCount: 4) == nil)
    #expect(try file.bytes(at: 9, byteCount: 1) == nil)
    file.skip(to: 3)
    try file.truncate()
    #expect(try folder.contents("out.partial") == [1, 2, 3])
    try file.append([9])
    try file.commit()
    #expect(try folder.contents("out") == [1, 2, 3, 9])
    #expect(try folder.names() == ["out"])
  }

  @Test
  func beginsAnewUnlessToldToGoOn() throws {
    try folder.write("left", to: "out.partial")
    let file = try AtomicOutputFile(path: path, replacing: false)
    #expect(try folder.contents("out.partial") == [])
    #expect(try file.bytes(at: 0, byteCount: 1) == nil)
  }

  @Test
  func saysWhetherItIsBeingWritten() throws {
    let partialPath = folder.path("out.partial")
    #expect(!AtomicOutputFile.isBeingWritten(partialPath: partialPath))
    let file = try AtomicOutputFile(path: path, replacing: false)
    #expect(file.partialPath == partialPath)
    #expect(AtomicOutputFile.isBeingWritten(partialPath: partialPath))
    try file.commit()
    try folder.write("left", to: "out.partial")
    #expect(!AtomicOutputFile.isBeingWritten(partialPath: partialPath))
  }
}
