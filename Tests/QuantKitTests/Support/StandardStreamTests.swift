//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

struct StandardStreamTests {
  /// A stream whose other end a test holds.
  private enum PipeStream: StandardStream {
    static let pipe = Pipe()
    static let descriptor = pipe.fileHandleForWriting.fileDescriptor
    static let name = "the pipe"
  }

  // MARK: Reading

  private func contents(of pieces: [[UInt8]], limit: Int) throws -> [UInt8] {
    let pipe = Pipe()
    let writer = pipe.fileHandleForWriting
    #expect(
      SystemThread.start {
        for piece in pieces {
          pause(milliseconds: 2)
          try? writer.write(contentsOf: Data(piece))
        }
        try? writer.close()
      }
    )
    return try StandardInput.contents(of: pipe.fileHandleForReading.fileDescriptor, limit: limit)
  }

  @Test
  func readsUntilTheEnd() throws {
    #expect(try contents(of: [], limit: 0) == [])
    #expect(try contents(of: [[1, 2], [], [3]], limit: 3) == [1, 2, 3])
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
    #expect(try contents(of: [bytes], limit: 200_000) == bytes)
  }

  @Test
  func limitsWhatItReads() throws {
    let error = try #require(throws: FileError.self) {
      try contents(of: [[1, 2], [3]], limit: 2)
    }
    #expect(error.code == .tooLarge)
    #expect(error.message == "'standard input' has more than 2 bytes, at most 2 are accepted")
  }

  /// Whoever shares a terminal or pipe may have switched it to non-blocking.
  @Test
  func waitsForNonblockingInput() throws {
    let pipe = Pipe()
    let descriptor = pipe.fileHandleForReading.fileDescriptor
    #expect(fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0)
    let writer = pipe.fileHandleForWriting
    #expect(
      SystemThread.start {
        pause(milliseconds: 20)
        try? writer.write(contentsOf: Data([7]))
        pause(milliseconds: 20)
        try? writer.close()
      }
    )
    #expect(try StandardInput.contents(of: descriptor, limit: 10) == [7])
  }

  @Test
  func reportsWhatCannotBeRead() throws {
    let folder = try TemporaryFolder()
    let descriptor = try SystemCalls.openForReading(folder.path)
    defer { SystemCalls.closeDescriptor(descriptor) }
    let error = try #require(throws: FileError.self) {
      try StandardInput.contents(of: descriptor, limit: 10)
    }
    #expect(error.code == .wrongKind)
  }

  // MARK: Writing

  /// More than the pipe holds, to a reader that is slower, with and without waiting in `write`.
  @Test(.timeLimit(.minutes(1)))
  func writesEverything() async throws {
    await #expect(processExitsWith: .success) {
      for flags in [0, O_NONBLOCK] {
        _ = fcntl(PipeStream.descriptor, F_SETFL, flags)
        let text = String(repeating: "模型 😀\n", count: 30_000)
        let expectedCount = text.utf8.count
        let received = Locked<[UInt8]>([])
        let reader = PipeStream.pipe.fileHandleForReading
        let isStarted = SystemThread.start {
          while received.withLock({ $0.count }) < expectedCount {
            let piece = [UInt8](reader.availableData)
            received.withLock { $0 += piece }
          }
        }
        try #require(isStarted)
        try PipeStream.write(text)
        try PipeStream.write("")
        while received.withLock({ $0.count }) < expectedCount { pause(milliseconds: 1) }
        try #require(received.withLock { $0 } == Array(text.utf8))
      }
    }
  }

  @Test
  func reportsABrokenPipe() async {
    await #expect(processExitsWith: .success) {
      Signals.makeWritesFail()
      try PipeStream.pipe.fileHandleForReading.close()
      let error = try #require(throws: FileError.self) { try PipeStream.write("text") }
      try #require(error.code == .brokenPipe)
      try #require(error.message == "cannot write 'the pipe': broken pipe")
    }
  }

  // MARK: Terminals

  @Test(.enabled(if: FileManager.default.isWritableFile(atPath: "/dev/ptmx")))
  func tellsTerminals() throws {
    let terminal = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(terminal >= 0)
    defer { SystemCalls.closeDescriptor(terminal) }
    #expect(SystemCalls.isTerminal(terminal))
    var size = winsize()
    size.ws_col = 37
    #expect(unsafe ioctl(terminal, UInt(TIOCSWINSZ), &size) == 0)
    #expect(SystemCalls.terminalSize(terminal)?.columns == 37)

    let pipe = Pipe()
    #expect(!SystemCalls.isTerminal(pipe.fileHandleForWriting.fileDescriptor))
    #expect(SystemCalls.terminalSize(pipe.fileHandleForWriting.fileDescriptor) == nil)
  }

  @Test
  func takesTheWidthFromTheEnvironment() async {
    await #expect(processExitsWith: .success) {
      for (value, expected) in [("123", 123), ("0", 80), ("-5", 80), ("wide", 80), ("", 80)] {
        unsafe setenv("COLUMNS", value, 1)
        try #require(PipeStream.columnCount == expected)
      }
      unsafe unsetenv("COLUMNS")
      try #require(Environment.value("COLUMNS") == nil)
      try #require(PipeStream.columnCount == 80)
      try #require(!PipeStream.isTerminal)
    }
  }
}
