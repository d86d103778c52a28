//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

@testable import QuantKit

/// Programs that know nothing of QuantKit agree about its files.
struct StockToolTests {
  private static func path(ofTool name: String) -> String? {
    let folders = ProcessInfo.processInfo.environment["PATH", default: ""].split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  private static let hasZstd = path(ofTool: "zstd") != nil
  private static let hasPython = path(ofTool: "python3") != nil

  /// Runs a program and returns its exit status and standard output.
  private static func run(_ tool: String, _ arguments: String...) throws -> (Int32, [UInt8]) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(path(ofTool: tool)))
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    return (process.terminationStatus, bytes)
  }

  @Test(.enabled(if: hasZstd, "needs the zstd command"))
  func zstdTestsTheFile() throws {
    let folder = try TemporaryFolder()
    var bytes = try ExampleContainer.bytes(in: folder)
    #expect(try Self.run("zstd", "-q", "-t", folder.path("example.qkit")).0 == 0)
    bytes[0x4F] ^= 1  // A code.
    #expect(try Self.run("zstd", "-q", "-t", folder.write(bytes, to: "damaged.qkit")).0 != 0)
  }

  @Test(.enabled(if: hasZstd, "needs the zstd command"))
  func zstdPrintsAllContents() throws {
    let folder = try TemporaryFolder()
    let forged = try ForgedContainer(ExampleContainer.bytes(in: folder))
    let (status, output) = try Self.run("zstd", "-q", "-d", "-c", folder.path("example.qkit"))
    #expect(status == 0)
    #expect(output.starts(with: ExampleContainer.config))
    let elements = ExampleContainer.rawWeights.flatMap(\.littleEndianBytes)
    #expect(Array(output.suffix(elements.count + forged.index.count)) == elements + forged.index)
  }

  /// The reader that was written from Formats.md alone.
  @Test(.enabled(if: hasZstd && hasPython, "needs python3 and the zstd command"))
  func independentReaderAgrees() throws {
    let folder = try TemporaryFolder()
    var bytes = try ExampleContainer.bytes(in: folder)
    let script = Fixtures.path("../../../scripts/read_qkit.py")
    let (status, output) = try Self.run("python3", script, folder.path("example.qkit"))
    #expect(status == 0)
    let lines = String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    #expect(
      lines == [
        "config.json: 25 bytes",
        "layers.0.o_proj.weight F16 [2, 4] int8-row: 127.0 -64.0 0.0 2.0 0.0 0.0 0.0 0.0",
        "layers.0.up_proj.weight F16 [2, 10] int4-row: 3.5 -3.5 0.5 1.0 1.0 0.0 0.0 0.0 ...",
        "norm.weight F32 [3] raw: 1.0 -2.0 0.5",
      ]
    )
    bytes[0x4F] ^= 1
    let damaged = try folder.write(bytes, to: "damaged.qkit")
    #expect(try Self.run("python3", script, damaged).0 == 1)
  }
}
