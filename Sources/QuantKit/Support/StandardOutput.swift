//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Where the process writes its results; not buffered.
package enum StandardOutput: StandardStream {
  package static let descriptor: Int32 = 1
  package static let name = "standard output"
}

/// Where the process writes progress and errors; not buffered.
package enum StandardError: StandardStream {
  package static let descriptor: Int32 = 2
  package static let name = "standard error"
}

/// An output that the process was started with.
package protocol StandardStream {
  /// The number that the system knows it by.
  static var descriptor: Int32 { get }
  /// The name for messages.
  static var name: String { get }
}

extension StandardStream {
  /// Whether a person looks at it.
  package static var isTerminal: Bool { SystemCalls.isTerminal(descriptor) }

  /// How many columns a line has: `COLUMNS` if that is set, else as the terminal says, else 80.
  package static var columnCount: Int {
    if let text = Environment.value("COLUMNS"), let count = Int(text), count > 0 { return count }
    return windowSize?.columns ?? 80
  }

  /// How many columns and rows the terminal's window has now; nil where there is none.
  package static var windowSize: (columns: Int, rows: Int)? { SystemCalls.terminalSize(descriptor) }

  /// Writes a text in UTF-8.
  ///
  /// - Throws: `FileError`: `.brokenPipe` when nobody reads any more, else what the system reports.
  package static func write(_ text: String) throws(FileError) {
    try write(Array(text.utf8))
  }

  /// Writes bytes.
  ///
  /// - Throws: `FileError`: `.brokenPipe` when nobody reads any more, else what the system reports.
  package static func write(_ bytes: [UInt8]) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      do throws(SystemCalls.ErrorNumber) {
        let count = try unsafe rest.withUnsafeBufferPointer {
          buffer throws(SystemCalls.ErrorNumber) in
          try unsafe SystemCalls.write(descriptor, from: UnsafeRawBufferPointer(buffer))
        }
        rest = rest.dropFirst(count)
      } catch {
        throw .system("write", path: name, number: error)
      }
    }
  }
}
