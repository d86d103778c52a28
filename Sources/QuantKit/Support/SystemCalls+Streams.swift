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
  /// Reads at most `buffer.count` bytes from where the descriptor stands; 0 at the end.
  static func read(
    _ descriptor: Descriptor,
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(ErrorNumber) -> Int {
    try whenReady(descriptor, for: POLLIN) { () throws(ErrorNumber) in
      #if canImport(Darwin)
        try retrying { unsafe Darwin.read(descriptor, buffer.baseAddress, buffer.count) }
      #elseif canImport(Musl)
        try retrying { unsafe Musl.read(descriptor, buffer.baseAddress, buffer.count) }
      #else
        try retrying { unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
      #endif
    }
  }

  /// The next byte; nil at the end and when it cannot be read.
  static func readByte(_ descriptor: Descriptor) -> UInt8? {
    unsafe withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { buffer in
      guard (try? unsafe read(descriptor, into: buffer)) == 1 else { return nil }
      return unsafe buffer[0]
    }
  }

  /// Waits until something can be read, or the other end is closed.
  ///
  /// - Parameters:
  ///   - descriptors: Where it can come from.
  ///   - milliseconds: How long to wait; nil for ever.
  /// - Returns: Which of the descriptors; none when the time is over.
  /// - Throws: `ErrorNumber`.
  static func waitForInput(
    of descriptors: [Descriptor],
    milliseconds: Int32? = nil
  ) throws(ErrorNumber) -> [Descriptor] {
    var requests = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let count = nfds_t(requests.count)
    _ = try retrying { Int(unsafe poll(&requests, count, milliseconds ?? -1)) }
    return requests.filter { $0.revents != 0 }.map(\.fd)
  }

  /// Writes at most `buffer.count` bytes where the descriptor stands.
  static func write(
    _ descriptor: Descriptor,
    from buffer: UnsafeRawBufferPointer
  ) throws(ErrorNumber) -> Int {
    try whenReady(descriptor, for: POLLOUT) { () throws(ErrorNumber) in
      #if canImport(Darwin)
        try retrying { unsafe Darwin.write(descriptor, buffer.baseAddress, buffer.count) }
      #elseif canImport(Musl)
        try retrying { unsafe Musl.write(descriptor, buffer.baseAddress, buffer.count) }
      #else
        try retrying { unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count) }
      #endif
    }
  }

  /// Repeats a call until the descriptor is ready for it: whoever shares it may have made it non-blocking.
  private static func whenReady(
    _ descriptor: Descriptor,
    for event: Int32,
    _ call: () throws(ErrorNumber) -> Int
  ) throws(ErrorNumber) -> Int {
    while true {
      do throws(ErrorNumber) {
        return try call()
      } catch .wouldBlock {
        var request = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        _ = try retrying { Int(unsafe poll(&request, 1, -1)) }
      }
    }
  }

  /// Occupies the numbers of the standard streams that are closed, with nothing that could be read or
  /// written.
  static func reserveStandardDescriptors() {
    for descriptor: Descriptor in 0...2 where fcntl(descriptor, F_GETFD) == -1 {
      // An open takes the lowest number that is free. In the wrong direction every use stays an error.
      _ = unsafe open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
    }
  }

  /// Whether a descriptor leads to a terminal.
  static func isTerminal(_ descriptor: Descriptor) -> Bool { isatty(descriptor) == 1 }

  /// The size of the terminal that a descriptor leads to, or nil when it leads elsewhere.
  static func terminalSize(_ descriptor: Descriptor) -> (columns: Int, rows: Int)? {
    #if canImport(Darwin)
      let request: UInt = 0x4008_7468  // TIOCGWINSZ, a macro that Swift does not import there.
    #else
      let request = UInt(TIOCGWINSZ)
    #endif
    var size = winsize()
    guard unsafe ioctl(descriptor, request, &size) == 0, size.ws_col > 0 else { return nil }
    return (Int(size.ws_col), Int(size.ws_row))
  }
}
