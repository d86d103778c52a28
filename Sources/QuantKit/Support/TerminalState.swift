//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import Synchronization

/// The mode of the terminal that a person types into, for a program that reads keys.
///
/// Whoever changes it puts it back before the process ends or stops. May be used from any thread.
package final class TerminalState: Sendable {
  /// What becomes of keys.
  package enum Mode: Sendable {
    /// What the program found: the terminal edits lines.
    case original
    /// Keys come one by one, Ctrl-C among them.
    case editing
    /// Keys wait unseen until they are read; Ctrl-C is a signal.
    case quiet
  }

  private static let descriptor: SystemCalls.Descriptor = 0
  private let original: SystemCalls.TerminalMode
  private let mode = Mutex(Mode.original)

  /// Remembers how the terminal is set.
  ///
  /// - Throws: `FileError` when standard input is no terminal.
  package init() throws(FileError) {
    do throws(SystemCalls.ErrorNumber) {
      original = try SystemCalls.terminalMode(of: Self.descriptor)
    } catch {
      throw .system("use the terminal of", path: "standard input", number: error)
    }
  }

  /// Changes the mode, and whether the terminal marks what is pasted.
  package func set(_ mode: Mode) {
    self.mode.withLock {
      $0 = mode
      apply(mode)
    }
  }

  /// Stops the process as Ctrl-Z does, the terminal as it was meanwhile, and returns when it goes on.
  package func suspend() {
    mode.withLock { mode in
      // Where it is the original one, it may be another program's, such as an editor's.
      if mode != .original { apply(.original) }
      Signals.stop()
      if mode != .original { apply(mode) }
    }
  }

  private func apply(_ mode: Mode) {
    let value =
      switch mode {
      case .original: original
      case .editing: original.withSingleKeys(hasSignals: false)
      case .quiet: original.withSingleKeys(hasSignals: true)
      }
    // A terminal that was closed has no mode and shows nothing.
    try? StandardOutput.write(mode == .original ? Self.leaving : Self.entering)
    try? SystemCalls.setTerminalMode(value, of: Self.descriptor)
  }

  /// Marks on what is pasted.
  private static let entering = "\u{1B}[?2004h"
  /// No marks, no color, a cursor.
  private static let leaving = "\u{1B}[?2004l\u{1B}[0m\u{1B}[?25h"
}
