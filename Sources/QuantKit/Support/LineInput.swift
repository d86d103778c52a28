//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Standard input line by line, where it is no terminal whose keys are read.
///
/// For one thread at a time.
package final class LineInput {
  private static let descriptor: SystemCalls.Descriptor = 0
  private static let pieceByteCount = 4096
  private var rest: [UInt8] = []
  private var isAtEnd = false

  /// Nothing is read yet.
  package init() {}

  /// The next line without its line break; nil at the end.
  ///
  /// - Throws: `FileError`: `.tooLarge` for a line above `TextInput.byteLimit`, `.wrongKind` when it is
  ///   not UTF-8, else what the system reports.
  package func next() throws(FileError) -> String? {
    var searched = 0
    while true {
      if let end = rest[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        var line = Array(rest[..<end])
        rest.removeFirst(end + 1)
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return try TextInput.decoded(line, from: "standard input")
      }
      guard !isAtEnd else {
        guard !rest.isEmpty else { return nil }
        defer { rest = [] }
        return try TextInput.decoded(rest, from: "standard input")
      }
      guard rest.count <= TextInput.byteLimit else {
        throw .tooLarge(
          path: "standard input",
          found: "a line of more than \(TextInput.byteLimit) bytes",
          limit: TextInput.byteLimit
        )
      }
      searched = rest.count
      let piece = try read()
      rest += piece
      isAtEnd = piece.isEmpty
    }
  }

  private func read() throws(FileError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Self.pieceByteCount)
    do throws(SystemCalls.ErrorNumber) {
      let count = try unsafe bytes.withUnsafeMutableBufferPointer {
        buffer throws(SystemCalls.ErrorNumber) in
        try unsafe SystemCalls.read(
          Self.descriptor,
          into: UnsafeMutableRawBufferPointer(buffer)
        )
      }
      return Array(bytes[..<count])
    } catch {
      throw .system("read", path: "standard input", number: error)
    }
  }
}
