//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import CFuzzing
@testable import QuantKit

/// Lets libFuzzer look for inputs that reach new code of a target.
package enum GuidedRunner {
  // libFuzzer hands its callback the input alone. Set once, before the one thread that reads it starts.
  private nonisolated(unsafe) static var target: FuzzTarget?

  /// Runs until libFuzzer ends, which is at once after a crash.
  ///
  /// - Parameters:
  ///   - target: What to feed.
  ///   - corpus: A folder for the inputs that reach new code; the seeds are put into it first.
  ///   - options: libFuzzer's own, such as `-max_total_time=60`.
  /// - Returns: The status to end with, or nil where the program was built without libFuzzer.
  /// - Throws: `FileError` when a seed cannot be written.
  package static func run(
    _ target: FuzzTarget,
    corpus: String,
    options: [String]
  ) throws -> Int32? {
    if FileSystem.kind(of: corpus) == .nothing { try FileSystem.makeFolder(corpus) }
    for (number, seed) in target.seeds.enumerated() {
      try CrashRecord.write(seed, to: Path.join(corpus, "seed-\(number)"))
    }
    unsafe Self.target = target
    // They stay until the process ends.
    var arguments: [UnsafeMutablePointer<CChar>?] = unsafe (["fuzz", corpus] + options).map {
      text in
      unsafe UnsafeMutablePointer(mutating: CrashRecord.copy(of: text))
    }
    let count = Int32(2 + options.count)
    unsafe arguments.append(nil)
    let status = unsafe arguments.withUnsafeMutableBufferPointer { buffer in
      unsafe cfuzzing_run_guided(count, buffer.baseAddress) { bytes, byteCount in
        let buffer = unsafe UnsafeBufferPointer(start: bytes, count: byteCount)
        unsafe _ = GuidedRunner.target?.run(Array(buffer))
        return 0
      }
    }
    return status < 0 ? nil : status
  }
}
