//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The input that the process was started with.
package enum StandardInput {
  private static let descriptor: SystemCalls.Descriptor = 0
  private static let name = "standard input"
  private static let pieceByteCount = 64 << 10

  /// Whether a person types it.
  package static var isTerminal: Bool { SystemCalls.isTerminal(descriptor) }

  /// Reads all that is left.
  ///
  /// - Parameter limit: The largest size accepted, in bytes.
  /// - Returns: The bytes up to the end of the input.
  /// - Throws: `FileError`: `.tooLarge` as soon as there is more than `limit`, else what the system
  ///   reports.
  package static func contents(limit: Int) throws(FileError) -> [UInt8] {
    try contents(of: descriptor, limit: limit)
  }

  static func contents(
    of descriptor: SystemCalls.Descriptor,
    limit: Int
  ) throws(FileError) -> [UInt8] {
    var contents: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: pieceByteCount)
    while true {
      let count: Int
      do throws(SystemCalls.ErrorNumber) {
        count = try unsafe piece.withUnsafeMutableBufferPointer {
          buffer throws(SystemCalls.ErrorNumber) in
          try unsafe SystemCalls.read(descriptor, into: UnsafeMutableRawBufferPointer(buffer))
        }
      } catch {
        throw .system("read", path: name, number: error)
      }
      guard count > 0 else { return contents }
      guard count <= limit - contents.count else {
        throw .tooLarge(path: name, found: "more than \(limit) bytes", limit: limit)
      }
      contents += piece[..<count]
    }
  }
}
