//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

struct InputFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test
  func readsAtOffsets() throws {
    let file = try InputFile(path: folder.write(Array(0..<100), to: "a"))
    #expect(file.byteCount == 100)
    #expect(try file.bytes(at: 0, byteCount: 100) == Array(0..<100))
    #expect(try file.bytes(at: 98, byteCount: 2) == [98, 99])
    #expect(try file.bytes(at: 100, byteCount: 0) == [])
    var buffer = [UInt8](repeating: 0, count: 3)
    try unsafe buffer.withUnsafeMutableBytes { try unsafe file.read(at: 10, into: $0) }
    #expect(buffer == [10, 11, 12])
  }

  @Test(arguments: [
    (98, 3), (100, 1), (101, 0), (-1, 1), (0, -1), (0, 101), (.max, 1), (1, .max), (.min, .min),
  ])
  func refusesToReadPastTheEnd(offset: Int, byteCount: Int) throws {
    let path = try folder.write(Array(0..<100), to: "a")
    let file = try InputFile(path: path)
    let error = try #require(throws: FileError.self) {
      try file.bytes(at: offset, byteCount: byteCount)
    }
    #expect(error.code == .truncated)
    #expect(error.path == path)
  }

  @Test
  func noticesThatTheFileShrank() throws {
    let path = try folder.write(Array(0..<100), to: "a")
    let file = try InputFile(path: path)
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.truncate(atOffset: 10)
    #expect(try file.bytes(at: 0, byteCount: 10) == Array(0..<10))
    let error = try #require(throws: FileError.self) { try file.bytes(at: 5, byteCount: 10) }
    #expect(error.code == .truncated)
    #expect(error.message == "'\(path)' ends too early: 10 bytes expected at offset 5, 5 found")
  }

  @Test
  func keepsAFileThatIsReplaced() throws {
    let path = try folder.write("old", to: "a")
    let file = try InputFile(path: path)
    try FileSystem.write(Array("new text".utf8), to: path, replacing: true)
    #expect(try file.bytes(at: 0, byteCount: 3) == Array("old".utf8))
    #expect(try InputFile.contents(of: path, limit: 8) == Array("new text".utf8))
  }

  @Test
  func limitsWhatIsReadWhole() throws {
    let path = try folder.write(Array(0..<100), to: "a")
    #expect(try InputFile.contents(of: path, limit: 100).count == 100)
    let error = try #require(throws: FileError.self) { try InputFile.contents(of: path, limit: 99) }
    #expect(error.code == .tooLarge)
    #expect(error.message == "'\(path)' has 100 bytes, at most 99 are accepted")
  }

  @Test
  func followsSymbolicLinks() throws {
    try folder.write("text", to: "a")
    try folder.link("b", to: "a")
    #expect(try InputFile.contents(of: folder.path("b"), limit: 9) == Array("text".utf8))
  }

  @Test
  func refusesWhatIsNoPlainFile() throws {
    try folder.makeFolder("folder")
    try folder.makePipe("pipe")
    try folder.link("nowhere", to: "nothing")
    for (path, code) in [
      (folder.path("missing"), FileError.Code.notFound),
      (folder.path("nowhere"), .notFound),
      ("", .notFound),
      (folder.path("folder"), .wrongKind),
      // Opening a pipe that nobody writes to must not wait.
      (folder.path("pipe"), .wrongKind),
      ("/dev/zero", .wrongKind),
    ] {
      let error = try #require(throws: FileError.self) { try InputFile(path: path) }
      #expect(error.code == code, "\(error)")
      #expect(error.message.contains("'\(path)'"))
    }
  }

  /// An object whose initializer throws late still closes its descriptor.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/fd")))
  func leaksNoDescriptors() throws {
    try folder.makeFolder("folder")
    #expect(throws: FileError.self) { try InputFile(path: folder.path("folder")) }
    do { _ = try InputFile(path: folder.write("text", to: "a")) }
    let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
      try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0)
    }
    #expect(!open.isEmpty)
    #expect(!open.contains { $0.hasPrefix(folder.path) })
  }

  @Test
  func mayBeReadByManyThreads() throws {
    let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let file = try InputFile(path: folder.write(bytes, to: "a"))
    ThreadPool(threadCount: 4).forEach(below: 200) { index in
      let offset = index * 50
      let found = try? file.bytes(at: offset, byteCount: 50)
      #expect(found == Array(bytes[offset..<offset + 50]))
    }
  }

  @Test
  func noticesThatTheFileChanged() throws {
    let path = try folder.write([1, 2, 3], to: "changing")
    let file = try InputFile(path: path)
    try file.checkUnchanged()
    try file.checkReadable()
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.truncate(atOffset: 2)
    try handle.close()
    let error = #expect(throws: FileError.self) { try file.checkUnchanged() }
    #expect(error?.code == .changed && error?.message.contains("'\(path)'") == true)
    #expect(throws: FileError.self) { try file.checkReadable() }
  }

  @Test
  func replacingThePathDoesNotChangeTheFile() throws {
    let path = try folder.write([1, 2, 3], to: "old")
    let file = try InputFile(path: path)
    try folder.write([4, 5, 6, 7], to: "new")
    #expect(unsafe rename(folder.path("new"), path) == 0)
    try file.checkUnchanged()
    #expect(try file.bytes(at: 0, byteCount: 3) == [1, 2, 3])
  }
}
