//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

/// The built `serve`, started and listening on a port of its own.
final class RunningServer {
  let process = Process()
  let port: Int
  private let log: TemporaryFolder

  /// Starts the server and waits until it says where it listens.
  ///
  /// - Parameters:
  ///   - arguments: All but the port.
  ///   - environment: Variables beside those of the tests.
  /// - Throws: Where it does not begin to listen.
  convenience init(_ arguments: String..., environment: [String: String] = [:]) throws {
    try self.init(arguments: arguments, environment: environment)
  }

  init(arguments: [String], environment: [String: String] = [:]) throws {
    log = try TemporaryFolder()
    let path = try log.write("", to: "log")
    process.executableURL = URL(fileURLWithPath: BuiltProgram.serve.path)
    process.arguments = arguments + ["--port", "0"]
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try process.run()
    var line = ""
    while !line.hasSuffix("\n"), let byte = try output.fileHandleForReading.read(upToCount: 1),
      !byte.isEmpty
    { line += String(decoding: byte, as: UTF8.self) }
    let errors = try String(contentsOfFile: path, encoding: .utf8)
    port = try #require(
      line.split(separator: ":").last.flatMap { Int($0.dropLast()) },
      "it said \(line) and \(errors)"
    )
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
  }

  /// What was written to standard error.
  var errors: String { (try? String(decoding: log.contents("log"), as: UTF8.self)) ?? "" }

  /// Sends a request and leaves the connection open.
  func open(
    _ method: String,
    _ path: String,
    _ body: String? = nil,
    headers: [String] = []
  ) throws -> TestConnection {
    let connection = try TestConnection(port: port)
    var lines = ["\(method) \(path) HTTP/1.1", "Connection: close"]
    if !headers.contains(where: { $0.hasPrefix("Host:") }) { lines.append("Host: localhost") }
    if let body {
      if !headers.contains(where: { $0.hasPrefix("Content-Type:") }) {
        lines.append("Content-Type: application/json")
      }
      lines.append("Content-Length: \(body.utf8.count)")
    }
    let head = (lines + headers).joined(separator: "\r\n")
    connection.send(head + "\r\n\r\n" + (body ?? ""))
    return connection
  }

  /// Sends a request and waits for the answer.
  func request(
    _ method: String,
    _ path: String,
    _ body: String? = nil,
    headers: [String] = []
  ) throws -> HTTPReply {
    try HTTPReply(parsing: try open(method, path, body, headers: headers).receiveAll())
  }

  /// The value of a metric, of all its labels together; 0 where it is not there.
  func metric(_ name: String, where label: String? = nil) throws -> Double {
    try request("GET", "/metrics").text.split(separator: "\n")
      .filter { $0.hasPrefix(name) && label.map($0.contains) ?? true }
      .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0, +)
  }

  /// Waits until something is so; at most a minute.
  func wait(until isSo: () throws -> Bool) throws -> Bool {
    for _ in 0..<600 {
      if try isSo() { return true }
      pause(milliseconds: 100)
    }
    return false
  }

  /// Asks the server to end, and waits for that.
  func end() -> Int32 {
    process.terminate()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
