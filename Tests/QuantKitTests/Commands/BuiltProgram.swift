//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Synchronization
import Testing

/// One of the built programs, run as a person would run it.
struct BuiltProgram {
  /// What a run left.
  struct Outcome {
    let status: Int32
    let outputBytes: [UInt8]
    let errors: String

    var output: String { String(decoding: outputBytes, as: UTF8.self) }
  }

  let name: String

  static let quantize = BuiltProgram(name: "quantize")
  static let inspect = BuiltProgram(name: "inspect")
  static let run = BuiltProgram(name: "run")
  static let serve = BuiltProgram(name: "serve")

  /// The programs stand beside the test bundle.
  var path: String {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    return bundle.appendingPathComponent(name).path
  }

  /// Starts the program without waiting for it.
  func start(_ arguments: [String], in folder: String? = nil, input: [UInt8] = []) throws -> Running
  {
    try Running(path: path, arguments: arguments, folder: folder, input: input)
  }

  /// Runs the program to its end.
  func callAsFunction(
    _ arguments: String...,
    in folder: String? = nil,
    input: [UInt8] = []
  ) throws -> Outcome {
    try start(arguments, in: folder, input: input).outcome()
  }

  /// Runs the program from a shell to its end; in the script `"$@"` stands for it and its arguments.
  func inShell(_ script: String, _ arguments: String..., in folder: String? = nil) throws -> Outcome
  {
    try Running(
      path: "/bin/sh",
      arguments: ["-c", script, "sh", path] + arguments,
      folder: folder,
      input: []
    ).outcome()
  }

  /// A program that was started.
  final class Running: @unchecked Sendable {
    // Only `collected` is touched by several threads, and that is guarded.
    let process = Process()
    private let collected: Mutex<[Data]>
    private let finished = DispatchGroup()

    init(path: String, arguments: [String], folder: String?, input: [UInt8]) throws {
      process.executableURL = URL(fileURLWithPath: path)
      process.arguments = arguments
      var environment = ProcessInfo.processInfo.environment
      environment["COLUMNS"] = "100"
      process.environment = environment
      if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
      let pipes = (Pipe(), Pipe(), Pipe())
      process.standardInput = pipes.0
      process.standardOutput = pipes.1
      process.standardError = pipes.2
      collected = Mutex([Data(), Data()])
      try process.run()
      for (index, pipe) in [pipes.1, pipes.2].enumerated() {
        let handle = pipe.fileHandleForReading
        finished.enter()
        Thread.detachNewThread { [self] in
          let data = handle.readDataToEndOfFile()
          collected.withLock { $0[index] = data }
          finished.leave()
        }
      }
      try? pipes.0.fileHandleForWriting.write(contentsOf: Data(input))
      try? pipes.0.fileHandleForWriting.close()
    }

    /// Waits for the end; a program that hangs is killed after two minutes.
    func outcome() throws -> Outcome {
      let deadline = DispatchTime.now() + 120
      if finished.wait(timeout: deadline) == .timedOut {
        process.terminate()
        Issue.record("the program did not end within two minutes")
      }
      process.waitUntilExit()
      let status =
        process.terminationReason == .exit
        ? process.terminationStatus : 128 + process.terminationStatus
      let (output, errors) = collected.withLock { ($0[0], $0[1]) }
      return Outcome(
        status: status,
        outputBytes: Array(output),
        errors: String(decoding: errors, as: UTF8.self)
      )
    }
  }
}

/// A script for Python, run as a person would run it.
enum PythonProgram {
  /// Whether there is a Python, and terminals for it.
  static var isThere: Bool { (try? run("-c", "import pty; pty.openpty()"))?.status == 0 }

  /// Whether a package is installed.
  static func has(package name: String) -> Bool {
    (try? run("-c", "import \(name)"))?.status == 0
  }

  static func run(_ arguments: String...) throws -> BuiltProgram.Outcome {
    try BuiltProgram.Running(
      path: "/usr/bin/env",
      arguments: ["python3"] + arguments,
      folder: nil,
      input: []
    ).outcome()
  }
}
