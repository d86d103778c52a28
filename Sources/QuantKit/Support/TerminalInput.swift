//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The bytes that a person's keys make, and changes of the window meanwhile.
///
/// One for a process, for one thread at a time.
package final class TerminalInput {
  /// What there is to react to.
  package enum Event: Sendable, Equatable {
    /// Keys, or a part of what one makes.
    case bytes([UInt8])
    /// The window has another size, or the process goes on after a stop.
    case windowChange
    /// Nothing came in time.
    case nothing
    /// The terminal is gone.
    case end
  }

  private static let descriptor: SystemCalls.Descriptor = 0
  private static let pieceByteCount = 4096
  private let window: SystemCalls.Descriptor

  /// Begins to notice changes of the window.
  ///
  /// - Throws: `FileError` when the system has no descriptors left.
  package init() throws(FileError) {
    do throws(SystemCalls.ErrorNumber) {
      let pipe = try SystemCalls.makePipe()
      window = pipe.reading
      SystemCalls.notifyOfWindowChanges(through: pipe.writing)
    } catch {
      throw .system("wait for", path: "standard input", number: error)
    }
  }

  /// Waits for the next event.
  ///
  /// - Parameter milliseconds: How long; nil for ever.
  /// - Returns: What happened first.
  /// - Throws: `FileError`.
  package func next(milliseconds: Int32? = nil) throws(FileError) -> Event {
    do throws(SystemCalls.ErrorNumber) {
      let ready = try SystemCalls.waitForInput(
        of: [window, Self.descriptor],
        milliseconds: milliseconds
      )
      if ready.contains(window) {
        _ = SystemCalls.readByte(window)
        return .windowChange
      }
      guard !ready.isEmpty else { return .nothing }
      var bytes = [UInt8](repeating: 0, count: Self.pieceByteCount)
      let count = try unsafe bytes.withUnsafeMutableBufferPointer {
        buffer throws(SystemCalls.ErrorNumber) in
        try unsafe SystemCalls.read(
          Self.descriptor,
          into: UnsafeMutableRawBufferPointer(buffer)
        )
      }
      return count > 0 ? .bytes(Array(bytes[..<count])) : .end
    } catch {
      throw .system("read", path: "standard input", number: error)
    }
  }
}
