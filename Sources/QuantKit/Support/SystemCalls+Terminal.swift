//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

extension SystemCalls {
  /// What a terminal makes of the keys before a program reads them.
  struct TerminalMode {
    fileprivate var value: termios

    /// Keys come one by one and are not shown.
    ///
    /// - Parameter hasSignals: Whether Ctrl-C, Ctrl-Z and Ctrl-\ are signals rather than keys.
    /// - Returns: The mode.
    func withSingleKeys(hasSignals: Bool) -> TerminalMode {
      var mode = self
      mode.value.c_lflag &= ~tcflag_t(ICANON | ECHO | IEXTEN)
      if !hasSignals { mode.value.c_lflag &= ~tcflag_t(ISIG) }
      mode.value.c_iflag &= ~tcflag_t(IXON | ICRNL | INLCR | IGNCR | ISTRIP | BRKINT)
      unsafe withUnsafeMutableBytes(of: &mode.value.c_cc) { keys in
        // Both indices are below the number of the system's control keys.
        unsafe keys[Int(VMIN)] = 1
        unsafe keys[Int(VTIME)] = 0
      }
      return mode
    }
  }

  /// The mode of the terminal that a descriptor leads to.
  static func terminalMode(of descriptor: Descriptor) throws(ErrorNumber) -> TerminalMode {
    var value = termios()
    _ = try retrying { Int(unsafe tcgetattr(descriptor, &value)) }
    return TerminalMode(value: value)
  }

  /// Changes the mode when what was written so far has been shown; keys pressed before are kept.
  static func setTerminalMode(
    _ mode: TerminalMode,
    of descriptor: Descriptor
  ) throws(ErrorNumber) {
    var value = mode.value
    _ = try retrying { Int(unsafe tcsetattr(descriptor, TCSADRAIN, &value)) }
  }

  /// Has the shell run a command and waits for it; Ctrl-C is the command's meanwhile.
  ///
  /// - Returns: 0 when the command succeeded, else a number that is not 0.
  static func runInShell(_ command: String) -> Int { Int(unsafe system(command)) }

  /// Makes a file that nobody else can read, whose name begins with `prefix`.
  static func makeTemporaryFile(
    _ prefix: String
  ) throws(ErrorNumber) -> (path: String, descriptor: Descriptor) {
    var template = Array((prefix + "XXXXXX").utf8) + [0]
    let descriptor = try retrying {
      unsafe template.withUnsafeMutableBytes { bytes in
        // Ends with a zero.
        guard let name = unsafe bytes.assumingMemoryBound(to: CChar.self).baseAddress else {
          return -1
        }
        return Int(unsafe mkstemp(name))
      }
    }
    return (String(decoding: template.dropLast(), as: UTF8.self), Descriptor(descriptor))
  }
}
