//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import CFuzzing
@testable import QuantKit

/// Keeps the input that ends the process.
package enum CrashRecord {
  /// After so many seconds an input ends the process: it would never end by itself.
  private static let secondLimit: UInt32 = 60

  /// From here on the input that ends the process is written to a file, and a note printed.
  ///
  /// - Parameters:
  ///   - path: Where to.
  ///   - note: What a person reads then, with the command that repeats it.
  package static func install(path: String, note: String) {
    // They stay until the process ends.
    unsafe cfuzzing_catch_crashes(copy(of: path), copy(of: note), secondLimit)
    _ = cfuzzing_count_allocations()
  }

  static func copy(of text: String) -> UnsafePointer<CChar> {
    let bytes = UnsafeMutablePointer<CChar>.allocate(capacity: text.utf8.count + 1)
    for (index, byte) in text.utf8CString.enumerated() { unsafe bytes[index] = byte }
    return unsafe UnsafePointer(bytes)
  }

  /// Keeps an input that took too much.
  package static func write(_ input: [UInt8], to path: String) throws {
    try FileSystem.write(input, to: path, replacing: true)
  }

  /// An input that was kept.
  package static func read(_ path: String) throws -> [UInt8] {
    try InputFile.contents(of: path, limit: 1 << 30)
  }

  /// Names the input that runs meanwhile.
  static func during<Result>(_ input: [UInt8], _ body: () -> Result) -> Result {
    unsafe input.withUnsafeBufferPointer { buffer in
      unsafe cfuzzing_set_input(buffer.baseAddress, buffer.count)
      defer { cfuzzing_set_input(nil, 0) }
      return body()
    }
  }
}
